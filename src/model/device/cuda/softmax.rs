//! Softmax and cross-entropy, value and gradient in one kernel each.

use dfdx::prelude::*;

use super::context::{Context, count, grid};
use super::pointer::{at, slope};
use crate::model::device::Rows;

/// See [`crate::model::device::Kernels::softmax_loss`].
pub fn softmax_loss<T: Tape<f32, Cuda>>(
    logits: Rows<usize, Cuda, T>,
    target: &Rows<usize, Cuda>,
) -> Result<Tensor<Rank0, f32, Cuda, T>, CudaError> {
    let (logits, mut tape) = logits.split_tape();
    assert_eq!(logits.shape(), target.shape(), "logits and targets");
    let context = Context::of(&logits)?;
    let (rows, classes) = (count(logits.shape().0)?, count(logits.shape().1)?);
    let value: Tensor<Rank0, f32, Cuda> = logits.device().try_zeros_like(&())?;
    let (partial, arrived) = context.sums();
    let (z, t) = (at(&logits), at(target));
    let params = (z, t, rows, classes, at(&value), partial, arrived);
    context.launch(&context.functions.softmax_loss, grid(rows), params)?;
    if T::OWNS_TAPE {
        let (value, target) = (value.clone(), target.clone());
        tape.add_backward_op(move |gradients| {
            let (scale, to) = (slope(gradients, &value)?, slope(gradients, &logits)?);
            let params = (at(&logits), at(&target), scale, rows, classes, to);
            context.launch(&context.functions.softmax_loss_slopes, grid(rows), params)
        });
    }
    Ok(value.put_tape(tape))
}
