//! Reconstruction losses, value and gradient in one kernel each.

use std::rc::Rc;

use cudarc::driver::{CudaSlice, DevicePtr};
use dfdx::prelude::*;

use super::context::{Context, count, grid};
use super::pointer::{at, slope};
use crate::model::device::{LossRule, PixelLoss, Rows};

/// See [`crate::model::device::Kernels::weighted_loss`].
pub fn weighted_loss<T: Tape<f32, Cuda>>(
    output: Rows<usize, Cuda, T>,
    target: &Rows<usize, Cuda>,
    weights: Option<&[f32]>,
    rule: LossRule,
) -> Result<Tensor<Rank0, f32, Cuda, T>, CudaError> {
    let (output, mut tape) = output.split_tape();
    assert_eq!(output.shape(), target.shape(), "outputs and targets");
    let context = Context::of(&output)?;
    let width = output.shape().1;
    let numbers = count(output.shape().num_elements())?;
    let weights = match weights {
        None => None,
        Some(weights) => {
            assert_eq!(width, weights.len(), "weights a row");
            Some(context.constants.get(&context.device, weights)?)
        }
    };
    let value: Tensor<Rank0, f32, Cuda> = output.device().try_zeros_like(&())?;
    let (width, loss) = (width as u32, loss_number(rule));
    let (partial, arrived) = context.sums();
    let pair = (at(&output), at(target));
    let params = (
        pair.0,
        pair.1,
        address(weights.as_ref()),
        numbers,
        width,
        loss,
        at(&value),
        partial,
        arrived,
    );
    context.launch(&context.functions.mean_loss, grid(numbers), params)?;
    if T::OWNS_TAPE {
        let (value, target) = (value.clone(), target.clone());
        tape.add_backward_op(move |gradients| {
            let (scale, to) = (slope(gradients, &value)?, slope(gradients, &output)?);
            let pair = (at(&output), at(&target));
            let weights = address(weights.as_ref());
            let params = (pair.0, pair.1, weights, scale, numbers, width, loss, to);
            context.launch(&context.functions.mean_loss_slopes, grid(numbers), params)
        });
    }
    Ok(value.put_tape(tape))
}

/// Zero where there are none.
fn address(weights: Option<&Rc<CudaSlice<f32>>>) -> u64 {
    weights.map_or(0, |weights| *weights.device_ptr())
}

/// As the kernels number them.
fn loss_number(rule: LossRule) -> i32 {
    match (rule.loss, rule.logits) {
        (PixelLoss::Mse, _) => 0,
        (PixelLoss::L1, _) => 1,
        (PixelLoss::Bce, false) => 2,
        (PixelLoss::Bce, true) => 3,
    }
}
