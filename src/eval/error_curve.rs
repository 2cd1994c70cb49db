//! The PCA error for every number of components.

use super::Pca;
use super::moments::centre;
use super::product::{Matrix, multiply};
use super::rows::{Rows, Scaled};
use crate::data::{Samples, Scaler};

impl Pca {
    /// As [`Self::test_error_samples`] for every count from none to all components, in one pass: what components find of
    /// a row is what they take off its error.
    pub fn test_errors_samples(&self, samples: &Samples, scaler: &Scaler) -> Vec<f64> {
        let (rows, width) = (Scaled::new(samples, scaler), self.width());
        if rows.width() != width {
            return vec![f64::NAN; self.count() + 1];
        }
        let components = Matrix::new(&self.components, width);
        let square = |x: &f32| f64::from(*x) * f64::from(*x);
        let (mut whole, mut found) = (0.0f64, vec![0.0f64; self.count()]);
        rows.for_each_block(|block| {
            centre(block, &self.mean);
            whole += block.iter().map(square).sum::<f64>();
            if found.is_empty() {
                return;
            }
            let mut codes = vec![0.0; block.len() / width * found.len()];
            multiply(
                Matrix::new(block, width),
                components.transposed(),
                &mut codes,
            );
            for code in codes.chunks_exact(found.len()) {
                for (found, x) in found.iter_mut().zip(code) {
                    *found += square(x);
                }
            }
        });
        let numbers = (rows.count() * width) as f64;
        let left = found.iter().scan(whole, |left, found| {
            *left -= found;
            Some(left.max(0.0))
        });
        std::iter::once(whole)
            .chain(left)
            .map(|sum| sum / numbers)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    #[test]
    fn errors_of_every_count_are_those_of_each() {
        let shape = ImageShape {
            height: 2,
            width: 4,
            channels: 1,
        };
        let pixels = |seed: usize| {
            (0..8 * 50)
                .map(|i| (i * i * seed % 251) as u8)
                .collect::<Vec<u8>>()
        };
        let train = Samples::images(shape, pixels(7), None).unwrap();
        let test = Samples::images(shape, pixels(11), None).unwrap();
        let scaler = Scaler::unit(shape);
        let all: Vec<u32> = (0..50).collect();
        for count in [0, 3, 8] {
            let pca = Pca::fit_samples(&train, &all, &scaler, count).unwrap();
            let errors = pca.test_errors_samples(&test, &scaler);
            assert_eq!(errors.len(), count + 1);
            for (count, error) in errors.iter().enumerate() {
                let alone = pca.test_error_samples(&test, &scaler, count);
                assert!((error - alone).abs() < 1e-7, "{count}: {error} and {alone}");
            }
        }
    }
}
