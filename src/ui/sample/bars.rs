//! The bars of a table row in a tile.

use crate::data::{Column, ColumnKind, ColumnScale, Prepared};
use crate::export::rows::likeliest;

/// One column of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bar {
    /// From the training mean (or no word at all), 0, up to the greatest value of the training part, 1, or down to the least, -1.
    Number(f32),
    /// A category and its probability.
    Category(u32, f32),
    Missing,
}

impl Bar {
    /// How far it is from what is usual, 0 to 1.
    pub fn size(self) -> f32 {
        match self {
            Self::Number(height) => height.abs(),
            Self::Category(_, probability) => 0.5 * probability,
            Self::Missing => 0.0,
        }
    }

    /// `middle` is what has no height.
    fn new(column: &Column, scale: &ColumnScale, output: &[f32], middle: f32) -> Self {
        let first = output.first().copied().unwrap_or(f32::NAN);
        match column.kind {
            _ if first.is_nan() => Self::Missing,
            ColumnKind::Category { .. } => {
                let (place, probability) = likeliest(output);
                Self::Category(place as u32, probability.clamp(0.0, 1.0))
            }
            ColumnKind::Numeric => Self::Number(height(scale, scale.rescale(first), middle)),
            ColumnKind::YesNo { .. } => Self::Number(height(scale, first, middle)),
        }
    }
}

fn height(scale: &ColumnScale, number: f32, middle: f32) -> f32 {
    let [low, high] = scale.range;
    let by = number - middle;
    let reach = if by < 0.0 {
        middle - low
    } else {
        high - middle
    };
    (by / reach.max(f32::MIN_POSITIVE)).clamp(-1.0, 1.0)
}

/// What is usual of a column: its mean, or that a word is not there.
fn middle(data: &Prepared, scale: &ColumnScale) -> f32 {
    match data.settings.source.has_words() {
        true => scale.rescale(0.0),
        false => scale.fill.first().copied().unwrap_or_default(),
    }
}

/// The bars of one row of outputs, in own units and probabilities.
pub fn heights(data: &Prepared, output: &[f32]) -> Vec<Bar> {
    let Some(columns) = data.dataset.shape().columns() else {
        return Vec::new();
    };
    let scaled = columns.spans().zip(data.scaler.columns());
    scaled
        .map(|((column, span), scale)| {
            let output = output.get(span.range()).unwrap_or_default();
            Bar::new(column, scale, output, middle(data, scale))
        })
        .collect()
}

/// The bars of a row as it is kept: a value a column.
pub fn heights_of_row(data: &Prepared, row: &[f32]) -> Vec<Bar> {
    let Some(columns) = data.dataset.shape().columns() else {
        return Vec::new();
    };
    let scaled = columns.list().iter().zip(data.scaler.columns()).zip(row);
    scaled
        .map(|((column, scale), &value)| match column.kind {
            ColumnKind::Category { .. } if !value.is_nan() => Bar::Category(value as u32, 1.0),
            _ => Bar::new(column, scale, &[value], middle(data, scale)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_reach_the_ends_of_the_training_part() {
        let scale = ColumnScale {
            mean: 10.0,
            deviation: 2.0,
            fill: vec![0.0],
            range: [-1.0, 4.0],
        };
        let column = |kind| Column::new("a", kind, true);
        let number = column(ColumnKind::Numeric);
        let bar = |value| Bar::new(&number, &scale, &[value], 0.0);
        assert_eq!([bar(10.0), bar(14.0)], [Bar::Number(0.0), Bar::Number(0.5)]);
        assert_eq!(
            [bar(9.0), bar(-90.0)],
            [Bar::Number(-0.5), Bar::Number(-1.0)]
        );
        assert_eq!(bar(f32::NAN), Bar::Missing);
        let names = vec!["x".into(), "y".into(), "z".into()];
        let category = column(ColumnKind::Category { names });
        let bar = Bar::new(&category, &scale, &[0.25, 0.75, 0.0], 0.0);
        assert_eq!((bar, bar.size()), (Bar::Category(1, 0.75), 0.375));
    }
}
