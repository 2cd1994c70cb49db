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

    /// Mean squared error that every count of components from none to all leaves, over the numbers of all samples that are
    /// there.
    pub fn errors_there(&self, samples: &Samples, scaler: &Scaler) -> Vec<f64> {
        let width = self.width();
        let (mut sums, mut numbers) = (vec![0.0f64; self.count() + 1], 0u64);
        let (mut index, mut target) = (0, vec![0.0; width]);
        Scaled::new(samples, scaler).for_each_block(|block| {
            let codes = self.codes_of_block(block);
            for place in 0..block.len() / width {
                scaler.put_target(samples, index, &mut target);
                index += 1;
                let there: Vec<usize> = (0..width).filter(|&at| !target[at].is_nan()).collect();
                numbers += there.len() as u64;
                let mut left: Vec<f32> =
                    there.iter().map(|&at| target[at] - self.mean[at]).collect();
                let square = |left: &[f32]| left.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>();
                sums[0] += square(&left);
                let code = &codes[place * self.count()..(place + 1) * self.count()];
                let components = self.components.chunks_exact(width);
                for ((x, component), sum) in code.iter().zip(components).zip(&mut sums[1..]) {
                    for (left, &at) in left.iter_mut().zip(&there) {
                        *left -= x * component[at];
                    }
                    *sum += square(&left);
                }
            }
        });
        sums.iter().map(|sum| sum / numbers as f64).collect()
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
    use crate::data::{Column, ColumnKind, Scaling, SequenceShape};

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
        let there = pca.errors_there(&samples, &scaler);
        for (found, expected) in there.iter().zip([31.75, 0.5]) {
            assert!((found - expected).abs() < 1e-4, "{there:?}");
        }
        // The gap is filled with the mean, and is no cell to be wrong about.
        let gap = rows(&[f32::NAN, -2.0]);
        let error = pca.errors_of_samples(&gap, &scaler)[0];
        assert!(error.abs() < 1e-6, "{error}");
    }

    #[test]
    fn what_is_not_there_of_a_sequence_is_filled_and_not_measured() {
        let gap = f32::NAN;
        let shape = SequenceShape {
            steps: 2,
            features: 1,
        };
        let values = vec![-1.0, -1.0, 1.0, 1.0, 3.0, gap];
        let names = vec!["x".to_owned()];
        let samples = Samples::sequences(shape, names, values, None).unwrap();
        let scaler = Scaler::fit(Scaling::Unit, &samples, &[0, 1]);
        // Along (1, 1) around 0; the gap is 0, so that 1.5 is made of 3 at both steps.
        let pca = Pca::fit_samples(&samples, &[0, 1], &scaler, 1).unwrap();
        let error = pca.errors_of_samples(&samples, &scaler)[2];
        assert!((error - 2.25).abs() < 1e-5, "{error}");
        let there = pca.errors_there(&samples, &scaler);
        for (found, expected) in there.iter().zip([13.0 / 5.0, 2.25 / 5.0]) {
            assert!((found - expected).abs() < 1e-5, "{there:?}");
        }
    }
}
