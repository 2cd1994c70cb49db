//! Batch norm over the channels of maps.

use dfdx::prelude::*;

use super::activate;
use crate::model::Activation;
use crate::model::device::maps::{Measured, NORM_EPSILON, Normalised, Statistics};
use crate::model::device::{Rows, Vector};

/// See [`crate::model::device::Kernels::batch_norm`].
pub fn batch_norm<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weight: &Vector<D>,
    bias: &Vector<D>,
    statistics: Statistics<D>,
    activation: Activation,
) -> Result<Normalised<D, T>, D::Err> {
    let (rows, width) = *x.shape();
    let channels = weight.shape().0;
    let pixels = (rows * width / channels, channels);
    let along = |vector: &Vector<D>| {
        vector
            .retaped::<T>()
            .try_broadcast_like::<(usize, usize), Axis<0>>(&pixels)
    };
    let x = x.try_reshape_like(&pixels)?;
    let (centred, variance, measured) = match statistics {
        Statistics::Batch => {
            let mean = x.with_empty_tape().try_mean::<(usize,), Axis<0>>()?;
            let means = mean.with_empty_tape().split_tape().0;
            let centred =
                x.try_sub(mean.try_broadcast_like::<(usize, usize), Axis<0>>(&pixels)?)?;
            let variance = centred
                .with_empty_tape()
                .try_square()?
                .try_mean::<(usize,), Axis<0>>()?;
            let measured = Measured {
                mean: means,
                variance: variance.with_empty_tape().split_tape().0,
            };
            let variance = variance.try_broadcast_like::<(usize, usize), Axis<0>>(&pixels)?;
            (centred, variance, measured)
        }
        Statistics::Running { mean, variance } => {
            let measured = Measured {
                mean: mean.clone(),
                variance: variance.clone(),
            };
            (x.try_sub(along(mean)?)?, along(variance)?, measured)
        }
    };
    let normal = centred.try_div(variance.try_add(NORM_EPSILON)?.try_sqrt()?)?;
    let z = normal.try_mul(along(weight)?)?.try_add(along(bias)?)?;
    let y = activate(z, activation)?;
    Ok((y.try_reshape_like(&(rows, width))?, measured))
}
