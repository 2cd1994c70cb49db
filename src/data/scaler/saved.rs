//! A scaler as it is saved, and whether what was read can be one.

use serde::{Deserialize, Serialize};

use super::{ColumnScale, Scaler};
use crate::data::{ImageShape, SampleShape, SequenceShape, Vocabulary};

/// What a scaler is made of.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Fitted {
    shape: SampleShape,
    columns: Vec<ColumnScale>,
}

impl TryFrom<Fitted> for Scaler {
    type Error = String;

    /// # Errors
    /// One clause, when the numbers cannot be those of a scaler.
    fn try_from(Fitted { shape, columns }: Fitted) -> Result<Self, String> {
        let (found, wanted) = (columns.len(), count(&shape)?);
        if found != wanted {
            return Err(format!("{found} columns are scaled of {wanted}"));
        }
        for (index, scale) in columns.iter().enumerate() {
            let width = match &shape {
                SampleShape::Row(columns) => columns.span(index).width,
                SampleShape::Text(text) => text.vocabulary.len(),
                SampleShape::Image(_) | SampleShape::Sequence(_) => 1,
            };
            check(scale, width).map_err(|problem| format!("{problem} in column {index}"))?;
        }
        Ok(Self::new(shape, columns))
    }
}

impl From<Scaler> for Fitted {
    fn from(Scaler { shape, columns, .. }: Scaler) -> Self {
        Self { shape, columns }
    }
}

/// How many channels or columns are scaled.
fn count(shape: &SampleShape) -> Result<usize, String> {
    let (sides, count) = match shape {
        SampleShape::Image(ImageShape {
            height,
            width,
            channels,
        }) => (vec![*height, *width, *channels], *channels),
        SampleShape::Row(columns) => (vec![columns.len()], columns.len()),
        SampleShape::Sequence(SequenceShape { steps, features }) => {
            (vec![*steps, *features], *features)
        }
        // A vocabulary has a token for the unknown and one for the end.
        SampleShape::Text(text) if text.vocabulary.len() < Vocabulary::SPECIAL.len() => {
            (vec![0], 1)
        }
        SampleShape::Text(text) => (vec![text.steps, text.vocabulary.len()], 1),
    };
    let product = |numbers: usize, side: &usize| numbers.checked_mul(*side);
    match sides.iter().try_fold(1, product) {
        Some(1..) => Ok(count),
        Some(0) | None => Err(format!("no sample is of {shape}")),
    }
}

/// Whether `scale` can be that of a column for whose values `width` numbers stand.
fn check(scale: &ColumnScale, width: usize) -> Result<(), String> {
    let ColumnScale {
        mean,
        deviation,
        fill,
        range,
    } = scale;
    if !(deviation.is_finite() && *deviation > 0.0) {
        return Err(format!("the deviation must be above 0, not {deviation}"));
    }
    let numbers = fill.iter().chain(range);
    if !(mean.is_finite() && numbers.clone().all(|number| number.is_finite())) {
        return Err("a number is beyond single precision".into());
    }
    if width == 0 || fill.len() != width {
        let found = fill.len();
        return Err(format!("{found} numbers stand for a value of {width}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn image() -> Value {
        json!({
            "shape": { "kind": "image", "height": 1, "width": 2, "channels": 1 },
            "columns": [{ "mean": 0.5, "deviation": 0.25, "fill": [0.0], "range": [-2.0, 2.0] }]
        })
    }

    /// A number, and a category of two.
    fn row() -> Value {
        json!({
            "shape": { "kind": "row", "columns": [
                { "name": "age", "kind": "numeric", "weight": 1.0, "has_missing": true },
                { "name": "size", "kind": "category", "names": ["s", "l"], "weight": 1.0, "has_missing": false }
            ] },
            "columns": [
                { "mean": 40.0, "deviation": 10.0, "fill": [0.0], "range": [-1.0, 1.0] },
                { "mean": 0.0, "deviation": 1.0, "fill": [0.25, 0.75], "range": [0.0, 1.0] }
            ]
        })
    }

    #[test]
    fn what_was_saved_is_read() {
        let scaler: Scaler = serde_json::from_value(image()).unwrap();
        assert_eq!(scaler.table().unwrap()[255], 2.0);
        let scaler: Scaler = serde_json::from_value(row()).unwrap();
        assert_eq!(scaler.shape().input_width(), 4);
        assert_eq!(scaler.columns()[1].fill, [0.25, 0.75]);
    }

    #[test]
    fn numbers_that_make_no_scaler_are_refused() {
        let refused = |mut saved: Value, place: &str, value: Value| {
            *saved.pointer_mut(place).unwrap() = value;
            let refused = serde_json::from_value::<Scaler>(saved).unwrap_err();
            refused.to_string()
        };
        for (saved, place, value, problem) in [
            (
                image(),
                "/shape/channels",
                json!(2),
                "1 columns are scaled of 2",
            ),
            (
                image(),
                "/shape/height",
                json!(0),
                "no sample is of 0 × 2 × 1",
            ),
            (
                image(),
                "/shape/height",
                json!(u64::MAX),
                "no sample is of 18446744073709551615 × 2 × 1",
            ),
            (
                image(),
                "/columns/0/deviation",
                json!(0.0),
                "the deviation must be above 0, not 0 in column 0",
            ),
            (
                image(),
                "/columns/0/mean",
                json!(1e300),
                "a number is beyond single precision in column 0",
            ),
            (
                row(),
                "/columns/1/fill",
                json!([1.0]),
                "1 numbers stand for a value of 2 in column 1",
            ),
            (
                row(),
                "/shape/columns/1/names",
                json!([]),
                "2 numbers stand for a value of 0 in column 1",
            ),
            (
                row(),
                "/shape/columns",
                json!([]),
                "no sample is of 0 columns",
            ),
            (
                image(),
                "/shape",
                json!({ "kind": "sequence", "steps": 3, "features": 2 }),
                "1 columns are scaled of 2",
            ),
        ] {
            assert_eq!(refused(saved, place, value), problem);
        }
    }
}
