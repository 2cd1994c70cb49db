//! The divergence of a softmax from rows scaled to sum 1, made of dfdx operations.

use dfdx::prelude::*;

use crate::model::device::Rows;

/// Far below every share that counts.
const LEAST: f32 = 1e-30;

/// See [`crate::model::device::Kernels::kl_loss`].
pub fn kl_loss<D: Device<f32>, T: Tape<f32, D>>(
    logits: Rows<usize, D, T>,
    target: &Rows<usize, D>,
) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
    let shape = *logits.shape();
    let target = target.clone().try_relu()?;
    let mass: Tensor<(usize,), f32, D> = target.clone().try_sum::<_, Axis<1>>()?;
    let present = mass.as_vec().iter().filter(|mass| **mass > 0.0).count();
    let mass = mass.try_clamp(LEAST, f32::MAX)?;
    let shares = target.try_div(mass.try_broadcast_like::<_, Axis<1>>(&shape)?)?;
    let entropy: Tensor<Rank0, f32, D> = shares
        .clone()
        .try_clamp(LEAST, 1.0)?
        .try_ln()?
        .try_mul(shares.clone())?
        .try_sum()?;
    let logs = logits.try_log_softmax::<Axis<1>>()?;
    let cross = logs.try_mul(shares)?.try_negate()?.try_sum::<Rank0, _>()?;
    cross.try_add(entropy)?.try_mul(1.0 / present.max(1) as f32)
}
