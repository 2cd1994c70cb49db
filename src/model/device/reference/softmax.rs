//! Softmax and cross-entropy made of dfdx operations.

use dfdx::prelude::*;

use crate::model::device::Rows;

/// See [`crate::model::device::Kernels::softmax_loss`].
pub fn softmax_loss<D: Device<f32>, T: Tape<f32, D>>(
    logits: Rows<usize, D, T>,
    target: &Rows<usize, D>,
) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
    let rows = logits.shape().0 as f32;
    let logs = logits.try_log_softmax::<Axis<1>>()?;
    logs.try_mul(target.clone())?
        .try_sum()?
        .try_mul(-1.0 / rows)
}
