//! What codes look like as numbers: how sparse they are, and how much each dimension of a Gaussian code says.

/// Bars of the histogram.
const BARS: usize = 40;
/// Code numbers closer to zero than this are called near zero.
pub const NEAR_ZERO: f32 = 1e-2;
/// A dimension is active when the variance of its mean over images is above this (Burda et al. 2016).
pub const ACTIVE: f64 = 1e-2;

/// The distribution of all numbers of all codes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CodeStatistics {
    /// Mean of the numbers.
    pub mean: f64,
    /// Mean of their absolute values.
    pub mean_absolute: f64,
    /// Share of numbers below [`NEAR_ZERO`] in absolute value.
    pub near_zero: f64,
    /// Lowest and highest number; the histogram spans them.
    pub range: [f32; 2],
    /// How many numbers lie in each of its equal bars.
    pub histogram: Vec<u32>,
}

impl CodeStatistics {
    /// `None` without codes or when a number is not finite.
    pub fn of(codes: &[f32]) -> Option<Self> {
        if codes.is_empty() || !codes.iter().all(|z| z.is_finite()) {
            return None;
        }
        let count = codes.len() as f64;
        let sum = |f: fn(f32) -> f32| codes.iter().map(|&z| f64::from(f(z))).sum::<f64>();
        let low = codes.iter().copied().fold(f32::INFINITY, f32::min);
        let high = codes.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let scale = BARS as f32 / (high - low).max(f32::MIN_POSITIVE);
        let mut histogram = vec![0; BARS];
        for z in codes {
            histogram[(((z - low) * scale) as usize).min(BARS - 1)] += 1;
        }
        Some(Self {
            mean: sum(|z| z) / count,
            mean_absolute: sum(f32::abs) / count,
            near_zero: sum(|z| f32::from(z.abs() < NEAR_ZERO)) / count,
            range: [low, high],
            histogram,
        })
    }
}

/// How much each dimension of a Gaussian code says about an image.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PosteriorStatistics {
    /// KL divergence from the standard normal in nats, mean over images, by dimension.
    pub kl: Vec<f64>,
    /// Variance of the mean over images, by dimension.
    pub variance: Vec<f64>,
}

impl PosteriorStatistics {
    /// From rows of `width` means and log-variances.
    pub fn of(means: &[f32], log_variances: &[f32], width: usize) -> Self {
        let rows = (means.len() / width.max(1)).max(1) as f64;
        let mut kl = vec![0.0; width];
        let (mut sums, mut squares) = (vec![0.0; width], vec![0.0; width]);
        for (mean, log) in means.chunks(width).zip(log_variances.chunks(width)) {
            for (dimension, (&mean, &log)) in mean.iter().zip(log).enumerate() {
                let (mean, log) = (f64::from(mean), f64::from(log));
                kl[dimension] += 0.5 * (mean * mean + log.exp() - 1.0 - log);
                sums[dimension] += mean;
                squares[dimension] += mean * mean;
            }
        }
        let variance = sums.iter().zip(&squares);
        let variance = variance.map(|(sum, square)| square / rows - (sum / rows).powi(2));
        Self {
            kl: kl.iter().map(|sum| sum / rows).collect(),
            variance: variance.collect(),
        }
    }

    /// Dimensions that say something.
    pub fn active_units(&self) -> usize {
        self.variance.iter().filter(|&&v| v > ACTIVE).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_in_bars_from_the_lowest_to_the_highest() {
        let statistics = CodeStatistics::of(&[-1.0, 0.0, 0.005, 3.0]).unwrap();
        assert_eq!(statistics.range, [-1.0, 3.0]);
        assert_eq!(statistics.near_zero, 0.5);
        assert!((statistics.mean - 0.501_25).abs() < 1e-9);
        assert!((statistics.mean_absolute - 1.001_25).abs() < 1e-9);
        assert_eq!(statistics.histogram.iter().sum::<u32>(), 4);
        assert_eq!(statistics.histogram[0], 1);
        assert_eq!(statistics.histogram[10], 2);
        assert_eq!(statistics.histogram[BARS - 1], 1);
        assert_eq!(CodeStatistics::of(&[]), None);
        assert_eq!(CodeStatistics::of(&[f32::NAN]), None);
        assert_eq!(CodeStatistics::of(&[2.0; 3]).unwrap().histogram[0], 3);
    }

    #[test]
    fn a_dimension_is_active_when_its_mean_moves_with_the_image() {
        let means = [1.0, 0.0, -1.0, 0.0];
        let found = PosteriorStatistics::of(&means, &[0.0; 4], 2);
        assert_eq!(found.kl, [0.5, 0.0]);
        assert_eq!(found.variance, [1.0, 0.0]);
        assert_eq!(found.active_units(), 1);
    }
}
