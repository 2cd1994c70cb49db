//! Optimiser updates in one pass over weights, gradient and moments. Formulas are PyTorch's.

use dfdx::prelude::*;
use multiversion::multiversion;
use rayon::prelude::*;

use super::gradient_memory::zeroed;
use super::slices::slice_mut;
use super::{CHUNK, MIN_CHUNKS};
use crate::model::Optimiser;
use crate::model::device::{Moments, Update, corrections};

/// Parts of a parameter at most.
const PARTS: usize = 256;

/// Sum of squares in fixed parts, added in order.
pub fn square_sum(numbers: &[f32]) -> f64 {
    let part = part(numbers.len());
    let mut sums = [0.0; PARTS];
    sums.par_iter_mut()
        .zip(numbers.par_chunks(part))
        .with_min_len((MIN_CHUNKS * CHUNK).div_ceil(part))
        .for_each(|(sum, numbers)| *sum = in_chunks(numbers));
    sums.iter().sum()
}

/// Numbers that one thread takes at a time: whole chunks, so that sums do not depend on the number of threads.
fn part(numbers: usize) -> usize {
    numbers.div_ceil(CHUNK * PARTS).max(1) * CHUNK
}

fn in_chunks(numbers: &[f32]) -> f64 {
    let chunks = numbers.chunks(CHUNK);
    chunks.map(|chunk| f64::from(chunk_square_sum(chunk))).sum()
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
    scale: f32,
) -> Result<f64, CpuError> {
    for moment in moments.iter_mut().take(moments_used(rule.optimiser)) {
        if moment.is_none() {
            *moment = Some(parameter.device().try_zeros_like(parameter.shape())?);
        }
    }
    let gradient: &[f32] = zeroed(
        gradients.get_or_alloc_mut(parameter)?,
        parameter.shape().num_elements(),
    );
    let weights = slice_mut(parameter);
    let [first, second] = moments;
    let first = first.as_mut().map_or(&mut [][..], slice_mut);
    let second = second.as_mut().map_or(&mut [][..], slice_mut);
    let rule = Prepared::new(rule, scale);
    let part = part(gradient.len());
    let mut sums = [0.0; PARTS];
    let parts = sums
        .par_iter_mut()
        .zip(weights.par_chunks_mut(part))
        .zip(gradient.par_chunks(part))
        .with_min_len((MIN_CHUNKS * CHUNK).div_ceil(part));
    // The gradient is read here anyway: summing its squares as well costs nothing more.
    let one = |((sum, w), g): ((&mut f64, &mut [f32]), &[f32]), m: &mut [f32], v: &mut [f32]| {
        *sum = in_chunks(g);
        apply(w, g, m, v, &rule);
    };
    match (first.is_empty(), second.is_empty()) {
        (true, _) => parts.for_each(|part| one(part, &mut [], &mut [])),
        (false, true) => parts
            .zip(first.par_chunks_mut(part))
            .for_each(|(part, m)| one(part, m, &mut [])),
        (false, false) => parts
            .zip(first.par_chunks_mut(part))
            .zip(second.par_chunks_mut(part))
            .for_each(|((part, m), v)| one(part, m, v)),
    }
    Ok(sums.iter().sum())
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
    fn new(rule: &Update, scale: f32) -> Self {
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
            scale,
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
