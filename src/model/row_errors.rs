//! The reconstruction errors of a batch of table rows, row by row and column by column.

use rayon::prelude::*;

use super::RowErrors;
use super::device::columns::{Cell, ColumnRule, Kind};
use super::device::{LossRule, PixelLoss, cpu};
use super::errors::{PixelErrors, cross_entropy, logit_cross_entropy};
use super::vector_math::{exp, ln};

/// Compares what the last layer left with `targets`, in which NaN is missing. The loss is a sum over the cells of each
/// row that are there, times weights; so are the parts.
pub fn row_errors(output: &[f32], targets: &[f32], rule: &ColumnRule) -> PixelErrors {
    let width = rule.width().max(1);
    let mut shown = output.to_vec();
    cpu::show_columns(&mut shown, rule);
    let columns = rule.cells.len();
    let mut errors = vec![f32::NAN; targets.len() / width * columns];
    let rows: Vec<Sums> = errors
        .par_chunks_mut(columns.max(1))
        .zip(output.par_chunks(width).zip(shown.par_chunks(width)))
        .zip(targets.par_chunks(width))
        .map(|((errors, (z, y)), t)| row_sums(errors, [z, y, t], rule))
        .collect();
    let column = |f: fn(&Sums) -> f64| rows.iter().map(f).collect::<Vec<_>>();
    let only = |kind| rule.cells.iter().all(|cell| cell.kind == kind);
    let inside = || rows.iter().all(|row| row.inside);
    let meaningful = only(Kind::YesNo) || only(Kind::Numeric) && inside();
    PixelErrors {
        loss: column(|row| row.kinds.iter().sum()),
        squared: column(|row| row.squared),
        cross_entropy: meaningful.then(|| column(|row| row.cross_entropy)),
        rows: Some(RowErrors {
            cells: rows.iter().map(|row| row.cells).collect(),
            numeric_cells: rows.iter().map(|row| row.numeric_cells).collect(),
            columns: errors,
            parts: Some(rows.iter().map(|row| row.kinds.into()).collect()),
        }),
        left_out: 0,
    }
}

/// What rows have beside the errors of `images` of numbers that are all there: those of single columns. `output` is what
/// a person sees.
pub fn plain_rows(output: &[f32], targets: &[f32], width: usize) -> RowErrors {
    let pairs = output.iter().zip(targets);
    let rows = targets.len() / width.max(1);
    RowErrors {
        cells: vec![width as u32; rows],
        numeric_cells: vec![width as u32; rows],
        columns: pairs.map(|(y, x)| (y - x) * (y - x)).collect(),
        parts: None,
    }
}

/// One row's sums over its cells that are there.
#[derive(Debug, Clone, Default)]
struct Sums {
    kinds: [f64; 3],
    squared: f64,
    cross_entropy: f64,
    cells: u32,
    numeric_cells: u32,
    /// All outputs and targets of numeric columns lie in [0, 1].
    inside: bool,
}

/// Sums over one row of the last layer's numbers, outputs and targets; each column's error goes to `errors`.
fn row_sums(errors: &mut [f32], [z, y, t]: [&[f32]; 3], rule: &ColumnRule) -> Sums {
    let mut sums = Sums {
        inside: true,
        ..Sums::default()
    };
    for (error, cell) in errors.iter_mut().zip(&rule.cells) {
        let numbers = cell.span.range();
        let (z, y, t) = (&z[numbers.clone()], &y[numbers.clone()], &t[numbers]);
        if t.first().is_none_or(|x| x.is_nan()) {
            continue;
        }
        let loss = sums.add(cell, error, [z, y, t], rule.numeric);
        sums.kinds[cell.kind as usize] += f64::from(cell.weight * loss);
        sums.cells += 1;
    }
    sums
}

impl Sums {
    /// Notes the error of a cell that is there; returns its loss without weight.
    fn add(
        &mut self,
        cell: &Cell,
        error: &mut f32,
        [z, y, t]: [&[f32]; 3],
        numeric: LossRule,
    ) -> f32 {
        match cell.kind {
            Kind::Numeric => {
                let (z, y, x) = (z[0], y[0], t[0]);
                *error = (y - x) * (y - x);
                let entropy = match numeric.logits {
                    true => logit_cross_entropy(z, x),
                    false => cross_entropy(y, x),
                };
                self.squared += f64::from(*error);
                self.cross_entropy += f64::from(entropy);
                self.numeric_cells += 1;
                self.inside &= (0.0..=1.0).contains(&y) && (0.0..=1.0).contains(&x);
                match numeric.loss {
                    PixelLoss::Mse => *error,
                    PixelLoss::L1 => (y - x).abs(),
                    PixelLoss::Bce => entropy,
                }
            }
            Kind::YesNo => {
                *error = logit_cross_entropy(z[0], t[0]);
                self.cross_entropy += f64::from(*error);
                *error
            }
            Kind::Category => {
                *error = category(z, t);
                *error
            }
        }
    }
}

/// `sum of t_k (ln sum of exp(z) - z_k)`
fn category(z: &[f32], t: &[f32]) -> f32 {
    let largest = z.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = z.iter().map(|z| exp(z - largest)).sum();
    let log_sum = ln(sum);
    let terms = z.iter().zip(t);
    terms.map(|(z, t)| t * (log_sum - (z - largest))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind, Columns};
    use crate::model::Activation;

    fn rule(kinds: Vec<ColumnKind>) -> ColumnRule {
        let columns = kinds.into_iter().map(|kind| Column {
            name: "a".into(),
            kind,
            weight: 2.0,
            has_missing: true,
            masked: true,
        });
        let mse = LossRule {
            loss: PixelLoss::Mse,
            logits: false,
        };
        let columns = Columns::from(columns.collect::<Vec<_>>());
        ColumnRule::new(&columns, mse, Activation::Identity)
    }

    fn answers() -> ColumnKind {
        ColumnKind::YesNo {
            names: ["no".into(), "yes".into()],
        }
    }

    #[test]
    fn each_column_has_its_own_error_and_what_is_missing_none() {
        let shades = ColumnKind::Category {
            names: vec!["light".into(), "dark".into()],
        };
        let rule = rule(vec![ColumnKind::Numeric, answers(), shades]);
        let output = [
            [1.5, 0.0, 3.0f32.ln(), 0.0],
            [0.5, 4.0, 1.0, 1.0],
            [9.0, 9.0, 9.0, 9.0],
        ];
        let missing = f32::NAN;
        let targets = [[1.0, 1.0, 1.0, 0.0], [0.0, missing, 0.0, 1.0], [missing; 4]];
        let found = row_errors(output.as_flattened(), targets.as_flattened(), &rule);
        let rows = found.rows.expect("rows");
        assert_eq!(rows.cells, [3, 2, 0]);
        assert_eq!(rows.numeric_cells, [1, 1, 0]);
        assert_eq!(found.squared, [0.25, 0.25, 0.0]);
        assert_eq!(found.cross_entropy, None);
        // ln 2, and -ln 3/4.
        let (half, three_quarters) = (std::f32::consts::LN_2, 0.287_682_1);
        let expected = [0.25, half, three_quarters, 0.25, missing, half];
        for (found, expected) in rows.columns.iter().zip(expected) {
            let same = (found - expected).abs() < 1e-6 || found.is_nan() && expected.is_nan();
            assert!(same, "{:?}", rows.columns);
        }
        assert!(rows.columns[6..].iter().all(|error| error.is_nan()));
        assert_eq!(rows.columns.len(), 9);
        let parts = rows.parts.expect("kinds differ");
        assert_eq!(parts[0].numeric, 0.5);
        assert!((parts[0].yes_no - 2.0 * f64::from(half)).abs() < 1e-6);
        assert!((parts[0].category - 2.0 * f64::from(three_quarters)).abs() < 1e-6);
        assert_eq!(parts[1].yes_no, 0.0);
        let sum = |index: usize| parts[index].numeric + parts[index].yes_no + parts[index].category;
        assert_eq!(found.loss, [sum(0), sum(1), 0.0]);
    }

    #[test]
    fn cross_entropy_means_something_for_answers_and_numbers_between_0_and_1() {
        let answered = row_errors(&[0.0, 0.0], &[1.0, f32::NAN], &rule(vec![answers(); 2]));
        let entropy = answered.cross_entropy.expect("all are answers")[0];
        assert!((entropy - std::f64::consts::LN_2).abs() < 1e-6);
        let numbers = rule(vec![ColumnKind::Numeric; 2]);
        let within = row_errors(&[0.5, 7.0], &[0.0, f32::NAN], &numbers);
        let entropy = within.cross_entropy.expect("the one that is there is")[0];
        assert!((entropy - std::f64::consts::LN_2).abs() < 1e-6);
        let outside = row_errors(&[0.5, 0.5], &[0.0, 1.5], &numbers);
        assert_eq!(outside.cross_entropy, None);
        let mixed = rule(vec![ColumnKind::Numeric, answers()]);
        assert_eq!(
            row_errors(&[0.5, 0.5], &[0.0, 1.0], &mixed).cross_entropy,
            None
        );
    }

    #[test]
    fn plain_rows_have_squared_errors_by_column() {
        let rows = plain_rows(&[1.0, 2.0, 0.0, 0.5], &[1.0, 0.0, 0.5, 0.5], 2);
        assert_eq!(rows.columns, [0.0, 4.0, 0.25, 0.0]);
        assert_eq!((rows.cells, rows.parts), (vec![2, 2], None));
    }
}
