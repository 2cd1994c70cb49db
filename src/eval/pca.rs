//! Principal component analysis: the linear baseline, and the projection of codes onto two axes.

use super::moments::{Moments, centre};
use super::product::{Matrix, multiply};
use super::rows::{Numbers, Rows, Scaled};
use crate::data::{Samples, Scaler};

/// The leading principal components of a set of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Pca {
    /// Mean of the rows; its length is their width.
    pub mean: Vec<f32>,
    /// Unit vectors, one after another, by falling variance: `count * width` numbers.
    pub components: Vec<f32>,
    /// Variance along each component, over the number of rows.
    pub variances: Vec<f64>,
    /// Sum of the variances along all axes.
    pub total_variance: f64,
}

/// Why no components could be found.
#[derive(Debug, thiserror::Error)]
pub enum PcaError {
    #[error("at least 2 rows are needed for principal components, not {0}")]
    Rows(usize),
    #[error("{numbers} numbers are not rows of {width}")]
    Width { numbers: usize, width: usize },
    #[error("there are no principal components of numbers that are not finite")]
    NotFinite,
}

impl Pca {
    /// Finds the `count` leading components of `rows` (row-major, `width` numbers a row); all of them when
    /// `count` exceeds `width`. Signs are fixed so that each component's largest entry is positive.
    ///
    /// # Errors
    /// When there are fewer than 2 rows, or numbers that are not whole rows or not finite.
    pub fn fit(rows: &[f32], width: usize, count: usize) -> Result<Self, PcaError> {
        if width == 0 || !rows.len().is_multiple_of(width) {
            return Err(PcaError::Width {
                numbers: rows.len(),
                width,
            });
        }
        let numbers = rows;
        Self::fit_rows(&Numbers { numbers, width }, count)
    }

    /// As [`Self::fit`] with the scaled numbers of each chosen sample as a row, without holding them all.
    ///
    /// # Errors
    /// When there are fewer than 2 samples.
    pub fn fit_samples(
        samples: &Samples,
        chosen: &[u32],
        scaler: &Scaler,
        count: usize,
    ) -> Result<Self, PcaError> {
        Self::fit_rows(&Scaled::of(samples, scaler, chosen), count)
    }

    fn fit_rows(rows: &impl Rows, count: usize) -> Result<Self, PcaError> {
        if rows.count() < 2 {
            return Err(PcaError::Rows(rows.count()));
        }
        let moments = Moments::of(rows);
        if !moments.total_variance.is_finite() {
            return Err(PcaError::NotFinite);
        }
        let count = count.min(rows.width());
        let (variances, mut components) = moments.leading(rows, count);
        for component in components.chunks_exact_mut(rows.width()) {
            point_up(component);
        }
        Ok(Self {
            mean: moments.mean,
            components: components.iter().map(|&x| x as f32).collect(),
            // Rounding leaves directions without variance a little below zero.
            variances: variances.iter().map(|&v| v.max(0.0)).collect(),
            total_variance: moments.total_variance,
        })
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.mean.len()
    }

    /// How many components were found.
    pub fn count(&self) -> usize {
        self.variances.len()
    }

    /// Mean squared error per number left by the first `count` components, on the rows it was fitted to.
    pub fn residual(&self, count: usize) -> f64 {
        let explained: f64 = self.variances.iter().take(count).sum();
        (self.total_variance - explained).max(0.0) / self.mean.len() as f64
    }

    /// Part of the variance that lies along component `index`, 0 to 1; 0 for one that was not found.
    pub fn explained(&self, index: usize) -> f64 {
        match self.variances.get(index) {
            Some(variance) if self.total_variance > 0.0 => variance / self.total_variance,
            _ => 0.0,
        }
    }

    /// Mean squared error per number that the first `count` components leave on other rows of the same
    /// width; NaN when there are none.
    pub fn test_error(&self, rows: &[f32], count: usize) -> f64 {
        let (numbers, width) = (rows, self.width());
        self.error(&Numbers { numbers, width }, count)
    }

    /// As [`Self::test_error`] on the scaled numbers of samples.
    pub fn test_error_samples(&self, samples: &Samples, scaler: &Scaler, count: usize) -> f64 {
        self.error(&Scaled::new(samples, scaler), count)
    }

    fn error(&self, rows: &impl Rows, count: usize) -> f64 {
        let width = self.width();
        if rows.width() != width {
            return f64::NAN;
        }
        let count = count.min(self.count());
        let components = Matrix::new(&self.components[..count * width], width);
        let (mut sum, mut numbers) = (0.0f64, 0);
        rows.for_each_block(|block| {
            centre(block, &self.mean);
            let mut outputs = vec![0.0; block.len()];
            if count > 0 {
                let mut codes = vec![0.0; block.len() / width * count];
                let inputs = Matrix::new(block, width);
                multiply(inputs, components.transposed(), &mut codes);
                multiply(Matrix::new(&codes, count), components, &mut outputs);
            }
            numbers += block.len();
            let errors = block.iter().zip(&outputs).map(|(x, y)| f64::from(x - y));
            sum += errors.map(|error| error * error).sum::<f64>();
        });
        sum / numbers as f64
    }

    /// Coordinates of `rows` along the components `axes`: `axes.len()` numbers a row, 0 along a component
    /// that was not found.
    pub fn project(&self, rows: &[f32], axes: &[usize]) -> Vec<f32> {
        let width = self.width();
        let mut out = Vec::with_capacity(rows.len() / width * axes.len());
        for row in rows.chunks_exact(width) {
            out.extend(axes.iter().map(|&axis| {
                let component = self.component(axis).unwrap_or_default();
                let centred = row.iter().zip(&self.mean).map(|(x, mean)| x - mean);
                let sum: f64 = component
                    .iter()
                    .zip(centred)
                    .map(|(c, x)| f64::from(*c) * f64::from(x))
                    .sum();
                sum as f32
            }));
        }
        out
    }

    /// The row at `coordinates` along the components `axes`, with the mean everywhere else: the way back from
    /// [`Self::project`].
    pub fn inverse(&self, coordinates: &[f32], axes: &[usize]) -> Vec<f32> {
        let mut row = self.mean.clone();
        for (&coordinate, &axis) in coordinates.iter().zip(axes) {
            for (x, c) in row.iter_mut().zip(self.component(axis).unwrap_or_default()) {
                *x += coordinate * c;
            }
        }
        row
    }

    /// Component `index` as a unit vector.
    pub fn component(&self, index: usize) -> Option<&[f32]> {
        self.components.chunks_exact(self.width()).nth(index)
    }
}

/// Turns a vector so that its largest entry, the first of equals, is positive.
fn point_up(vector: &mut [f64]) {
    let mut largest = 0.0f64;
    for &x in vector.iter() {
        // Entries that differ by rounding alone count as equal.
        if x.abs() > largest.abs() * (1.0 + 1e-6) {
            largest = x;
        }
    }
    if largest < 0.0 {
        vector.iter_mut().for_each(|x| *x = -*x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ImageShape, Scaling, gather_targets};

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    /// Points along (4, 3) / 5 at -10, -5, 5, 10 and along (-3, 4) / 5 at 1, -1, -1, 1, around (7, -2).
    const ROWS: [f32; 8] = [-1.6, -7.2, 3.6, -5.8, 11.6, 0.2, 14.4, 4.8];

    #[test]
    fn components_of_four_points_in_the_plane() {
        let pca = Pca::fit(&ROWS, 2, 2).unwrap();
        assert!(close(pca.mean[0].into(), 7.0) && close(pca.mean[1].into(), -2.0));
        for (found, expected) in pca.components.iter().zip([0.8, 0.6, -0.6, 0.8]) {
            assert!((found - expected).abs() < 1e-6, "{:?}", pca.components);
        }
        assert!((pca.variances[0] - 62.5).abs() < 1e-4);
        assert!((pca.variances[1] - 1.0).abs() < 1e-4);
        assert!((pca.total_variance - 63.5).abs() < 1e-4);
        assert!(close(pca.explained(0), 62.5 / 63.5));
        assert_eq!(pca.explained(2), 0.0);
    }

    #[test]
    fn residual_is_the_error_on_the_fitted_rows() {
        let pca = Pca::fit(&ROWS, 2, 2).unwrap();
        for (count, expected) in [(0, 31.75), (1, 0.5), (2, 0.0), (9, 0.0)] {
            assert!((pca.residual(count) - expected).abs() < 1e-4, "{count}");
            assert!((pca.test_error(&ROWS, count) - expected).abs() < 1e-4);
        }
        // (7, -2) + 2 along the second component and 3 along the first.
        let other = [7.0 - 1.2 + 2.4, -2.0 + 1.6 + 1.8];
        assert!((pca.test_error(&other, 1) - 2.0).abs() < 1e-5);
        assert!(pca.test_error(&[], 1).is_nan());
    }

    #[test]
    fn projection_and_its_inverse() {
        let pca = Pca::fit(&ROWS, 2, 2).unwrap();
        let found = pca.project(&ROWS, &[1, 0, 7]);
        let expected = [
            1.0, -10.0, 0.0, -1.0, -5.0, 0.0, -1.0, 5.0, 0.0, 1.0, 10.0, 0.0,
        ];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-5);
        }
        let row = pca.inverse(&[1.0, -10.0], &[1, 0]);
        assert!((row[0] + 1.6).abs() < 1e-5 && (row[1] + 7.2).abs() < 1e-5);
        let row = pca.inverse(&[5.0], &[0]);
        assert!((row[0] - 11.0).abs() < 1e-5 && (row[1] - 1.0).abs() < 1e-5);
        assert_eq!(pca.inverse(&[3.0], &[7]), pca.mean);
    }

    #[test]
    fn more_components_than_numbers_or_directions() {
        let pca = Pca::fit(&ROWS, 2, 99).unwrap();
        assert_eq!((pca.count(), pca.components.len()), (2, 4));
        // Two rows lie on one line; the other columns never change.
        let pca = Pca::fit(&[1.0, 5.0, 0.0, 3.0, 5.0, 0.0], 3, 3).unwrap();
        assert!(close(pca.variances[0], 1.0));
        assert_eq!(pca.variances[1..], [0.0, 0.0]);
        assert_eq!(pca.component(0), Some(&[1.0, 0.0, 0.0][..]));
        assert!(close(pca.residual(1), 0.0));
    }

    #[test]
    fn rows_that_are_all_alike_have_no_variance() {
        let pca = Pca::fit(&vec![0.25; 200 * 100], 100, 3).unwrap();
        assert_eq!(pca.variances, [0.0; 3]);
        assert_eq!((pca.residual(0), pca.explained(0)), (0.0, 0.0));
        assert!(pca.components.iter().all(|x| x.is_finite()));
    }

    #[test]
    fn bad_rows_are_refused() {
        let text = |rows: &[f32], width| Pca::fit(rows, width, 1).unwrap_err().to_string();
        assert_eq!(
            text(&[1.0, 2.0], 2),
            "at least 2 rows are needed for principal components, not 1"
        );
        assert_eq!(
            text(&[], 2),
            "at least 2 rows are needed for principal components, not 0"
        );
        assert_eq!(text(&[1.0; 5], 2), "5 numbers are not rows of 2");
        assert_eq!(text(&[1.0; 5], 0), "5 numbers are not rows of 0");
        for bad in [f32::NAN, f32::INFINITY, 1e30] {
            assert_eq!(
                text(&[bad, 0.0, 1.0, -bad], 2),
                "there are no principal components of numbers that are not finite"
            );
        }
    }

    /// Rows of 5 directions of variance 25, 16, 9, 4, 1 (times a constant) in `width` columns, with a mean.
    fn made_up(width: usize, count: usize) -> Vec<f32> {
        let mut rows = Vec::with_capacity(width * count);
        for row in 0..count {
            for column in 0..width {
                let sum: f64 = (1..=5)
                    .map(|k| {
                        let along = ((row * k) as f64 * std::f64::consts::TAU / count as f64).cos();
                        let phase = (column as f64 + 0.5) * k as f64;
                        let unit = (phase * std::f64::consts::PI / width as f64).cos();
                        (6 - k) as f64 * along * unit
                    })
                    .sum();
                rows.push((sum + 3.0) as f32);
            }
        }
        rows
    }

    #[test]
    fn every_way_of_solving_finds_the_same_directions() {
        // All at once; a few of a matrix; a few by passes over the rows.
        for width in [40, 300, 4200] {
            let rows = made_up(width, 64);
            let pca = Pca::fit(&rows, width, 4).unwrap();
            // Cosines are orthogonal, of squared length width / 2, and of mean square 1 / 2 over the rows.
            for (k, variance) in pca.variances.iter().enumerate() {
                let expected = ((5 - k) * (5 - k)) as f64 * width as f64 / 4.0;
                assert!((variance / expected - 1.0).abs() < 1e-5, "{width} {k}");
            }
            assert!((pca.residual(4) - 0.25).abs() < 1e-3, "{width}");
            assert!((pca.test_error(&rows, 4) - 0.25).abs() < 1e-4, "{width}");
            assert_eq!(pca, Pca::fit(&rows, width, 4).unwrap());
        }
    }

    #[test]
    fn images_are_rows_of_scaled_pixels() {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0, 10, 255, 20, 51, 40], None).unwrap();
        let all = [0, 1, 2];
        let scaler = Scaler::fit(Scaling::Standardised, &images, &all);
        let mut rows = Vec::new();
        gather_targets(&images, &all, &scaler, &mut rows);
        let from_images = Pca::fit_samples(&images, &all, &scaler, 1).unwrap();
        let from_rows = Pca::fit(&rows, 2, 1).unwrap();
        assert_eq!(from_images, from_rows);
        assert_eq!(
            from_images.test_error_samples(&images, &scaler, 1),
            from_rows.test_error(&rows, 1)
        );
    }
}
