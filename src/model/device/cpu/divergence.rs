//! The divergence of a softmax from rows scaled to sum 1, in one operation on the tape.

use dfdx::prelude::*;
use multiversion::multiversion;
use rayon::prelude::*;

use super::slices::slice;
use crate::model::device::{Kernels, Rows};
use crate::model::vector_math::{exp, ln};

/// One row compared with its target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Divergence {
    /// In nats; 0 where the target has no mass.
    pub nats: f64,
    /// Sum of the target's numbers above zero.
    pub mass: f32,
    /// The largest logit, and the logarithm of the sum of the exponentials beyond it.
    largest: f32,
    log_sum: f32,
}

/// See [`crate::model::device::Kernels::kl_loss`].
pub fn kl_loss<T: Tape<f32, Cpu>>(
    logits: Rows<usize, Cpu, T>,
    target: &Rows<usize, Cpu>,
) -> Result<Tensor<Rank0, f32, Cpu, T>, CpuError> {
    let (logits, mut tape) = logits.split_tape();
    assert_eq!(logits.shape(), target.shape(), "logits and targets");
    let width = logits.shape().1.max(1);
    let rows: Vec<Divergence> = slice(&logits)
        .par_chunks(width)
        .zip(slice(target).par_chunks(width))
        .map(|(z, t)| divergence(z, t))
        .collect();
    // In order: the same bits on any number of threads.
    let sum: f64 = rows.iter().map(|row| row.nats).sum();
    let present = rows.iter().filter(|row| row.mass > 0.0).count().max(1);
    let value = logits
        .device()
        .upload(&[(sum / present as f64) as f32], ())?;

    if T::OWNS_TAPE {
        let (value, target) = (value.clone(), target.clone());
        tape.add_backward_op(move |gradients| {
            let scale = gradients.get_or_alloc_mut(&value)?[0] / present as f32;
            let gradient = gradients.get_or_alloc_mut(&logits)?;
            let pairs = slice(&logits)
                .par_chunks(width)
                .zip(slice(&target).par_chunks(width));
            gradient
                .par_chunks_mut(width)
                .zip(pairs.zip(&rows))
                .for_each(|(gradient, ((z, t), row))| add_gradient(gradient, z, t, *row, scale));
            Ok(())
        });
    }
    Ok(value.put_tape(tape))
}

/// Of one row: `sum of p (ln p - ln softmax(z))`.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn divergence(z: &[f32], t: &[f32]) -> Divergence {
    let largest = z.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let log_sum = ln(z.iter().map(|z| exp(z - largest)).sum::<f32>());
    let mass: f32 = t.iter().map(|t| t.max(0.0)).sum();
    let mut nats = 0.0;
    if mass > 0.0 {
        for (z, t) in z.iter().zip(t) {
            if *t > 0.0 {
                let share = t / mass;
                nats += f64::from(share) * f64::from(share.ln() - (z - largest - log_sum));
            }
        }
    }
    Divergence {
        nats,
        mass,
        largest,
        log_sum,
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn add_gradient(gradient: &mut [f32], z: &[f32], t: &[f32], row: Divergence, scale: f32) {
    if row.mass <= 0.0 {
        return;
    }
    for ((gradient, z), t) in gradient.iter_mut().zip(z).zip(t) {
        let probability = exp(z - row.largest - row.log_sum);
        *gradient += scale * (probability - t.max(0.0) / row.mass);
    }
}

/// Makes probabilities of the logits of each row of `width` numbers.
pub fn softmax(numbers: &mut [f32], width: usize) {
    numbers.par_chunks_mut(width.max(1)).for_each(|row| {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row.iter_mut().for_each(|z| *z = exp(*z - largest));
        let sum: f32 = row.iter().sum();
        row.iter_mut().for_each(|z| *z /= sum);
    });
}
