//! Steps of sequences: which are there, windows over them, and their mean.

use dfdx::prelude::*;

use super::{gather, rows_at};
use crate::model::device::Rows;
use crate::model::device::sequences::StepWindows;

/// See [`crate::model::device::Kernels::steps_there`].
pub fn steps_there<D: Device<f32>>(
    x: &Rows<usize, D>,
    features: usize,
) -> Result<[Rows<usize, D>; 2], D::Err> {
    let (rows, width) = *x.shape();
    let device = x.device();
    let steps = (rows * width / features, features);
    let is_number = x.try_eq(x)?.try_choose(
        device.try_ones_like(x.shape())?,
        device.try_zeros_like(x.shape())?,
    )?;
    let count = is_number.try_reshape_like(&steps)?;
    let there = count.try_max::<(usize,), Axis<1>>()?;
    Ok([
        x.clone().try_nans_to(0.0)?,
        there.try_reshape_like(&(rows, width / features))?,
    ])
}

/// See [`crate::model::device::Kernels::mask_steps`].
pub fn mask_steps<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    there: &Rows<usize, D>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let (shape, steps) = (*x.shape(), there.shape().num_elements());
    let by_step = (steps, shape.num_elements() / steps.max(1));
    let mask = there.clone().try_reshape_like(&(steps,))?;
    let mask = mask.try_broadcast_like::<(usize, usize), Axis<1>>(&by_step)?;
    x.try_reshape_like(&by_step)?
        .try_mul(mask)?
        .try_reshape_like(&shape)
}

/// See [`crate::model::device::Kernels::mean_of_steps`].
pub fn mean_of_steps<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    there: &Rows<usize, D>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let ((rows, steps), features) = (*there.shape(), x.shape().1);
    let sums = mask_steps(x, there)?
        .try_reshape_like(&(rows, steps, features))?
        .try_sum::<(usize, usize), Axis<1>>()?;
    let counts = there.clone().try_sum::<(usize,), Axis<1>>()?;
    let counts = counts.try_clamp(1.0, f32::MAX)?;
    let counts = counts.try_broadcast_like::<(usize, usize), Axis<1>>(&(rows, features))?;
    sums.try_div(counts)
}

/// See [`crate::model::device::Kernels::last_step`].
pub fn last_step<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    steps: usize,
) -> Result<Rows<usize, D, T>, D::Err> {
    let rows = x.shape().0 / steps;
    rows_at(x, (0..rows).map(|row| row * steps + steps - 1).collect())
}

/// See [`crate::model::device::Kernels::windows_of_steps`].
pub fn windows_of_steps<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    windows: StepWindows,
) -> Result<Rows<usize, D, T>, D::Err> {
    let sequence = windows.steps * windows.features;
    let rows = x.shape().num_elements() / sequence;
    let mut places = Vec::with_capacity(windows.count() * windows.width());
    for window in 0..windows.count() {
        for feature in 0..windows.features {
            let seen = (0..windows.kernel).map(|at| windows.source(window, at));
            places.extend(seen.map(|step| step.map(|step| step * windows.features + feature)));
        }
    }
    let x = x.try_reshape_like(&(rows, sequence))?;
    gather(x, &places)?.try_reshape_like(&(rows * windows.count(), windows.width()))
}
