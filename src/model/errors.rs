//! The reconstruction errors of a batch, image by image.

use multiversion::multiversion;
use rayon::prelude::*;

use super::RowErrors;
use super::device::{BCE_CLAMP, LossRule, PixelLoss};
use super::vector_math;
use super::vector_math::{exp, ln, ln_1p_unit};

/// Turns logits into outputs.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn sigmoid(numbers: &mut [f32]) {
    for number in numbers {
        *number = vector_math::sigmoid(*number);
    }
}

/// Sums over the pixels of each image of a batch, or the cells of each row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PixelErrors {
    /// The reconstruction loss.
    pub loss: Vec<f64>,
    /// Squared error in the scale of the inputs.
    pub squared: Vec<f64>,
    /// Binary cross-entropy in nats; `None` where outputs or inputs leave [0, 1].
    pub cross_entropy: Option<Vec<f64>>,
    /// Of rows, with parts of the loss that are sums as well.
    pub rows: Option<RowErrors>,
    /// Samples that the loss says nothing of; theirs is 0.
    pub left_out: usize,
}

/// One image's sums over its pixels.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    squared: f32,
    absolute: f32,
    cross_entropy: f32,
    /// Pixels outside [0, 1], in the outputs or the targets.
    outside: u32,
}

/// Compares `output` (logits where `rule` says so) with `targets`, rows of `width` numbers.
pub fn pixel_errors(output: &[f32], targets: &[f32], width: usize, rule: LossRule) -> PixelErrors {
    let sums: Vec<Sums> = output
        .par_chunks(width)
        .zip(targets.par_chunks(width))
        .map(|(output, target)| image_sums(output, target, rule.logits))
        .collect();
    let column = |f: fn(&Sums) -> f32| sums.iter().map(|s| f64::from(f(s))).collect::<Vec<_>>();
    let meaningful = sums.iter().all(|s| s.outside == 0);
    PixelErrors {
        loss: match rule.loss {
            PixelLoss::Mse => column(|s| s.squared),
            PixelLoss::L1 => column(|s| s.absolute),
            PixelLoss::Bce => column(|s| s.cross_entropy),
        },
        squared: column(|s| s.squared),
        cross_entropy: meaningful.then(|| column(|s| s.cross_entropy)),
        rows: None,
        left_out: 0,
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn image_sums(output: &[f32], target: &[f32], logits: bool) -> Sums {
    let mut sums = LaneSums::default();
    let (outputs, targets) = (output.chunks_exact(LANES), target.chunks_exact(LANES));
    let rest = outputs.remainder().iter().zip(targets.remainder());
    for (output, target) in outputs.zip(targets) {
        // Of a known length, so that all lanes are worked on at once.
        if let (Ok(output), Ok(target)) = (output.try_into(), target.try_into()) {
            sums.add(output, target, logits);
        }
    }
    for (lane, (&output, &target)) in rest.enumerate() {
        sums.add_one(lane, output, target, logits);
    }
    Sums {
        squared: sums.squared.iter().sum(),
        absolute: sums.absolute.iter().sum(),
        cross_entropy: sums.entropy.iter().sum(),
        outside: sums.outside.iter().sum(),
    }
}

/// Pixels that are worked on side by side.
const LANES: usize = 16;

/// Sums over every sixteenth pixel.
#[derive(Default)]
struct LaneSums {
    squared: [f32; LANES],
    absolute: [f32; LANES],
    entropy: [f32; LANES],
    outside: [u32; LANES],
}

impl LaneSums {
    #[inline(always)]
    fn add(&mut self, output: &[f32; LANES], target: &[f32; LANES], logits: bool) {
        for lane in 0..LANES {
            self.add_one(lane, output[lane], target[lane], logits);
        }
    }

    #[inline(always)]
    fn add_one(&mut self, lane: usize, number: f32, x: f32, logits: bool) {
        let y = if logits {
            self.entropy[lane] += logit_cross_entropy(number, x);
            vector_math::sigmoid(number)
        } else {
            self.entropy[lane] += cross_entropy(number, x);
            number
        };
        self.squared[lane] += (y - x) * (y - x);
        self.absolute[lane] += (y - x).abs();
        // Written so that NaN counts as outside.
        let inside = (0.0..=1.0).contains(&y) & (0.0..=1.0).contains(&x);
        self.outside[lane] += u32::from(!inside);
    }
}

/// `max(z, 0) - z x + ln(1 + exp(-|z|))`
#[inline(always)]
pub(super) fn logit_cross_entropy(z: f32, x: f32) -> f32 {
    let positive = if z < 0.0 { 0.0 } else { z };
    positive - z * x + ln_1p_unit(exp(-z.abs()))
}

/// `-(x ln y + (1 - x) ln(1 - y))` with y kept away from 0 and 1
#[inline(always)]
pub(super) fn cross_entropy(y: f32, x: f32) -> f32 {
    let y = y.clamp(BCE_CLAMP, 1.0 - BCE_CLAMP);
    -(x * ln(y) + (1.0 - x) * ln(1.0 - y))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: LossRule = LossRule {
        loss: PixelLoss::Mse,
        logits: false,
    };

    #[test]
    fn sums_each_image_by_itself() {
        let errors = pixel_errors(&[0.5, 0.25, 1.0, 0.0], &[1.0, 0.25, 0.0, 0.0], 2, RULE);
        assert_eq!(errors.squared, [0.25, 1.0]);
        assert_eq!(errors.loss, [0.25, 1.0]);
        let entropy = errors.cross_entropy.expect("all within [0, 1]");
        // -ln .5 - (.25 ln .25 + .75 ln .75)
        assert!((entropy[0] - 1.255_482).abs() < 1e-5);
        // -ln(1 - (1 - 1e-7)) for the wrong pixel, rounded as single precision does, almost nothing for the right one.
        assert!((entropy[1] - 15.942).abs() < 0.01, "{}", entropy[1]);
    }

    #[test]
    fn logits_and_outputs_agree() {
        let logits: Vec<f32> = (-20..20).map(|i| i as f32 * 0.3).collect();
        let targets: Vec<f32> = (0..40).map(|i| i as f32 / 39.0).collect();
        let mut outputs = logits.clone();
        sigmoid(&mut outputs);
        let rule = LossRule {
            loss: PixelLoss::Bce,
            logits: true,
        };
        let from_logits = pixel_errors(&logits, &targets, 40, rule);
        let from_outputs = pixel_errors(&outputs, &targets, 40, RULE);
        let (a, b) = (
            from_logits.loss[0],
            from_outputs.cross_entropy.expect("in range")[0],
        );
        assert!((a - b).abs() < 1e-4 * a, "{a} {b}");
        assert!((from_logits.squared[0] - from_outputs.squared[0]).abs() < 1e-5);
    }

    #[test]
    fn cross_entropy_means_nothing_beyond_the_unit_range() {
        assert_eq!(pixel_errors(&[1.5], &[1.0], 1, RULE).cross_entropy, None);
        assert_eq!(pixel_errors(&[0.5], &[-0.1], 1, RULE).cross_entropy, None);
        assert_eq!(
            pixel_errors(&[f32::NAN], &[0.5], 1, RULE).cross_entropy,
            None
        );
    }
}
