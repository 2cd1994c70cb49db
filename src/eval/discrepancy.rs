//! Maximum mean discrepancy: how far two sets of codes are from being draws of one distribution (Gretton et al. 2012).

use rayon::prelude::*;

use crate::model::Prior;

/// Rows of each set that are compared: the work grows with their square.
const MOST_ROWS: usize = 2_000;
/// Kernels in the mixture, each half as wide as the one before.
const KERNELS: usize = 5;
/// Any number does; the same draws each time keep noise out of a comparison over epochs.
const SEED: u64 = 0;

/// Maximum mean discrepancy between `codes`, rows of `width` numbers, and as many draws of `prior`: about 0 when codes
/// are distributed like it, at most about 1. Of more than 2,000 codes evenly spaced ones are taken.
///
/// Of Gaussian codes give one draw each, not their means. Chance alone makes about 0.02 of 2,000 codes.
/// `None` with fewer than two codes, or when a number is not finite.
pub fn prior_distance(codes: &[f32], width: usize, prior: Prior) -> Option<f64> {
    let rows = codes.len() / width.max(1);
    let count = rows.min(MOST_ROWS);
    let chosen = (0..count).map(|place| place * rows / count);
    let chosen: Vec<f32> = chosen
        .flat_map(|row| &codes[row * width..(row + 1) * width])
        .copied()
        .collect();
    let squared = squared_discrepancy(&chosen, &prior.draws(count, width, SEED), width)?;
    // The estimate is free of bias, so it goes a little below 0 where the truth is 0.
    Some(squared.max(0.0).sqrt())
}

/// The squared discrepancy between the distributions that `codes` and `reference`, rows of `width` numbers, are
/// draws of: the unbiased estimate of Gretton et al. 2012, equation 3. It can be a little below 0.
///
/// The kernel is the mean of five Gaussians, `exp(-|a - b|^2 / (s m))` with s of 1, 1/2, 1/4, 1/8 and 1/16 and m the
/// mean squared distance between rows of the reference. It does not depend on `codes`: numbers of different epochs can
/// be compared. `None` with fewer than two rows on either side, or when a number is not finite.
pub fn squared_discrepancy(codes: &[f32], reference: &[f32], width: usize) -> Option<f64> {
    let (n, m) = (codes.len() / width.max(1), reference.len() / width.max(1));
    let finite = codes.iter().chain(reference).all(|z| z.is_finite());
    if width == 0 || n < 2 || m < 2 || !finite {
        return None;
    }
    let scale = mean_squared_distance(reference, width).max(f64::MIN_POSITIVE);
    let within = |set: &[f32], rows: usize| {
        // Each row's kernel with itself is 1 and does not count.
        let sum = kernel_sum(set, set, width, scale) - rows as f64;
        sum / (rows * (rows - 1)) as f64
    };
    let between = kernel_sum(codes, reference, width, scale) / (n * m) as f64;
    Some(within(codes, n) + within(reference, m) - 2.0 * between)
}

/// Mean of `|a - b|^2` over all pairs of rows: twice the sum of the variances.
fn mean_squared_distance(set: &[f32], width: usize) -> f64 {
    let rows = set.len() / width;
    let variance = |dimension: usize| {
        let numbers = || set.chunks(width).map(|row| f64::from(row[dimension]));
        let mean = numbers().sum::<f64>() / rows as f64;
        numbers().map(|z| (z - mean).powi(2)).sum::<f64>() / (rows - 1) as f64
    };
    2.0 * (0..width).map(variance).sum::<f64>()
}

fn kernel_sum(a: &[f32], b: &[f32], width: usize, scale: f64) -> f64 {
    let row_sum = |row: &[f32]| -> f64 {
        let others = b.chunks(width);
        others.map(|other| kernel(row, other, scale)).sum()
    };
    // Collected before they are added: the same order on any number of threads.
    let sums: Vec<f64> = a.par_chunks(width).map(row_sum).collect();
    sums.iter().sum()
}

fn kernel(a: &[f32], b: &[f32], scale: f64) -> f64 {
    let squared: f32 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    // Half the width is the square of the value.
    let mut value = (-f64::from(squared) / scale).exp();
    let mut sum = 0.0;
    for _ in 0..KERNELS {
        sum += value;
        value *= value;
    }
    sum / KERNELS as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_rows_each_give_what_the_formula_says() {
        // m = 4. Codes are 1 apart, references 2; between them 0, 2, 1 and 1.
        let found = squared_discrepancy(&[0.0, 1.0], &[0.0, 2.0], 1).unwrap();
        let kernel = |squared: f64| {
            let each = [1.0, 2.0, 4.0, 8.0, 16.0].map(|s| (-squared * s / 4.0).exp());
            each.iter().sum::<f64>() / 5.0
        };
        let between = (kernel(0.0) + kernel(4.0) + 2.0 * kernel(1.0)) / 4.0;
        let expected = kernel(1.0) + kernel(4.0) - 2.0 * between;
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        assert!((found - (-0.447_8)).abs() < 1e-4, "{found}");
    }

    #[test]
    fn draws_of_one_distribution_are_near_and_others_are_far() {
        let width = 4;
        for prior in Prior::ALL {
            let other = prior.draws(600, width, 77);
            let near = prior_distance(&other, width, prior).unwrap();
            assert!(near < 0.04, "{prior:?}: {near}");
            let moved: Vec<f32> = other.iter().map(|z| z + 1.0).collect();
            let far = prior_distance(&moved, width, prior).unwrap();
            assert!(far > 5.0 * near.max(0.04), "{prior:?}: {far}");
        }
        // All at one place: nothing is as far.
        let collapsed = prior_distance(&[0.0; 400], 2, Prior::Gaussian).unwrap();
        assert!((0.4..1.0).contains(&collapsed), "{collapsed}");
    }

    #[test]
    fn shapes_of_equal_spread_are_told_apart() {
        let flower = Prior::MixtureOfTen.draws(600, 2, 3);
        let to_flower = prior_distance(&flower, 2, Prior::MixtureOfTen).unwrap();
        let to_spiral = prior_distance(&flower, 2, Prior::SwissRoll).unwrap();
        assert!(
            to_spiral > 2.0 * to_flower.max(0.04),
            "{to_flower} {to_spiral}"
        );
    }

    #[test]
    fn what_cannot_be_compared_has_no_distance() {
        assert_eq!(prior_distance(&[], 2, Prior::Gaussian), None);
        assert_eq!(prior_distance(&[1.0, 2.0], 2, Prior::Gaussian), None);
        assert_eq!(prior_distance(&[1.0; 8], 0, Prior::Gaussian), None);
        let broken = [0.0, f32::NAN, 1.0, 2.0];
        assert_eq!(prior_distance(&broken, 2, Prior::Gaussian), None);
        // A reference without any spread does not divide by zero.
        assert_eq!(squared_discrepancy(&[1.0; 4], &[1.0; 4], 2), Some(0.0));
    }
}
