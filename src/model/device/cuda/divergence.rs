//! The divergence of a softmax from rows scaled to sum 1, value and gradient.

use dfdx::prelude::*;

use super::context::{Context, MOST_BLOCKS, count, grid};
use super::pointer::{at, slope};
use crate::model::device::Rows;

/// Numbers that are kept of each row, as in `kernels/divergence.cu`.
const KEPT: usize = 4;

/// See [`crate::model::device::Kernels::kl_loss`].
pub fn kl_loss<T: Tape<f32, Cuda>>(
    logits: Rows<usize, Cuda, T>,
    target: &Rows<usize, Cuda>,
) -> Result<Tensor<Rank0, f32, Cuda, T>, CudaError> {
    let (logits, mut tape) = logits.split_tape();
    assert_eq!(logits.shape(), target.shape(), "logits and targets");
    let context = Context::of(&logits)?;
    let (rows, width) = (count(logits.shape().0)?, count(logits.shape().1)?);
    let numbers = count(logits.shape().num_elements())?;
    let device = logits.device();
    let kept: Rows<usize, Cuda> = device.try_zeros_like(&(logits.shape().0, KEPT))?;
    let value: Tensor<Rank0, f32, Cuda> = device.try_zeros_like(&())?;
    let present: Tensor<Rank0, f32, Cuda> = device.try_zeros_like(&())?;
    let blocks = (rows.clamp(1, MOST_BLOCKS as u32), 1);
    let params = (at(&logits), at(target), rows, width, at(&kept));
    context.launch(&context.functions.divergences, blocks, params)?;
    let params = (at(&kept), rows, at(&value), at(&present));
    context.launch(&context.functions.mean_divergence, (1, 1), params)?;
    if T::OWNS_TAPE {
        let (value, target) = (value.clone(), target.clone());
        tape.add_backward_op(move |gradients| {
            let (scale, to) = (slope(gradients, &value)?, slope(gradients, &logits)?);
            let (z, t) = (at(&logits), at(&target));
            let (kept, present) = (at(&kept), at(&present));
            let params = (z, t, kept, present, scale, numbers, width, to);
            context.launch(&context.functions.divergence_slopes, grid(numbers), params)
        });
    }
    Ok(value.put_tape(tape))
}
