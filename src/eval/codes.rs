//! Statistics of codes: sparsity, and the divergence of each dimension of a Gaussian code from the prior.

use rayon::prelude::*;

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
        let parts: Vec<Sums> = codes.par_chunks(PART).map(Sums::of).collect();
        let all = parts.into_iter().reduce(Sums::and)?;
        // The sum of numbers that are not all finite is not finite either.
        if !all.absolute.is_finite() {
            return None;
        }
        let count = codes.len() as f64;
        let (low, high) = (all.low, all.high);
        let scale = BARS as f32 / (high - low).max(f32::MIN_POSITIVE);
        let bars = |codes: &[f32]| {
            let mut bars = [0; BARS];
            for z in codes {
                bars[(((z - low) * scale) as usize).min(BARS - 1)] += 1;
            }
            bars
        };
        let parts: Vec<[u32; BARS]> = codes.par_chunks(PART).map(bars).collect();
        let histogram = (0..BARS).map(|bar| parts.iter().map(|part| part[bar]).sum());
        Some(Self {
            mean: all.sum / count,
            mean_absolute: all.absolute / count,
            near_zero: all.near_zero as f64 / count,
            range: [low, high],
            histogram: histogram.collect(),
        })
    }
}

/// Numbers that are looked at by one thread at a time. Fixed, so that sums do not depend on the threads.
const PART: usize = 1 << 14;
/// Numbers that are summed side by side.
const LANES: usize = 8;

/// Sums and bounds of numbers.
struct Sums {
    sum: f64,
    absolute: f64,
    near_zero: usize,
    low: f32,
    high: f32,
}

impl Sums {
    fn of(numbers: &[f32]) -> Self {
        let (mut sum, mut absolute) = ([0.0f64; LANES], [0.0f64; LANES]);
        let mut near_zero = [0u32; LANES];
        let (mut low, mut high) = ([f32::INFINITY; LANES], [f32::NEG_INFINITY; LANES]);
        let mut add = |lane: usize, z: f32| {
            sum[lane] += f64::from(z);
            absolute[lane] += f64::from(z.abs());
            near_zero[lane] += u32::from(z.abs() < NEAR_ZERO);
            low[lane] = low[lane].min(z);
            high[lane] = high[lane].max(z);
        };
        let whole = numbers.chunks_exact(LANES);
        let rest = whole.remainder();
        for chunk in whole {
            for (lane, &z) in chunk.iter().enumerate() {
                add(lane, z);
            }
        }
        for (lane, &z) in rest.iter().enumerate() {
            add(lane, z);
        }
        Self {
            sum: sum.iter().sum(),
            absolute: absolute.iter().sum(),
            near_zero: near_zero.iter().sum::<u32>() as usize,
            low: low.into_iter().fold(f32::INFINITY, f32::min),
            high: high.into_iter().fold(f32::NEG_INFINITY, f32::max),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            absolute: self.absolute + other.absolute,
            near_zero: self.near_zero + other.near_zero,
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
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
        assert_eq!(CodeStatistics::of(&[1.0, f32::NEG_INFINITY]), None);
    }

    #[test]
    fn many_numbers_are_counted_in_parts() {
        let codes: Vec<f32> = (0..40_003).map(|i| i as f32 / 40_002.0 - 0.5).collect();
        let found = CodeStatistics::of(&codes).unwrap();
        assert!(found.mean.abs() < 1e-9, "{}", found.mean);
        assert!((found.mean_absolute - 0.25).abs() < 1e-4);
        // 0.02 of the range, to one number at each end.
        assert!((found.near_zero - 0.02).abs() < 1e-4);
        assert_eq!(found.range, [-0.5, 0.5]);
        assert_eq!(found.histogram.iter().sum::<u32>(), 40_003);
        assert!(
            found
                .histogram
                .iter()
                .all(|bar| (1_000..=1_001).contains(bar))
        );
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
