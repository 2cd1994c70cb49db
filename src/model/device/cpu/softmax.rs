//! Softmax and cross-entropy in one operation on the tape.

use dfdx::prelude::*;

use super::slices::slice;
use crate::model::device::{Kernels, Rows};

/// See [`crate::model::device::Kernels::softmax_loss`].
pub fn softmax_loss<T: Tape<f32, Cpu>>(
    logits: Rows<usize, Cpu, T>,
    target: &Rows<usize, Cpu>,
) -> Result<Tensor<Rank0, f32, Cpu, T>, CpuError> {
    let (logits, mut tape) = logits.split_tape();
    assert_eq!(logits.shape(), target.shape(), "logits and targets");
    let (rows, classes) = *logits.shape();
    let pairs = slice(&logits)
        .chunks_exact(classes)
        .zip(slice(target).chunks_exact(classes));
    let sum: f64 = pairs.map(|(z, t)| row_loss(z, t)).sum();
    let mean = (sum / rows as f64) as f32;
    let value = logits.device().upload(&[mean], ())?;

    if T::OWNS_TAPE {
        let (value, target) = (value.clone(), target.clone());
        tape.add_backward_op(move |gradients| {
            let scale = gradients.get_or_alloc_mut(&value)?[0] / rows as f32;
            let gradient = gradients.get_or_alloc_mut(&logits)?;
            let pairs = slice(&logits)
                .chunks_exact(classes)
                .zip(slice(&target).chunks_exact(classes));
            for (gradient, (z, t)) in gradient.chunks_exact_mut(classes).zip(pairs) {
                add_row_gradient(gradient, z, t, scale);
            }
            Ok(())
        });
    }
    Ok(value.put_tape(tape))
}

/// The largest logit and the logarithm of the sum of the exponentials beyond it.
fn largest_and_log_sum(z: &[f32]) -> (f32, f32) {
    let largest = z.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = z.iter().map(|z| (z - largest).exp()).sum();
    (largest, sum.ln())
}

/// `sum of t_k (ln sum of exp(z) - z_k)`
fn row_loss(z: &[f32], t: &[f32]) -> f64 {
    let (largest, log_sum) = largest_and_log_sum(z);
    let terms = z.iter().zip(t);
    terms
        .map(|(z, t)| f64::from(t * (log_sum - (z - largest))))
        .sum()
}

fn add_row_gradient(gradient: &mut [f32], z: &[f32], t: &[f32], scale: f32) {
    let (largest, log_sum) = largest_and_log_sum(z);
    let total: f32 = t.iter().sum();
    for ((gradient, z), t) in gradient.iter_mut().zip(z).zip(t) {
        *gradient += scale * (total * (z - largest - log_sum).exp() - t);
    }
}
