//! Mean and covariance of rows, and the leading directions of the covariance.

use super::eigen::symmetric_eigen;
use super::product::{Matrix, multiply};
use super::rows::Rows;
use super::subspace::{Effort, block_size, leading_eigen};

/// Up to this width all eigenvectors cost less than the iteration for a few.
const ALL_AT_ONCE: usize = 64;
/// Up to this width the covariance is held as a matrix (128 MiB); beyond, it is applied by passes over the rows.
const WIDEST_MATRIX: usize = 4096;

/// Mean and covariance (over the number of rows, not one less).
pub struct Moments {
    pub mean: Vec<f32>,
    /// Sum of the variances of all columns.
    pub total_variance: f64,
    /// Row by row; `None` where the rows are too wide for it.
    covariance: Option<Vec<f64>>,
}

impl Moments {
    /// Two passes over at least one row.
    pub fn of(rows: &impl Rows) -> Self {
        let (width, count) = (rows.width(), rows.count() as f64);
        let mut sums = vec![0.0f64; width];
        rows.for_each_block(|block| {
            for row in block.chunks_exact(width) {
                for (sum, &x) in sums.iter_mut().zip(row) {
                    *sum += f64::from(x);
                }
            }
        });
        let mean: Vec<f32> = sums.iter().map(|sum| (sum / count) as f32).collect();

        if width > WIDEST_MATRIX {
            let mut total = 0.0;
            rows.for_each_block(|block| {
                centre(block, &mean);
                total += block
                    .iter()
                    .map(|&x| f64::from(x) * f64::from(x))
                    .sum::<f64>();
            });
            return Self {
                mean,
                total_variance: total / count,
                covariance: None,
            };
        }
        // Products of a block in f32, their sum over blocks in f64: the rounding of a block does not grow with
        // the number of rows.
        let mut covariance = vec![0.0f64; width * width];
        let mut products = vec![0.0f32; width * width];
        rows.for_each_block(|block| {
            centre(block, &mean);
            let block = Matrix::new(block, width);
            multiply(block.transposed(), block, &mut products);
            for (sum, &product) in covariance.iter_mut().zip(&products) {
                *sum += f64::from(product);
            }
        });
        covariance.iter_mut().for_each(|sum| *sum /= count);
        Self {
            mean,
            total_variance: (0..width).map(|i| covariance[i * width + i]).sum(),
            covariance: Some(covariance),
        }
    }

    /// The `count` (at most the width) largest variances along orthogonal directions and those directions as
    /// rows. `rows` must be the rows the moments are of.
    pub fn leading(&self, rows: &impl Rows, count: usize) -> (Vec<f64>, Vec<f64>) {
        let width = self.mean.len();
        if count == 0 {
            return (Vec::new(), Vec::new());
        }
        let Some(covariance) = &self.covariance else {
            // More directions than this would take as long as the matrix that is avoided here.
            let count = count.min(WIDEST_MATRIX / 4);
            let effort = Effort {
                tolerance: 1e-6,
                products: 40,
                between_checks: 2,
            };
            let apply = |vectors: &[f64], out: &mut [f64]| self.apply(rows, vectors, out);
            return leading_eigen(apply, width, count, effort);
        };
        if width <= ALL_AT_ONCE || 2 * block_size(count) > width {
            let (mut values, mut vectors) = symmetric_eigen(covariance.clone(), width);
            values.truncate(count);
            vectors.truncate(count * width);
            return (values, vectors);
        }
        let effort = Effort {
            tolerance: 1e-9,
            products: 120,
            between_checks: 4,
        };
        let matrix = Matrix::new(covariance, width);
        let apply =
            |vectors: &[f64], out: &mut [f64]| multiply(Matrix::new(vectors, width), matrix, out);
        leading_eigen(apply, width, count, effort)
    }

    /// Products of the covariance with `vectors`, by one pass over the rows.
    fn apply(&self, rows: &impl Rows, vectors: &[f64], out: &mut [f64]) {
        let width = self.mean.len();
        let count = vectors.len() / width;
        let vectors: Vec<f32> = vectors.iter().map(|&x| x as f32).collect();
        let vectors = Matrix::new(&vectors, width);
        let mut part = vec![0.0f32; out.len()];
        out.fill(0.0);
        rows.for_each_block(|block| {
            centre(block, &self.mean);
            let rows = block.len() / width;
            let mut along = vec![0.0; count * rows];
            let block = Matrix::new(block, width);
            multiply(vectors, block.transposed(), &mut along);
            multiply(Matrix::new(&along, rows), block, &mut part);
            for (sum, &part) in out.iter_mut().zip(&part) {
                *sum += f64::from(part);
            }
        });
        let factor = 1.0 / rows.count() as f64;
        out.iter_mut().for_each(|sum| *sum *= factor);
    }
}

/// Subtracts `mean` from each row of `block`.
pub fn centre(block: &mut [f32], mean: &[f32]) {
    for row in block.chunks_exact_mut(mean.len()) {
        for (x, mean) in row.iter_mut().zip(mean) {
            *x -= mean;
        }
    }
}
