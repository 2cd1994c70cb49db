//! The reconstruction error of one sample: of each of its cells, and their mean.

use crate::data::{ColumnKind, SampleShape};

/// Probabilities count as at least this: one of 0 would cost without end.
const LEAST: f64 = 1e-7;

/// Mean over the cells of a sample that are there ([`cell_errors`]); NaN where nothing is there.
pub fn sample_error(shape: &SampleShape, target: &[f32], output: &[f32]) -> f64 {
    mean(cell_errors(shape, target, output))
}

/// The error of each cell of a sample: squared error of numbers in the scale of the inputs, cross-entropy in nats of yes/no
/// columns, categories and tokens of texts. `target` and `output` are what a model should make of it and what it made of it; NaN in a target
/// is missing, and so is its error.
pub fn cell_errors(
    shape: &SampleShape,
    target: &[f32],
    output: &[f32],
) -> impl Iterator<Item = f64> {
    let mixed = shape.columns().filter(|_| shape.is_mixed());
    let steps = shape.text().map(|text| {
        let width = text.vocabulary.len().max(1);
        let steps = target.chunks_exact(width).zip(output.chunks_exact(width));
        // Every number past the end is NaN.
        steps.map(|(target, output)| categorical(target, output))
    });
    let cells = mixed.map(|columns| {
        columns.spans().map(|(column, span)| {
            let cell = || target[span.range()].iter().zip(&output[span.range()]);
            match column.kind {
                ColumnKind::Numeric => cell().map(squared).sum(),
                ColumnKind::YesNo { .. } => cell()
                    .map(|(&t, &p)| f64::from(t) * nats(p) + f64::from(1.0 - t) * nats(1.0 - p))
                    .sum(),
                // Every number of a missing category is NaN.
                ColumnKind::Category { .. } => {
                    categorical(&target[span.range()], &output[span.range()])
                }
            }
        })
    });
    let numbers =
        (mixed.is_none() && steps.is_none()).then(|| target.iter().zip(output).map(squared));
    cells
        .into_iter()
        .flatten()
        .chain(steps.into_iter().flatten())
        .chain(numbers.into_iter().flatten())
}

fn categorical(target: &[f32], output: &[f32]) -> f64 {
    let each = target.iter().zip(output);
    each.map(|(&t, &p)| f64::from(t) * nats(p)).sum()
}

fn squared((target, output): (&f32, &f32)) -> f64 {
    let error = f64::from(target - output);
    error * error
}

fn nats(probability: f32) -> f64 {
    -f64::from(probability).max(LEAST).ln()
}

/// Of those that are numbers.
fn mean(errors: impl Iterator<Item = f64>) -> f64 {
    let there = errors.filter(|error| !error.is_nan());
    let (sum, count) = there.fold((0.0, 0u32), |(sum, count), error| (sum + error, count + 1));
    sum / f64::from(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, Columns, ImageShape, TextShape, TokenUnit, Vocabulary};

    #[test]
    fn pixels_are_squared_and_cells_that_are_missing_left_out() {
        let image = SampleShape::Image(ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        });
        assert_eq!(sample_error(&image, &[1.0, 0.0], &[0.5, 1.0]), 0.625);
        let column = |name: &str| Column::new(name, ColumnKind::Numeric, true);
        let rows = SampleShape::from(Columns::from(vec![column("a"), column("b")]));
        assert_eq!(sample_error(&rows, &[f32::NAN, 3.0], &[9.0, 1.0]), 4.0);
        assert!(sample_error(&rows, &[f32::NAN; 2], &[0.0; 2]).is_nan());
    }

    #[test]
    fn tokens_cost_what_they_are_worth_and_nothing_past_the_end() {
        let text = SampleShape::Text(TextShape {
            steps: 3,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(["a".to_owned()]),
        });
        let gap = f32::NAN;
        let target = [0.0, 0.0, 1.0, 0.0, 1.0, 0.0, gap, gap, gap];
        let output = [0.25, 0.25, 0.5, 0.5, 0.25, 0.25, 0.0, 1.0, 0.0];
        let errors: Vec<f64> = cell_errors(&text, &target, &output).collect();
        assert_eq!((errors.len(), errors[2].is_nan()), (3, true));
        let error = sample_error(&text, &target, &output);
        assert!((error - 1.5 * std::f64::consts::LN_2).abs() < 1e-7);
    }

    #[test]
    fn every_column_of_a_mixed_row_counts_once() {
        let names = ["x", "y", "z"].map(String::from).to_vec();
        let answers = ["no", "yes"].map(String::from);
        let shape = SampleShape::from(Columns::from(vec![
            Column::new("age", ColumnKind::Numeric, false),
            Column::new("sex", ColumnKind::YesNo { names: answers }, false),
            Column::new("size", ColumnKind::Category { names }, true),
        ]));
        let output = [1.0, 0.25, 0.5, 0.25, 0.25];
        let ln = |x: f64| -x.ln();
        let error = sample_error(&shape, &[3.0, 0.0, 0.0, 1.0, 0.0], &output);
        assert!((error - (4.0 + ln(0.75) + ln(0.25)) / 3.0).abs() < 1e-7);
        let gap = [3.0, 1.0, f32::NAN, f32::NAN, f32::NAN];
        let error = sample_error(&shape, &gap, &output);
        assert!((error - (4.0 + ln(0.25)) / 2.0).abs() < 1e-7);
        assert!(sample_error(&shape, &[0.0, 1.0, 1.0, 0.0, 0.0], &[0.0; 5]).is_finite());
    }
}
