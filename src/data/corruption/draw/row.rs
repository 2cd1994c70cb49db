//! Noise on a row of a table: whole cells are hidden or replaced, whatever the numbers that stand for them.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::{fill_normal, share_of_draws};
use crate::data::{ColumnKind, ColumnScale, Columns, Corruption};

impl Corruption {
    /// Writes one row with noise into `out`: `columns.input_width()` numbers.
    ///
    /// Normal noise is added to every scaled number but the masks. A masked cell is as one that is missing. Salt and
    /// pepper are the least and greatest value of the training part, one of both answers, or any category.
    pub(super) fn spoil_row(
        &self,
        clean: &[f32],
        out: &mut [f32],
        columns: &Columns,
        scales: &[ColumnScale],
        random: &mut ChaCha8Rng,
    ) {
        let numbers = columns.target_width();
        match *self {
            // Only images have a rectangle and fewer pixels, and only sequences steps; what trains on rows is refused before.
            Self::None
            | Self::Rectangle { .. }
            | Self::Downsampling { .. }
            | Self::MaskedSteps { .. } => {
                out.copy_from_slice(clean);
            }
            Self::Gaussian { std } => {
                out[numbers..].copy_from_slice(&clean[numbers..]);
                fill_normal(&mut out[..numbers], random);
                for (number, &clean) in out[..numbers].iter_mut().zip(clean) {
                    *number = clean + std * *number;
                }
            }
            Self::Masking { fraction, .. } => {
                out.copy_from_slice(clean);
                let limit = share_of_draws(fraction);
                let mut masks = numbers..clean.len();
                for ((column, span), scale) in columns.spans().zip(scales) {
                    let mask = if column.has_mask() {
                        masks.next()
                    } else {
                        None
                    };
                    if u64::from(random.random::<u32>()) < limit {
                        out[span.range()].copy_from_slice(&scale.fill);
                        if let Some(mask) = mask {
                            out[mask] = 1.0;
                        }
                    }
                }
            }
            Self::SaltAndPepper { fraction } => {
                out.copy_from_slice(clean);
                let (pepper, salt) = (share_of_draws(0.5 * fraction), share_of_draws(fraction));
                for ((column, span), scale) in columns.spans().zip(scales) {
                    let drawn = u64::from(random.random::<u32>());
                    if drawn >= salt {
                        continue;
                    }
                    let cell = &mut out[span.range()];
                    match column.kind {
                        ColumnKind::Numeric | ColumnKind::YesNo { .. } => {
                            cell[0] = scale.range[usize::from(drawn >= pepper)];
                        }
                        ColumnKind::Category { .. } => {
                            cell.fill(0.0);
                            cell[random.random_range(0..span.width)] = 1.0;
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, Draw, Samples, Scaler, Scaling, gather_inputs};

    /// 400 rows of a number (0, 1 or missing), a category of three and a yes.
    fn rows() -> (Samples, Scaler) {
        let column = |kind, has_missing| Column::new("a", kind, has_missing);
        let names = ["x", "y", "z"].map(String::from).to_vec();
        let answers = ["no", "yes"].map(String::from);
        let columns = Arc::new(Columns::from(vec![
            column(ColumnKind::Numeric, true),
            column(ColumnKind::Category { names }, false),
            column(ColumnKind::YesNo { names: answers }, false),
        ]));
        let row = |index: usize| {
            [
                [0.0, 1.0, f32::NAN, 0.0][index % 4],
                (index % 3) as f32,
                1.0,
            ]
        };
        let values: Vec<f32> = (0..400).flat_map(row).collect();
        let samples = Samples::rows(columns, values, None).unwrap();
        let all: Vec<u32> = (0..400).collect();
        let scaler = Scaler::fit(Scaling::Unit, &samples, &all);
        (samples, scaler)
    }

    fn spoiled(corruption: Corruption) -> [Vec<f32>; 2] {
        let (samples, scaler) = rows();
        let all: Vec<u32> = (0..400).collect();
        let (mut clean, mut out) = (Vec::new(), Vec::new());
        gather_inputs(&samples, &all, &scaler, &mut clean);
        let seen = corruption.corrupted(&clean, &all, &scaler, Draw::Fixed, &mut out);
        [seen.to_vec(), clean]
    }

    fn share(rows: &[f32], holds: impl Fn(&[f32]) -> bool) -> f64 {
        rows.chunks(6).filter(|row| holds(row)).count() as f64 / 400.0
    }

    #[test]
    fn masked_cells_are_as_if_missing() {
        let [seen, clean] = spoiled(Corruption::Masking {
            fraction: 0.5,
            block: 4,
        });
        // Of four rows one is missing already, half of the others are hidden.
        let found = share(&seen, |row| row[5] == 1.0);
        assert!((found - 0.625).abs() < 0.08, "{found}");
        let mean = 1.0 / 3.0;
        assert!(
            seen.chunks(6)
                .all(|row| row[5] == 0.0 || (row[0] - mean).abs() < 1e-6)
        );
        // Categories: all three shares at once, or one of them.
        let hidden = share(&seen, |row| row[1] > 0.0 && row[2] > 0.0 && row[3] > 0.0);
        assert!((hidden - 0.5).abs() < 0.08, "{hidden}");
        assert_eq!(share(&clean, |row| row[5] == 1.0), 0.25);
    }

    #[test]
    fn salt_and_pepper_stay_possible_values() {
        let [seen, _] = spoiled(Corruption::SaltAndPepper { fraction: 1.0 });
        for row in seen.chunks(6) {
            assert!(row[0] == 0.0 || row[0] == 1.0);
            let category = &row[1..4];
            assert_eq!(category.iter().sum::<f32>(), 1.0);
            assert!(category.contains(&1.0));
        }
        let no = share(&seen, |row| row[4] == 0.0);
        assert!((no - 0.5).abs() < 0.08, "{no}");
    }

    #[test]
    fn normal_noise_leaves_masks_alone() {
        let [seen, clean] = spoiled(Corruption::Gaussian { std: 0.1 });
        let pairs = || seen.chunks(6).zip(clean.chunks(6));
        assert!(pairs().all(|(seen, clean)| seen[5] == clean[5] && seen[4] != clean[4]));
        let square: f64 = pairs().map(|(a, b)| f64::from(a[1] - b[1]).powi(2)).sum();
        assert!(((square / 400.0).sqrt() - 0.1).abs() < 0.015);
    }
}
