//! Principal components of rows with gaps, and gaps filled by them: each round puts what the components say into the gaps.
//! (Iterative PCA, Kiers 1997.)

use super::moments::centre;
use super::product::{Matrix, multiply};
use super::{Pca, PcaError};

/// Changes of a filled number below this end the rounds.
const SMALL: f32 = 1e-4;
/// Rows at a time.
const CHUNK: usize = 1_000;

impl Pca {
    /// The `count` leading components of `rows` of `width` numbers, those that are `missing` filled by them in turn,
    /// beginning from what stands there; after this many `rounds`, or once nothing changes.
    ///
    /// # Errors
    /// As [`Self::fit`].
    pub fn fit_with_gaps(
        rows: &[f32],
        missing: &[bool],
        width: usize,
        count: usize,
        rounds: usize,
    ) -> Result<Self, PcaError> {
        let mut filled = rows.to_vec();
        for _ in 0..rounds {
            let pca = Self::fit(&filled, width, count)?;
            if pca.round(&mut filled, missing) < SMALL {
                return Ok(pca);
            }
        }
        Self::fit(&filled, width, count)
    }

    /// Fills the numbers of `rows` that are `missing`, beginning from the mean.
    pub fn fill_gaps(&self, rows: &mut [f32], missing: &[bool], rounds: usize) {
        let size = CHUNK * self.width().max(1);
        for (rows, missing) in rows.chunks_mut(size).zip(missing.chunks(size)) {
            let means = self.mean.iter().cycle();
            for ((number, missing), mean) in rows.iter_mut().zip(missing).zip(means) {
                if *missing {
                    *number = *mean;
                }
            }
            for _ in 0..rounds {
                if self.round(rows, missing) < SMALL {
                    break;
                }
            }
        }
    }

    /// Puts what all components make of `rows` where numbers are missing; the largest change.
    fn round(&self, rows: &mut [f32], missing: &[bool]) -> f32 {
        let (width, count) = (self.width(), self.count());
        if count == 0 || rows.is_empty() {
            return 0.0;
        }
        let mut centred = rows.to_vec();
        centre(&mut centred, &self.mean);
        let components = Matrix::new(&self.components, width);
        let mut codes = vec![0.0; rows.len() / width * count];
        let inputs = Matrix::new(&centred, width);
        multiply(inputs, components.transposed(), &mut codes);
        let mut made = vec![0.0; rows.len()];
        multiply(Matrix::new(&codes, count), components, &mut made);
        let made = made.iter().zip(self.mean.iter().cycle());
        let mut largest = 0f32;
        for ((number, missing), (made, mean)) in rows.iter_mut().zip(missing).zip(made) {
            if *missing {
                largest = largest.max((made + mean - *number).abs());
                *number = made + mean;
            }
        }
        largest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points on the line (t, 2 t + 1), one number of some of them missing.
    fn line() -> (Vec<f32>, Vec<bool>) {
        let rows = (0..40).flat_map(|t| [t as f32 / 10.0, t as f32 / 5.0 + 1.0]);
        let missing = (0..80).map(|place| [3, 20, 51, 64].contains(&place));
        (rows.collect(), missing.collect())
    }

    #[test]
    fn what_lies_on_a_line_is_found_from_what_is_left() {
        let (truth, missing) = line();
        let mut holed = truth.clone();
        for (number, missing) in holed.iter_mut().zip(&missing) {
            if *missing {
                *number = 2.0;
            }
        }
        let pca = Pca::fit_with_gaps(&holed, &missing, 2, 1, 500).unwrap();
        let mut filled = holed.clone();
        pca.fill_gaps(&mut filled, &missing, 500);
        for (filled, truth) in filled.iter().zip(&truth) {
            assert!((filled - truth).abs() < 0.01, "{filled} {truth}");
        }
    }

    #[test]
    fn a_row_of_which_nothing_is_left_is_the_mean() {
        let (rows, _) = line();
        let pca = Pca::fit(&rows, 2, 1).unwrap();
        let mut empty = [9.0, 9.0];
        pca.fill_gaps(&mut empty, &[true; 2], 100);
        assert!(
            (empty[0] - 1.95).abs() < 1e-4 && (empty[1] - 4.9).abs() < 1e-4,
            "{empty:?}"
        );
    }
}
