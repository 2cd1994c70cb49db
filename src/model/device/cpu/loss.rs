//! Reconstruction losses, value and gradient in one pass each.

use dfdx::prelude::*;
use multiversion::multiversion;
use rayon::prelude::*;

use super::slices::slice;
use super::{CHUNK, MIN_CHUNKS};
use crate::model::device::{BCE_CLAMP, Kernels, LossRule, PixelLoss, Rows};
use crate::model::scratch;
use crate::model::vector_math::{exp, ln, ln_1p_unit, sigmoid};

/// Independent partial sums let the compiler add many numbers at once in a fixed order.
const LANES: usize = 16;

/// See [`crate::model::device::Kernels::weighted_loss`].
pub fn loss<T: Tape<f32, Cpu>>(
    output: Rows<usize, Cpu, T>,
    target: &Rows<usize, Cpu>,
    weights: Option<&[f32]>,
    rule: LossRule,
) -> Result<Tensor<Rank0, f32, Cpu, T>, CpuError> {
    let (output, mut tape) = output.split_tape();
    assert_eq!(output.shape(), target.shape(), "outputs and targets");
    let count = output.shape().num_elements();
    let chunk = match weights {
        None => CHUNK,
        // Whole rows, so that a chunk begins where the weights do.
        Some(weights) => {
            assert_eq!(output.shape().1, weights.len(), "weights a row");
            weights.len() * (CHUNK / weights.len().max(1)).max(1)
        }
    };
    // Partial sums of fixed chunks, added in order: the same bits on any number of threads.
    let sums: Vec<f64> = slice(&output)
        .par_chunks(chunk)
        .with_min_len(MIN_CHUNKS)
        .zip(slice(target).par_chunks(chunk))
        .map(|(output, target)| match weights {
            None => f64::from(chunk_sum(output, target, rule)),
            Some(weights) => {
                let rows = output
                    .chunks(weights.len())
                    .zip(target.chunks(weights.len()));
                rows.map(|(y, x)| f64::from(weighted_sum(y, x, weights, rule)))
                    .sum()
            }
        })
        .collect();
    let mean = (sums.iter().sum::<f64>() / count as f64) as f32;
    let value = output.device().upload(&[mean], ())?;

    if T::OWNS_TAPE {
        let (value, target) = (value.clone(), target.clone());
        let weights = weights.map(scratch::copy);
        tape.add_backward_op(move |gradients| {
            let scale = gradients.get_or_alloc_mut(&value)?[0] / count as f32;
            let gradient = gradients.get_or_alloc_mut(&output)?;
            gradient
                .par_chunks_mut(chunk)
                .with_min_len(MIN_CHUNKS)
                .zip(slice(&output).par_chunks(chunk))
                .zip(slice(&target).par_chunks(chunk))
                .for_each(|((gradient, output), target)| match &weights {
                    None => add_gradient(gradient, output, target, scale, rule),
                    Some(weights) => {
                        let size = weights.len();
                        let rows = output.chunks(size).zip(target.chunks(size));
                        for (gradient, (y, x)) in gradient.chunks_mut(size).zip(rows) {
                            add_weighted_gradient(gradient, y, x, weights, scale, rule);
                        }
                    }
                });
            Ok(())
        });
    }
    Ok(value.put_tape(tape))
}

/// The loss of one image, summed over its numbers, each times its weight.
pub fn image_loss(output: &[f32], target: &[f32], weights: &[f32], rule: LossRule) -> f64 {
    f64::from(weighted_sum(output, target, weights, rule))
}

/// The match over the losses, with each one's term handed to `$apply`.
macro_rules! terms {
    ($rule:expr, $apply:ident) => {
        match ($rule.loss, $rule.logits) {
            (PixelLoss::Mse, _) => $apply!(|y, x| (y - x) * (y - x)),
            (PixelLoss::L1, _) => $apply!(|y, x| (y - x).abs()),
            (PixelLoss::Bce, true) => $apply!(|z, x| {
                let positive = if z < 0.0 { 0.0 } else { z };
                positive - z * x + ln_1p_unit(exp(-z.abs()))
            }),
            (PixelLoss::Bce, false) => $apply!(|y, x| {
                let y = y.clamp(BCE_CLAMP, 1.0 - BCE_CLAMP);
                -(x * ln(y) + (1.0 - x) * ln(1.0 - y))
            }),
        }
    };
}

/// The same for their slopes.
macro_rules! slopes {
    ($rule:expr, $apply:ident) => {
        match ($rule.loss, $rule.logits) {
            (PixelLoss::Mse, _) => $apply!(|y, x| 2.0 * (y - x)),
            (PixelLoss::L1, _) => $apply!(|y, x| f32::from(y > x) - f32::from(y < x)),
            (PixelLoss::Bce, true) => $apply!(|z, x| sigmoid(z) - x),
            // Flat where clamped, as the clamp's slope is zero there.
            (PixelLoss::Bce, false) => {
                $apply!(|y, x| if (BCE_CLAMP..=1.0 - BCE_CLAMP).contains(&y) {
                    (y - x) / (y * (1.0 - y))
                } else {
                    0.0
                })
            }
        }
    };
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn chunk_sum(output: &[f32], target: &[f32], rule: LossRule) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let mut tail = 0.0;
    macro_rules! sum {
        (|$y:ident, $x:ident| $term:expr) => {{
            let (outputs, targets) = (output.chunks_exact(LANES), target.chunks_exact(LANES));
            for (&$y, &$x) in outputs.remainder().iter().zip(targets.remainder()) {
                tail += $term;
            }
            for (outputs, targets) in outputs.zip(targets) {
                for ((lane, &$y), &$x) in lanes.iter_mut().zip(outputs).zip(targets) {
                    *lane += $term;
                }
            }
        }};
    }
    terms!(rule, sum);
    lanes.iter().sum::<f32>() + tail
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn weighted_sum(output: &[f32], target: &[f32], weights: &[f32], rule: LossRule) -> f32 {
    let mut lanes = [0.0f32; LANES];
    macro_rules! sum {
        (|$y:ident, $x:ident| $term:expr) => {{
            let pairs = output.chunks(LANES).zip(target.chunks(LANES));
            for ((outputs, targets), weights) in pairs.zip(weights.chunks(LANES)) {
                let numbers = outputs.iter().zip(targets).zip(weights);
                for (lane, ((&$y, &$x), &weight)) in lanes.iter_mut().zip(numbers) {
                    *lane += weight * $term;
                }
            }
        }};
    }
    terms!(rule, sum);
    lanes.iter().sum::<f32>()
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn add_gradient(gradient: &mut [f32], output: &[f32], target: &[f32], scale: f32, rule: LossRule) {
    macro_rules! each {
        (|$y:ident, $x:ident| $slope:expr) => {
            for ((g, &$y), &$x) in gradient.iter_mut().zip(output).zip(target) {
                *g += scale * $slope;
            }
        };
    }
    slopes!(rule, each);
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn add_weighted_gradient(
    gradient: &mut [f32],
    output: &[f32],
    target: &[f32],
    weights: &[f32],
    scale: f32,
    rule: LossRule,
) {
    macro_rules! each {
        (|$y:ident, $x:ident| $slope:expr) => {{
            let numbers = output.iter().zip(target).zip(weights);
            for (g, ((&$y, &$x), &weight)) in gradient.iter_mut().zip(numbers) {
                *g += scale * weight * $slope;
            }
        }};
    }
    slopes!(rule, each);
}
