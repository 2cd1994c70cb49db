//! A Gaussian fitted to codes, to sample from where a model has no prior.

use rand_distr::{Distribution, StandardNormal};

use super::Pca;
use crate::data::random::{Purpose, stream};

/// Mean and spread of codes: along principal components where these are known, else number by number.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedGaussian {
    mean: Vec<f32>,
    spread: Spread,
}

/// One standard deviation.
#[derive(Debug, Clone, PartialEq)]
enum Spread {
    /// Along each direction, one row of the code's width each.
    Along(Vec<f32>),
    /// Of each number by itself.
    Each(Vec<f32>),
}

impl FittedGaussian {
    /// Fits rows of `width` numbers. `pca` is of the same codes; components it left out do not vary in draws.
    /// `None` without codes, or when they are not finite.
    pub fn of(codes: &[f32], width: usize, pca: Option<&Pca>) -> Option<Self> {
        if width == 0 || codes.len() < width {
            return None;
        }
        let fitted = match pca.filter(|pca| pca.mean.len() == width) {
            Some(pca) => along_components(pca),
            None if width == 2 => in_the_plane(codes),
            None => number_by_number(codes, width),
        };
        let (Spread::Along(spread) | Spread::Each(spread)) = &fitted.spread;
        let finite = fitted.mean.iter().chain(spread).all(|x| x.is_finite());
        finite.then_some(fitted)
    }

    /// Draw `index` under `seed`: the same one whatever else is drawn.
    pub fn draw(&self, seed: u64, index: u64) -> Vec<f32> {
        let width = self.mean.len();
        let mut code = self.mean.clone();
        match &self.spread {
            Spread::Along(axes) => {
                let noise = standard_normal(axes.len() / width, seed, index);
                for (axis, along) in axes.chunks_exact(width).zip(noise) {
                    for (number, step) in code.iter_mut().zip(axis) {
                        *number += along * step;
                    }
                }
            }
            Spread::Each(deviations) => {
                let noise = standard_normal(width, seed, index);
                for ((number, deviation), along) in code.iter_mut().zip(deviations).zip(noise) {
                    *number += along * deviation;
                }
            }
        }
        code
    }
}

/// Draw `index` under `seed` from the standard normal of `width` dimensions.
fn standard_normal(width: usize, seed: u64, index: u64) -> Vec<f32> {
    // The pictures of the gallery are drawn at place 0.
    let random = stream(seed, Purpose::Gallery, 1, index);
    StandardNormal.sample_iter(random).take(width).collect()
}

fn along_components(pca: &Pca) -> FittedGaussian {
    let width = pca.mean.len();
    let axes = pca
        .components
        .chunks_exact(width)
        .zip(&pca.variances)
        .flat_map(|(axis, &variance)| {
            let deviation = variance.max(0.0).sqrt() as f32;
            axis.iter().map(move |step| step * deviation)
        });
    FittedGaussian {
        spread: Spread::Along(axes.collect()),
        mean: pca.mean.clone(),
    }
}

/// Codes of two numbers with their correlation (a Cholesky factor of the covariance).
fn in_the_plane(codes: &[f32]) -> FittedGaussian {
    let [mean_x, mean_y] = [0, 1].map(|axis| mean(codes, 2, axis));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for code in codes.chunks_exact(2) {
        let (x, y) = (f64::from(code[0]) - mean_x, f64::from(code[1]) - mean_y);
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    let rows = (codes.len() / 2) as f64;
    let (xx, xy, yy) = (xx / rows, xy / rows, yy / rows);
    let along = xx.sqrt();
    let across = if along > 0.0 { xy / along } else { 0.0 };
    let rest = (yy - across * across).max(0.0).sqrt();
    FittedGaussian {
        mean: vec![mean_x as f32, mean_y as f32],
        spread: Spread::Along([along, across, 0.0, rest].map(|x| x as f32).to_vec()),
    }
}

fn number_by_number(codes: &[f32], width: usize) -> FittedGaussian {
    let rows = (codes.len() / width) as f64;
    let (mut means, mut squares) = (vec![0.0; width], vec![0.0; width]);
    for code in codes.chunks_exact(width) {
        for (mean, &z) in means.iter_mut().zip(code) {
            *mean += f64::from(z) / rows;
        }
    }
    for code in codes.chunks_exact(width) {
        for ((square, &z), mean) in squares.iter_mut().zip(code).zip(&means) {
            *square += (f64::from(z) - mean).powi(2) / rows;
        }
    }
    FittedGaussian {
        mean: means.into_iter().map(|mean| mean as f32).collect(),
        spread: Spread::Each(squares.into_iter().map(|s| s.sqrt() as f32).collect()),
    }
}

fn mean(codes: &[f32], width: usize, axis: usize) -> f64 {
    let column = codes.iter().skip(axis).step_by(width);
    column.map(|&z| f64::from(z)).sum::<f64>() / (codes.len() / width) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and covariance of many draws.
    fn moments(fitted: &FittedGaussian) -> ([f64; 2], [f64; 3]) {
        let draws: Vec<f32> = (0..20_000).flat_map(|i| fitted.draw(3, i)).collect();
        let means = [0, 1].map(|axis| mean(&draws, 2, axis));
        let mut sums = [0.0; 3];
        for draw in draws.chunks_exact(2) {
            let (x, y) = (f64::from(draw[0]) - means[0], f64::from(draw[1]) - means[1]);
            for (sum, term) in sums.iter_mut().zip([x * x, x * y, y * y]) {
                *sum += term / 20_000.0;
            }
        }
        (means, sums)
    }

    fn close(found: &[f64], expected: &[f64]) {
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 0.1, "{found:?} instead of {expected:?}");
        }
    }

    #[test]
    fn draws_have_the_mean_and_covariance_of_the_codes() {
        // Around (1, -2): covariance [[4, 2], [2, 1]].
        let codes = [3.0, -1.0, -1.0, -3.0, 3.0, -1.0, -1.0, -3.0f32];
        let fitted = FittedGaussian::of(&codes, 2, None).unwrap();
        let (means, covariance) = moments(&fitted);
        close(&means, &[1.0, -2.0]);
        close(&covariance, &[4.0, 2.0, 1.0]);
    }

    #[test]
    fn components_give_the_spread_of_wide_codes() {
        let pca = Pca {
            mean: vec![0.5, 0.0],
            components: vec![0.6, 0.8],
            variances: vec![4.0],
            total_variance: 4.0,
        };
        let fitted = FittedGaussian::of(&[0.0; 4], 2, Some(&pca)).unwrap();
        let (means, covariance) = moments(&fitted);
        close(&means, &[0.5, 0.0]);
        close(&covariance, &[1.44, 1.92, 2.56]);
    }

    #[test]
    fn codes_without_components_vary_number_by_number() {
        let codes = [1.0, 0.0, 5.0, 3.0, 0.0, 5.0f32];
        let fitted = FittedGaussian::of(&codes, 3, None).unwrap();
        assert_eq!(fitted.mean, [2.0, 0.0, 5.0]);
        assert_eq!(fitted.spread, Spread::Each(vec![1.0, 0.0, 0.0]));
        assert_eq!(fitted.draw(1, 2)[1..], [0.0, 5.0]);
    }

    #[test]
    fn a_draw_is_the_same_however_many_there_are() {
        assert_eq!(standard_normal(3, 7, 5), standard_normal(3, 7, 5));
        assert_ne!(standard_normal(3, 7, 5), standard_normal(3, 7, 6));
        assert_ne!(standard_normal(3, 7, 5), standard_normal(3, 8, 5));
    }

    #[test]
    fn codes_that_are_no_numbers_have_no_gaussian() {
        assert_eq!(FittedGaussian::of(&[], 2, None), None);
        assert_eq!(FittedGaussian::of(&[f32::NAN, 0.0], 2, None), None);
        assert_eq!(FittedGaussian::of(&[1.0], 0, None), None);
        assert_eq!(FittedGaussian::of(&[f32::INFINITY; 3], 3, None), None);
    }
}
