//! Optimiser updates in one pass over weights, gradient and moments. Formulas are PyTorch's.

use dfdx::prelude::*;
use multiversion::multiversion;
use rayon::prelude::*;

use super::slices::slice_mut;
use super::{CHUNK, MIN_CHUNKS};
use crate::model::Optimiser;
use crate::model::device::{Moments, Update, corrections};

/// Sum of squares in fixed chunks, added in order.
pub fn square_sum(numbers: &[f32]) -> f64 {
    let sums: Vec<f64> = numbers
        .par_chunks(CHUNK)
        .with_min_len(MIN_CHUNKS)
        .map(|chunk| f64::from(chunk_square_sum(chunk)))
        .collect();
    sums.iter().sum()
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn chunk_square_sum(numbers: &[f32]) -> f32 {
    // Independent partial sums let the compiler add many numbers at once in a fixed order.
    let mut lanes = [0.0f32; 16];
    let chunks = numbers.chunks_exact(lanes.len());
    let mut sum = 0.0;
    for number in chunks.remainder() {
        sum += number * number;
    }
    for chunk in chunks {
        for (lane, number) in lanes.iter_mut().zip(chunk) {
            *lane += number * number;
        }
    }
    sum + lanes.iter().sum::<f32>()
}

/// See [`crate::model::device::Kernels::update`].
pub fn update<S: Shape>(
    parameter: &mut Tensor<S, f32, Cpu>,
    moments: &mut Moments<S, Cpu>,
    gradients: &mut Gradients<f32, Cpu>,
    rule: &Update,
) -> Result<(), CpuError> {
    for moment in moments.iter_mut().take(moments_used(rule.optimiser)) {
        if moment.is_none() {
            *moment = Some(parameter.device().try_zeros_like(parameter.shape())?);
        }
    }
    let gradient: &[f32] = gradients.get_or_alloc_mut(parameter)?;
    let weights = slice_mut(parameter);
    let [first, second] = moments;
    let first = first.as_mut().map_or(&mut [][..], slice_mut);
    let second = second.as_mut().map_or(&mut [][..], slice_mut);
    let rule = Prepared::new(rule);
    // An unused moment is an empty slice, which still has to give one (empty) chunk for each chunk of weights.
    let chunks = weights
        .par_chunks_mut(CHUNK)
        .zip(gradient.par_chunks(CHUNK));
    match (first.is_empty(), second.is_empty()) {
        (true, _) => chunks.for_each(|(w, g)| apply(w, g, &mut [], &mut [], &rule)),
        (false, true) => chunks
            .zip(first.par_chunks_mut(CHUNK))
            .for_each(|((w, g), m)| apply(w, g, m, &mut [], &rule)),
        (false, false) => chunks
            .zip(first.par_chunks_mut(CHUNK))
            .zip(second.par_chunks_mut(CHUNK))
            .for_each(|(((w, g), m), v)| apply(w, g, m, v, &rule)),
    }
    Ok(())
}

/// How many of a parameter's two moments the optimiser keeps.
fn moments_used(optimiser: Optimiser) -> usize {
    match optimiser {
        Optimiser::Sgd { momentum, .. } => usize::from(momentum != 0.0),
        Optimiser::Adam { .. } | Optimiser::AdamW { .. } => 2,
        Optimiser::RmsProp { momentum, .. } => 1 + usize::from(momentum != 0.0),
    }
}

/// The numbers of one update, worked out once for all chunks.
struct Prepared {
    optimiser: Optimiser,
    scale: f32,
    /// Added to the gradient as a multiple of the weight.
    coupled_decay: f32,
    /// The weight is multiplied by this first.
    shrink: f32,
    rate: f32,
    /// 1 / sqrt(1 - beta2^step) for Adam.
    second_scale: f32,
}

impl Prepared {
    fn new(rule: &Update) -> Self {
        let decoupled = matches!(rule.optimiser, Optimiser::AdamW { .. });
        let (mut rate, mut second_scale) = (rule.learning_rate, 1.0);
        if let Optimiser::Adam { beta1, beta2, .. } | Optimiser::AdamW { beta1, beta2, .. } =
            rule.optimiser
        {
            let (correction1, correction2) = corrections(beta1, beta2, rule.step);
            rate /= correction1;
            second_scale = 1.0 / correction2.sqrt();
        }
        Self {
            optimiser: rule.optimiser,
            scale: rule.gradient_scale,
            coupled_decay: if decoupled { 0.0 } else { rule.weight_decay },
            shrink: if decoupled {
                1.0 - rule.learning_rate * rule.weight_decay
            } else {
                1.0
            },
            rate,
            second_scale,
        }
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn apply(
    weights: &mut [f32],
    gradient: &[f32],
    first: &mut [f32],
    second: &mut [f32],
    rule: &Prepared,
) {
    let rate = rule.rate;
    // The gradient of one number, clipped, with the decay that is part of it.
    macro_rules! gradient {
        ($w:expr, $g:expr) => {
            $g * rule.scale + rule.coupled_decay * $w
        };
    }
    match rule.optimiser {
        Optimiser::Sgd { momentum: 0.0, .. } => {
            for (w, &g) in weights.iter_mut().zip(gradient) {
                *w -= rate * gradient!(*w, g);
            }
        }
        Optimiser::Sgd { momentum, nesterov } => {
            for ((w, &g), m) in weights.iter_mut().zip(gradient).zip(first) {
                let g = gradient!(*w, g);
                *m = momentum * *m + g;
                *w -= rate * if nesterov { g + momentum * *m } else { *m };
            }
        }
        Optimiser::Adam {
            beta1,
            beta2,
            epsilon,
        }
        | Optimiser::AdamW {
            beta1,
            beta2,
            epsilon,
        } => {
            for (((w, &g), m), v) in weights.iter_mut().zip(gradient).zip(first).zip(second) {
                let g = gradient!(*w, g);
                *m = beta1 * *m + (1.0 - beta1) * g;
                *v = beta2 * *v + (1.0 - beta2) * g * g;
                *w = rule.shrink * *w - rate * *m / (v.sqrt() * rule.second_scale + epsilon);
            }
        }
        Optimiser::RmsProp {
            alpha,
            epsilon,
            momentum: 0.0,
        } => {
            for ((w, &g), v) in weights.iter_mut().zip(gradient).zip(first) {
                let g = gradient!(*w, g);
                *v = alpha * *v + (1.0 - alpha) * g * g;
                *w -= rate * g / (v.sqrt() + epsilon);
            }
        }
        Optimiser::RmsProp {
            alpha,
            epsilon,
            momentum,
        } => {
            for (((w, &g), v), m) in weights.iter_mut().zip(gradient).zip(first).zip(second) {
                let g = gradient!(*w, g);
                *v = alpha * *v + (1.0 - alpha) * g * g;
                *m = momentum * *m + g / (v.sqrt() + epsilon);
                *w -= rate * *m;
            }
        }
    }
}
