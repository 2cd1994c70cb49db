//! One Gaussian of a mixture.

use std::f64::consts::TAU;

/// Wider codes have no correlations: there are too many to be found.
const WIDEST: usize = 64;
/// What every variance is at least, as a share of the mean variance of all codes; where these are still, so much.
const FLOOR: f64 = 1e-6;
const STILL: f64 = 1e-9;
/// A Gaussian of fewer codes is none.
const FEWEST: f64 = 1e-6;

/// A Gaussian and its share of the codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    pub weight: f64,
    mean: Vec<f64>,
    spread: Spread,
    /// Logarithm of weight and normalisation.
    log_scale: f64,
}

#[derive(Debug, Clone, PartialEq)]
enum Spread {
    /// The lower triangle whose product with its transpose is the covariance, row after row.
    Factor(Vec<f64>),
    /// Standard deviation of each number.
    Each(Vec<f64>),
}

impl Component {
    /// What is added to variances of `codes`, so that no Gaussian is flat.
    pub fn floor(codes: &[f64], width: usize) -> f64 {
        let rows = (codes.len() / width) as f64;
        let mut sum = 0.0;
        for place in 0..width {
            let numbers = || codes.iter().skip(place).step_by(width);
            let mean = numbers().sum::<f64>() / rows;
            sum += numbers().map(|x| (x - mean).powi(2)).sum::<f64>() / rows;
        }
        FLOOR * sum / width as f64 + STILL
    }

    /// Of `codes`, each of which counts with its share; `None` where none does.
    pub fn of(codes: &[f64], width: usize, shares: &[f64], floor: f64) -> Option<Self> {
        let total: f64 = shares.iter().sum();
        if total < FEWEST {
            return None;
        }
        let rows = || codes.chunks_exact(width).zip(shares);
        let mut mean = vec![0.0; width];
        for (code, share) in rows() {
            for (mean, x) in mean.iter_mut().zip(code) {
                *mean += share * x / total;
            }
        }
        let mut off = vec![0.0; width];
        let mut centred = |code: &[f64]| {
            for ((off, x), mean) in off.iter_mut().zip(code).zip(&mean) {
                *off = x - mean;
            }
            off.clone()
        };
        let spread = match width <= WIDEST {
            true => {
                let mut covariance = vec![0.0; width * width];
                for (code, share) in rows().filter(|(_, share)| **share > 0.0) {
                    let off = centred(code);
                    for (row, a) in covariance.chunks_exact_mut(width).zip(&off) {
                        for (sum, b) in row.iter_mut().zip(&off) {
                            *sum += share * a * b / total;
                        }
                    }
                }
                (0..width).for_each(|place| covariance[place * width + place] += floor);
                Spread::Factor(cholesky(covariance, width)?)
            }
            false => {
                let mut variances = vec![floor; width];
                for (code, share) in rows() {
                    for (sum, off) in variances.iter_mut().zip(centred(code)) {
                        *sum += share * off * off / total;
                    }
                }
                Spread::Each(variances.into_iter().map(f64::sqrt).collect())
            }
        };
        let weight = total / shares.len() as f64;
        let deviations: Vec<f64> = match &spread {
            Spread::Factor(factor) => factor.iter().copied().step_by(width + 1).collect(),
            Spread::Each(each) => each.clone(),
        };
        let volume: f64 = deviations.iter().map(|x| x.ln()).sum();
        Some(Self {
            log_scale: weight.ln() - 0.5 * width as f64 * TAU.ln() - volume,
            weight,
            mean,
            spread,
        })
    }

    pub fn width(&self) -> usize {
        self.mean.len()
    }

    /// Logarithm of the density at `code`, times the weight.
    pub fn log_density(&self, code: &[f64]) -> f64 {
        let mut off: Vec<f64> = code
            .iter()
            .zip(&self.mean)
            .map(|(x, mean)| x - mean)
            .collect();
        match &self.spread {
            Spread::Each(each) => off.iter_mut().zip(each).for_each(|(x, s)| *x /= s),
            Spread::Factor(factor) => {
                // The triangle is undone row by row.
                for place in 0..off.len() {
                    let row = &factor[place * self.width()..][..=place];
                    let known: f64 = row[..place].iter().zip(&off).map(|(l, x)| l * x).sum();
                    off[place] = (off[place] - known) / row[place];
                }
            }
        }
        self.log_scale - 0.5 * off.iter().map(|x| x * x).sum::<f64>()
    }

    /// The code that so many standard deviations lead to.
    pub fn at(&self, noise: &[f64]) -> Vec<f32> {
        let numbers = self.mean.iter().enumerate().map(|(place, mean)| {
            let along: f64 = match &self.spread {
                Spread::Each(each) => each[place] * noise[place],
                Spread::Factor(factor) => {
                    let row = &factor[place * self.width()..][..=place];
                    row.iter().zip(noise).map(|(l, x)| l * x).sum()
                }
            };
            (mean + along) as f32
        });
        numbers.collect()
    }

    #[cfg(test)]
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    #[cfg(test)]
    pub fn covariance(&self) -> Vec<f64> {
        let width = self.width();
        let Spread::Factor(factor) = &self.spread else {
            return Vec::new();
        };
        let product = |i: usize, j: usize| {
            let rows = [i, j].map(|row| &factor[row * width..][..width]);
            rows[0].iter().zip(rows[1]).map(|(a, b)| a * b).sum()
        };
        (0..width * width)
            .map(|at| product(at / width, at % width))
            .collect()
    }
}

/// The lower triangle whose product with its transpose is `matrix`; `None` where there is none.
fn cholesky(mut matrix: Vec<f64>, width: usize) -> Option<Vec<f64>> {
    for row in 0..width {
        for column in 0..=row {
            let dot: f64 = (0..column)
                .map(|k| matrix[row * width + k] * matrix[column * width + k])
                .sum();
            let left = matrix[row * width + column] - dot;
            matrix[row * width + column] = match row == column {
                true if left > 0.0 => left.sqrt(),
                true => return None,
                false => left / matrix[column * width + column],
            };
        }
        matrix[row * width + row + 1..(row + 1) * width].fill(0.0);
    }
    Some(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_by_hand() {
        let factor = cholesky(vec![4.0, 2.0, 2.0, 10.0], 2).unwrap();
        assert_eq!(factor, [2.0, 0.0, 1.0, 3.0]);
        assert!(cholesky(vec![1.0, 2.0, 2.0, 1.0], 2).is_none());
    }

    #[test]
    fn the_density_of_a_standard_normal() {
        // Of variance 1 - FLOOR and a bit, which is 1 but for rounding.
        let codes = [1.0, -1.0];
        let component = Component::of(&codes, 1, &[1.0, 1.0], 0.0).unwrap();
        let expected = -0.5 * TAU.ln() - 2.0;
        assert!((component.log_density(&[2.0]) - expected).abs() < 1e-12);
        assert_eq!(component.at(&[1.5]), [1.5]);
        assert!(Component::of(&codes, 1, &[0.0, 0.0], 0.0).is_none());
    }
}
