//! Errors of reconstructed rows of a table, column by column, and of sequences, number by number.

use crate::data::{ColumnKind, ColumnScale, SampleShape, Scaler};

/// Probabilities count as at least this: one of 0 would cost without end.
const LEAST: f32 = 1e-7;

/// One error a column of `row`, without weights: of numeric columns the squared error in the scale of the inputs, of the
/// others, and of the tokens of a text, the cross-entropy in nats; NaN where the value is missing. `row` holds values in their own units, `output` what
/// a model made of it, in own units and probabilities. Of a sequence one error a number. Empty where samples are images or
/// the numbers do not fit.
pub fn row_errors(scaler: &Scaler, row: &[f32], output: &[f32]) -> Vec<f32> {
    let columns = match scaler.shape() {
        SampleShape::Row(columns) => columns,
        SampleShape::Sequence(_) if row.len() == output.len() => {
            let scaled = row.iter().zip(output).zip(scaler.columns().iter().cycle());
            let error = |((value, made), scale): ((&f32, &f32), &ColumnScale)| {
                ((made - value) / scale.deviation).powi(2)
            };
            return scaled.map(error).collect();
        }
        SampleShape::Text(text) if output.len() == scaler.shape().target_width() => {
            let steps = output.chunks_exact(text.vocabulary.len());
            let error = |(token, made): (&f32, &[f32])| match token.is_nan() {
                true => f32::NAN,
                false => nats(made.get(*token as usize).copied().unwrap_or_default()),
            };
            return row.iter().zip(steps).map(error).collect();
        }
        SampleShape::Image(_) | SampleShape::Sequence(_) | SampleShape::Text(_) => {
            return Vec::new();
        }
    };
    if row.len() != columns.len() || output.len() != columns.target_width() {
        return Vec::new();
    }
    let scaled = columns.spans().zip(scaler.columns()).zip(row);
    scaled
        .map(|(((column, span), scale), &value)| {
            let made = &output[span.range()];
            match column.kind {
                _ if value.is_nan() => f32::NAN,
                ColumnKind::Numeric => ((made[0] - value) / scale.deviation).powi(2),
                ColumnKind::YesNo { .. } if value > 0.5 => nats(made[0]),
                ColumnKind::YesNo { .. } => nats(1.0 - made[0]),
                ColumnKind::Category { .. } => {
                    nats(made.get(value as usize).copied().unwrap_or_default())
                }
            }
        })
        .collect()
}

/// Mean of the errors that are there; NaN without any.
pub fn mean_error(errors: &[f32]) -> f64 {
    let there = errors.iter().filter(|error| !error.is_nan());
    let (sum, count) = there.fold((0.0, 0), |(sum, count), &error| {
        (sum + f64::from(error), count + 1)
    });
    sum / f64::from(count)
}

fn nats(probability: f32) -> f32 {
    -probability.max(LEAST).ln()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, Samples, Scaling};

    fn column(name: &str, kind: ColumnKind) -> Column {
        Column::new(name, kind, false)
    }

    #[test]
    fn numbers_are_squared_in_the_scale_of_inputs_and_answers_cost_nats() {
        let names = |names: &[&str]| names.iter().map(|&name| name.into()).collect();
        let columns = vec![
            column("age", ColumnKind::Numeric),
            column(
                "smokes",
                ColumnKind::YesNo {
                    names: ["no".into(), "yes".into()],
                },
            ),
            column(
                "work",
                ColumnKind::Category {
                    names: names(&["a", "b"]),
                },
            ),
        ];
        let values = vec![10.0, 1.0, 0.0, 30.0, 0.0, 1.0];
        let samples = Samples::rows(Arc::new(columns.into()), values, None).unwrap();
        // Mean 20, deviation 10.
        let scaler = Scaler::fit(Scaling::Standardised, &samples, &[0, 1]);
        let errors = row_errors(&scaler, &samples.row(0), &[25.0, 0.5, 0.25, 0.75]);
        assert!((errors[0] - 2.25).abs() < 1e-5, "{errors:?}");
        assert!(
            (errors[1] - std::f32::consts::LN_2).abs() < 1e-5,
            "{errors:?}"
        );
        assert!((errors[2] - 1.386_294).abs() < 1e-5, "{errors:?}");
        assert!((mean_error(&errors) - 1.443_147).abs() < 1e-5);
        let missing = row_errors(&scaler, &[f32::NAN, 0.0, 1.0], &[25.0, 1.0, 0.25, 0.75]);
        assert!(missing[0].is_nan());
        // The probability 0 of what was there: ln of 1e-7.
        assert!((missing[1] - 16.118_1).abs() < 1e-3, "{missing:?}");
        assert!(mean_error(&[f32::NAN]).is_nan());
    }

    #[test]
    fn numbers_of_another_shape_have_no_errors() {
        let columns = vec![column("age", ColumnKind::Numeric)];
        let samples = Samples::rows(Arc::new(columns.into()), vec![1.0, 2.0], None).unwrap();
        let scaler = Scaler::fit(Scaling::Unit, &samples, &[0, 1]);
        assert!(row_errors(&scaler, &[1.0], &[1.0, 2.0]).is_empty());
        assert!(row_errors(&scaler, &[], &[1.0]).is_empty());
    }
}
