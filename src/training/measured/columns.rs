//! Test metrics of a table, column by column.

use crate::data::{ColumnKind, Columns};
use crate::model::RowErrors;

/// Means over the test rows in which a column has a value.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnMeasured {
    pub name: String,
    pub kind: ColumnKind,
    /// Squared error of numbers in the scale of the inputs, cross-entropy of the others in nats; `None` where no row has
    /// a value.
    pub error: Option<f64>,
    /// Share of rows whose likeliest answer or name is the right one; `None` for numbers, and where no row has a value.
    pub accuracy: Option<f64>,
    /// Rows that have a value.
    pub count: usize,
}

impl ColumnMeasured {
    /// Share of right answers and names among the values of all such columns; `None` where there are none.
    pub fn right_category(each: &[Self]) -> Option<f64> {
        let (mut right, mut all) = (0.0, 0);
        for column in each {
            if let Some(accuracy) = column.accuracy {
                right += accuracy * column.count as f64;
                all += column.count;
            }
        }
        (all > 0).then(|| right / all as f64)
    }
}

/// Sums over rows so far, one a column.
#[derive(Debug, Default)]
pub(super) struct ColumnSums(Vec<Sum>);

#[derive(Debug, Clone, Default)]
struct Sum {
    error: f64,
    right: usize,
    count: usize,
}

impl ColumnSums {
    pub(super) fn new(columns: &Columns) -> Self {
        Self(vec![Sum::default(); columns.len()])
    }

    /// Adds rows: their errors, the `outputs` for them and the `targets`, in which NaN is missing.
    pub(super) fn add(
        &mut self,
        columns: &Columns,
        errors: &RowErrors,
        [outputs, targets]: [&[f32]; 2],
    ) {
        let width = columns.target_width().max(1);
        let rows = errors.columns.chunks(columns.len().max(1));
        let numbers = outputs.chunks(width).zip(targets.chunks(width));
        for (errors, (output, target)) in rows.zip(numbers) {
            let cells = columns.spans().zip(errors).zip(&mut self.0);
            for (((column, span), &error), sum) in cells {
                if error.is_nan() && target[span.range()].iter().any(|x| x.is_nan()) {
                    continue;
                }
                let (output, target) = (&output[span.range()], &target[span.range()]);
                sum.error += f64::from(error);
                sum.count += 1;
                sum.right += usize::from(is_right(&column.kind, output, target));
            }
        }
    }

    pub(super) fn finish(self, columns: &Columns) -> Vec<ColumnMeasured> {
        let each = columns.list().iter().zip(self.0);
        let each = each.map(|(column, sum)| {
            let mean = |total: f64| (sum.count > 0).then(|| total / sum.count as f64);
            let accuracy = match column.kind {
                ColumnKind::Numeric => None,
                ColumnKind::YesNo { .. } | ColumnKind::Category { .. } => mean(sum.right as f64),
            };
            ColumnMeasured {
                name: column.name.clone(),
                kind: column.kind.clone(),
                error: mean(sum.error),
                accuracy,
                count: sum.count,
            }
        });
        each.collect()
    }
}

/// Whether the likeliest answer or name is the right one.
fn is_right(kind: &ColumnKind, output: &[f32], target: &[f32]) -> bool {
    match kind {
        ColumnKind::Numeric => false,
        ColumnKind::YesNo { .. } => (output[0] > 0.5) == (target[0] > 0.5),
        ColumnKind::Category { .. } => largest(output) == largest(target),
    }
}

fn largest(numbers: &[f32]) -> Option<usize> {
    let all = numbers.iter().enumerate();
    let largest = all.max_by(|a, b| a.1.total_cmp(b.1));
    largest.map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Column;

    fn columns() -> Columns {
        let column = |name: &str, kind| Column::new(name, kind, true);
        let names = ["x", "y", "z"].map(String::from).to_vec();
        let answers = ["no", "yes"].map(String::from);
        Columns::from(vec![
            column("age", ColumnKind::Numeric),
            column("size", ColumnKind::Category { names }),
            column("ill", ColumnKind::YesNo { names: answers }),
        ])
    }

    #[test]
    fn values_that_are_there_are_counted_column_by_column() {
        let columns = columns();
        let gap = f32::NAN;
        let errors = RowErrors {
            columns: vec![0.5, 0.25, 2.0, 1.5, gap, 1.0],
            ..RowErrors::default()
        };
        let outputs = [0.0, 0.2, 0.7, 0.1, 0.6, 0.0, 0.9, 0.1, 0.0, 0.2];
        let targets = [0.7, 0.0, 1.0, 0.0, 0.0, 1.2, gap, gap, gap, 0.0];
        let mut sums = ColumnSums::new(&columns);
        sums.add(&columns, &errors, [&outputs, &targets]);
        let found = sums.finish(&columns);
        let measured = |index: usize| {
            let column: &ColumnMeasured = &found[index];
            (&*column.name, column.error, column.accuracy, column.count)
        };
        assert_eq!(measured(0), ("age", Some(1.0), None, 2));
        assert_eq!(measured(1), ("size", Some(0.25), Some(1.0), 1));
        assert_eq!(measured(2), ("ill", Some(1.5), Some(0.5), 2));
        // Two of the three answers and names that are there.
        assert_eq!(ColumnMeasured::right_category(&found), Some(2.0 / 3.0));
        assert_eq!(ColumnMeasured::right_category(&found[..1]), None);
    }

    #[test]
    fn a_column_without_values_has_no_figures() {
        let columns = columns();
        let found = ColumnSums::new(&columns).finish(&columns);
        assert_eq!((found[0].error, found[1].accuracy), (None, None));
        assert_eq!(ColumnMeasured::right_category(&found), None);
    }
}
