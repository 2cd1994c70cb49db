//! Ridge regression: a number told from features, by least squares with a penalty on the weights (Hoerl and Kennard 1970).

use super::cholesky::solve;

/// Weights of each feature, and what stands for none.
#[derive(Debug, Clone, PartialEq)]
pub struct Ridge {
    weights: Vec<f64>,
    intercept: f64,
}

impl Ridge {
    /// Fits `targets` by rows of `width` numbers, which are standardised: the least sum of squared errors plus `alpha` times
    /// the squared weights. `None` without rows, or where numbers are not finite.
    pub fn fit(rows: &[f32], width: usize, targets: &[f64], alpha: f64) -> Option<Self> {
        let count = targets.len();
        if count == 0 || rows.len() != count * width {
            return None;
        }
        let mean = targets.iter().sum::<f64>() / count as f64;
        let means: Vec<f64> = (0..width)
            .map(|feature| {
                let values = rows.iter().skip(feature).step_by(width);
                values.map(|x| f64::from(*x)).sum::<f64>() / count as f64
            })
            .collect();
        // The normal equations of centred features: lower triangle, and right side.
        let mut gram = vec![0.0; width * width];
        let mut right = vec![0.0; width];
        let mut centred = vec![0.0; width];
        for (row, target) in rows.chunks_exact(width.max(1)).zip(targets) {
            for ((centred, x), mean) in centred.iter_mut().zip(row).zip(&means) {
                *centred = f64::from(*x) - mean;
            }
            for (i, x) in centred.iter().enumerate() {
                right[i] += x * (target - mean);
                let line = &mut gram[i * width..=i * width + i];
                line.iter_mut()
                    .zip(&centred)
                    .for_each(|(sum, y)| *sum += x * y);
            }
        }
        for i in 0..width {
            gram[i * width + i] += alpha;
        }
        let weights = solve(gram, right)?;
        let shift: f64 = weights.iter().zip(&means).map(|(w, mean)| w * mean).sum();
        Some(Self {
            intercept: mean - shift,
            weights,
        })
    }

    /// What it tells of each row.
    pub fn predict(&self, rows: &[f32]) -> Vec<f64> {
        let rows = rows.chunks_exact(self.weights.len().max(1));
        rows.map(|row| {
            let sum: f64 = row
                .iter()
                .zip(&self.weights)
                .map(|(x, w)| f64::from(*x) * w)
                .sum();
            self.intercept + sum
        })
        .collect()
    }
}

/// The coefficient of determination of `told`: 1 for all right, 0 for as good as the mean of `targets`. `None` where these
/// do not differ.
pub fn determination(told: &[f64], targets: &[f64]) -> Option<f64> {
    let mean = targets.iter().sum::<f64>() / targets.len() as f64;
    let total: f64 = targets.iter().map(|y| (y - mean).powi(2)).sum();
    let left: f64 = told.iter().zip(targets).map(|(x, y)| (x - y).powi(2)).sum();
    (total > 0.0).then(|| 1.0 - left / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_found_and_a_penalty_flattens_it() {
        let rows = [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0];
        let targets = [1.0, 3.0, 0.0, 2.0];
        let plane = Ridge::fit(&rows, 2, &targets, 0.0).unwrap();
        assert!((plane.intercept - 1.0).abs() < 1e-12);
        assert!((plane.weights[0] - 2.0).abs() < 1e-12 && (plane.weights[1] + 1.0).abs() < 1e-12);
        let told = plane.predict(&[3.0, 2.0]);
        assert!((told[0] - 5.0).abs() < 1e-12);
        // Centred, each feature has a sum of squares of 1: a penalty of 1 halves the weights.
        let flat = Ridge::fit(&rows, 2, &targets, 1.0).unwrap();
        assert!((flat.weights[0] - 1.0).abs() < 1e-12 && (flat.weights[1] + 0.5).abs() < 1e-12);
        // Of features that are the same, without a penalty there is no solution.
        assert_eq!(Ridge::fit(&[1.0, 1.0], 1, &[1.0, 2.0], 0.0), None);
        assert_eq!(Ridge::fit(&[], 2, &[], 1.0), None);
    }

    #[test]
    fn determination_is_of_what_the_mean_leaves() {
        let targets = [1.0, 2.0, 3.0];
        assert_eq!(determination(&targets, &targets), Some(1.0));
        assert_eq!(determination(&[2.0; 3], &targets), Some(0.0));
        assert_eq!(determination(&[1.0, 2.0, 4.0], &targets), Some(0.5));
        assert_eq!(determination(&[1.0; 2], &[3.0; 2]), None);
    }
}
