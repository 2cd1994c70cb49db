//! The loss of some rows by column on one thread: numbers compared one by one, and softmax cross-entropy.

use multiversion::multiversion;

use super::activation::{activate, scale_by_slope_at};
use crate::model::Activation;
use crate::model::device::columns::{ColumnRule, Kind, YES_NO};
use crate::model::device::{BCE_CLAMP, LossRule, PixelLoss};
use crate::model::vector_math::{exp, ln, ln_1p_unit, sigmoid};

/// Independent partial sums let the compiler add many numbers at once in a fixed order.
const LANES: usize = 16;

/// Sums over cells that are there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    /// The weighted loss, by [`Kind`].
    pub kinds: [f64; 3],
    pub cells: usize,
}

impl Sums {
    pub fn add(&mut self, more: Self) {
        for (sum, more) in self.kinds.iter_mut().zip(more.kinds) {
            *sum += more;
        }
        self.cells += more.cells;
    }
}

/// The loss of whole rows, and the slope of its sum at each number that the last layer left; exactly zero where the
/// target is missing.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn loss_of_rows(output: &[f32], target: &[f32], slopes: &mut [f32], rule: &ColumnRule) -> Sums {
    let width = rule.width().max(1);
    let mut sums = Sums::default();
    let rows = output.chunks_exact(width).zip(target.chunks_exact(width));
    for ((z, t), slopes) in rows.zip(slopes.chunks_exact_mut(width)) {
        for run in &rule.runs {
            let numbers = run.numbers.clone();
            let (z, t) = (&z[numbers.clone()], &t[numbers.clone()]);
            let (weights, slopes) = (&rule.weights[numbers.clone()], &mut slopes[numbers]);
            let (sum, cells) = match run.kind {
                Kind::Numeric => each_number(z, t, weights, slopes, (rule.numeric, rule.output)),
                Kind::YesNo => each_number(z, t, weights, slopes, (YES_NO, Activation::Identity)),
                Kind::Category => category(z, t, weights[0], slopes),
            };
            sums.kinds[run.kind as usize] += f64::from(sum);
            sums.cells += cells as usize;
        }
    }
    sums
}

/// The loss of columns of one number each, and how many are there.
#[inline(always)]
fn each_number(
    z: &[f32],
    t: &[f32],
    weights: &[f32],
    slopes: &mut [f32],
    (rule, output): (LossRule, Activation),
) -> (f32, u32) {
    let mut lanes = [0.0f32; LANES];
    let mut cells = [0u32; LANES];
    slopes.copy_from_slice(z);
    let output = match rule.logits {
        true => Activation::Identity,
        false => output,
    };
    activate(slopes, output);
    macro_rules! each {
        (|$y:ident, $x:ident| $term:expr, $slope:expr) => {
            let numbers = slopes.chunks_mut(LANES).zip(t.chunks(LANES));
            for ((slopes, t), weights) in numbers.zip(weights.chunks(LANES)) {
                let lanes = lanes.iter_mut().zip(&mut cells);
                let numbers = slopes.iter_mut().zip(t).zip(weights);
                for ((lane, cells), ((slope, &$x), &weight)) in lanes.zip(numbers) {
                    let $y = *slope;
                    let there = !$x.is_nan();
                    *lane += if there { weight * $term } else { 0.0 };
                    *slope = if there { weight * $slope } else { 0.0 };
                    *cells += u32::from(there);
                }
            }
        };
    }
    match (rule.loss, rule.logits) {
        (PixelLoss::Mse, _) => {
            each!(|y, x| (y - x) * (y - x), 2.0 * (y - x));
        }
        (PixelLoss::L1, _) => {
            each!(|y, x| (y - x).abs(), f32::from(y > x) - f32::from(y < x));
        }
        (PixelLoss::Bce, true) => {
            each!(
                |z, x| {
                    let positive = if z < 0.0 { 0.0 } else { z };
                    positive - z * x + ln_1p_unit(exp(-z.abs()))
                },
                sigmoid(z) - x
            );
        }
        // Flat where clamped, as the clamp's slope is zero there.
        (PixelLoss::Bce, false) => {
            each!(
                |y, x| {
                    let y = y.clamp(BCE_CLAMP, 1.0 - BCE_CLAMP);
                    -(x * ln(y) + (1.0 - x) * ln(1.0 - y))
                },
                if (BCE_CLAMP..=1.0 - BCE_CLAMP).contains(&y) {
                    (y - x) / (y * (1.0 - y))
                } else {
                    0.0
                }
            );
        }
    }
    scale_by_slope_at(slopes, z, output);
    (lanes.iter().sum(), cells.iter().sum())
}

/// The cross-entropy of one category, and whether it is there: 1 or 0.
#[inline(always)]
fn category(z: &[f32], t: &[f32], weight: f32, slopes: &mut [f32]) -> (f32, u32) {
    if t[0].is_nan() {
        slopes.fill(0.0);
        return (0.0, 0);
    }
    slopes.copy_from_slice(z);
    let (largest, sum) = exponentials(slopes);
    let log_sum = ln(sum);
    let (mut loss, mut total) = (0.0, 0.0);
    for (z, t) in z.iter().zip(t) {
        loss += t * (log_sum - (z - largest));
        total += t;
    }
    let factor = total / sum;
    for (slope, t) in slopes.iter_mut().zip(t) {
        *slope = weight * (factor * *slope - t);
    }
    (weight * loss, 1)
}

/// Turns numbers into their exponentials over that of the largest; returns the largest and the sum.
#[inline(always)]
fn exponentials(numbers: &mut [f32]) -> (f32, f32) {
    let mut largest = f32::NEG_INFINITY;
    for &number in numbers.iter() {
        largest = if number > largest { number } else { largest };
    }
    let mut lanes = [0.0f32; LANES];
    for numbers in numbers.chunks_mut(LANES) {
        for (lane, number) in lanes.iter_mut().zip(numbers) {
            *number = exp(*number - largest);
            *lane += *number;
        }
    }
    (largest, lanes.iter().sum())
}

/// Turns logits into probabilities.
#[inline(always)]
pub fn softmax(z: &mut [f32]) {
    let (_, sum) = exponentials(z);
    z.iter_mut().for_each(|z| *z /= sum);
}

/// Turns slopes at the probabilities `y` into those at their logits.
#[inline(always)]
pub fn softmax_slopes(slopes: &mut [f32], y: &[f32]) {
    let mean: f32 = slopes.iter().zip(y).map(|(slope, y)| slope * y).sum();
    for (slope, y) in slopes.iter_mut().zip(y) {
        *slope = y * (*slope - mean);
    }
}
