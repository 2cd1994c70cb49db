//! Codes and errors of single samples by principal components.

use super::Pca;
use super::moments::centre;
use super::product::{Matrix, multiply};
use super::rows::{Rows, Scaled};
use crate::data::{Samples, Scaler};

impl Pca {
    /// Coordinates of the samples at `chosen` along all components, one sample after another.
    pub fn codes_of_samples(&self, samples: &Samples, chosen: &[u32], scaler: &Scaler) -> Vec<f32> {
        let mut all = Vec::with_capacity(chosen.len() * self.count());
        Scaled::of(samples, scaler, chosen).for_each_block(|block| {
            all.extend(self.codes_of_block(block));
        });
        all
    }

    /// Mean squared error of each sample that all components leave, over its numbers that are there; NaN of one that has
    /// none.
    pub fn errors_of_samples(&self, samples: &Samples, scaler: &Scaler) -> Vec<f64> {
        let width = self.width();
        let mut errors = Vec::with_capacity(samples.len());
        let mut target = vec![0.0; width];
        Scaled::new(samples, scaler).for_each_block(|block| {
            let codes = self.codes_of_block(block);
            // A block of outputs takes the place of the inputs.
            block.fill(0.0);
            if self.count() > 0 {
                let components = Matrix::new(&self.components, width);
                multiply(Matrix::new(&codes, self.count()), components, block);
            }
            for output in block.chunks_exact(width) {
                scaler.put_target(samples, errors.len(), &mut target);
                let made = output.iter().zip(&self.mean).map(|(x, mean)| x + mean);
                let off = made.zip(&target).map(|(x, y)| f64::from(x - y));
                let (mut sum, mut count) = (0.0, 0u32);
                for off in off.filter(|off| !off.is_nan()) {
                    sum += off * off;
                    count += 1;
                }
                errors.push(sum / f64::from(count));
            }
        });
        errors
    }

    /// The scaled numbers that codes of all components stand for, one sample after another: the way back from
    /// [`Self::codes_of_samples`].
    pub fn samples_of_codes(&self, codes: &[f32]) -> Vec<f32> {
        let (width, count) = (self.width(), self.count().max(1));
        let mut outputs = vec![0.0; codes.len() / count * width];
        if self.count() > 0 {
            let components = Matrix::new(&self.components, width);
            multiply(Matrix::new(codes, count), components, &mut outputs);
        }
        for output in outputs.chunks_exact_mut(width) {
            for (x, mean) in output.iter_mut().zip(&self.mean) {
                *x += mean;
            }
        }
        outputs
    }

    /// Of scaled numbers, which are centred in place.
    fn codes_of_block(&self, block: &mut [f32]) -> Vec<f32> {
        let width = self.width();
        centre(block, &self.mean);
        let mut codes = vec![0.0; block.len() / width * self.count()];
        if self.count() > 0 {
            let components = Matrix::new(&self.components, width).transposed();
            multiply(Matrix::new(block, width), components, &mut codes);
        }
        codes
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, ColumnKind, Scaling};

    /// Points along (4, 3) / 5 at -10, -5, 5, 10 and along (-3, 4) / 5 at 1, -1, -1, 1, around (7, -2).
    const ROWS: [f32; 8] = [-1.6, -7.2, 3.6, -5.8, 11.6, 0.2, 14.4, 4.8];

    fn rows(values: &[f32]) -> Samples {
        let column = |name| Column::new(name, ColumnKind::Numeric, false);
        let columns = Arc::new(vec![column("a"), column("b")].into());
        Samples::rows(columns, values.to_vec(), None).unwrap()
    }

    #[test]
    fn each_sample_has_its_code_and_what_is_left_of_it() {
        let samples = rows(&ROWS);
        let scaler = Scaler::fit(Scaling::Unit, &samples, &[0, 1, 2, 3]);
        let pca = Pca::fit_samples(&samples, &[0, 1, 2, 3], &scaler, 1).unwrap();
        let codes = pca.codes_of_samples(&samples, &[3, 0], &scaler);
        for (found, expected) in codes.iter().zip([10.0, -10.0]) {
            assert!((found - expected).abs() < 1e-4, "{codes:?}");
        }
        // 10 along (4, 3) / 5 from the mean (7, -2), and 10 the other way.
        let back = pca.samples_of_codes(&codes);
        for (found, expected) in back.iter().zip([15.0, 4.0, -1.0, -8.0]) {
            assert!((found - expected).abs() < 1e-4, "{back:?}");
        }
        // One number of 1 off along the other axis, over two numbers.
        for error in pca.errors_of_samples(&samples, &scaler) {
            assert!((error - 0.5).abs() < 1e-4, "{error}");
        }
        // The gap is filled with the mean, and is no cell to be wrong about.
        let gap = rows(&[f32::NAN, -2.0]);
        let error = pca.errors_of_samples(&gap, &scaler)[0];
        assert!(error.abs() < 1e-6, "{error}");
    }
}
