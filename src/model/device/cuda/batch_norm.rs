//! Batch norm (Ioffe and Szegedy 2015) over the channels of maps, with the activation after it.

use cudarc::driver::DeviceRepr;
use dfdx::prelude::*;

use super::columns::Columns;
use super::context::{Context, count, grid};
use super::layer::activation_number;
use super::pointer::{at, slope};
use crate::model::Activation;
use crate::model::device::maps::{Measured, Normalised, Statistics};
use crate::model::device::{Rows, Vector};

/// As in `kernels/batch_norm.cu`: x, mean, variance, weight and bias.
#[repr(C)]
#[derive(Clone, Copy)]
struct Norm([u64; 5]);

// SAFETY: five addresses, laid out as the kernels' struct.
unsafe impl DeviceRepr for Norm {}

/// Where the gradients of bias and weight go, and whether to add to them.
#[repr(C)]
#[derive(Clone, Copy)]
struct NormSlopes {
    bias: u64,
    weight: u64,
    add_bias: i32,
    add_weight: i32,
}

// SAFETY: laid out as the kernels' struct.
unsafe impl DeviceRepr for NormSlopes {}

/// See [`crate::model::device::Kernels::batch_norm`].
pub fn batch_norm<T: Tape<f32, Cuda>>(
    x: Rows<usize, Cuda, T>,
    weight: &Vector<Cuda>,
    bias: &Vector<Cuda>,
    statistics: Statistics<Cuda>,
    activation: Activation,
) -> Result<Normalised<Cuda, T>, CudaError> {
    let (x, mut tape) = x.split_tape();
    let channels = weight.shape().0;
    assert_eq!(x.shape().1 % channels, 0, "whole pixels");
    let context = Context::of(&x)?;
    let numbers = count(x.shape().num_elements())?;
    let pixels = numbers as usize / channels;
    let moving = matches!(statistics, Statistics::Batch);
    let measured = match statistics {
        Statistics::Batch => measure(&context, &x, pixels, channels)?,
        Statistics::Running { mean, variance } => Measured {
            mean: mean.clone(),
            variance: variance.clone(),
        },
    };
    let y: Rows<usize, Cuda> = x.device().try_zeros_like(x.shape())?;
    let number = activation_number(activation);
    let of = (at(&x), at(&measured.mean), at(&measured.variance));
    let width = channels as u32;
    let (weights, biases) = (at(weight), at(bias));
    let params = (
        of.0,
        of.1,
        of.2,
        weights,
        biases,
        at(&y),
        numbers,
        width,
        number,
    );
    context.launch(&context.functions.normalise, grid(numbers), params)?;
    if T::OWNS_TAPE {
        let (weight, bias, y) = (weight.clone(), bias.clone(), y.clone());
        let (mean, variance) = (measured.mean.clone(), measured.variance.clone());
        tape.add_backward_op(move |gradients| {
            let norm = [at(&x), at(&mean), at(&variance), at(&weight), at(&bias)];
            let norm = Norm(norm);
            let gradient = slope(gradients, &y)?;
            let (to_bias, add_bias) = context.parameter_slope(gradients, &bias)?;
            let (to_weight, add_weight) = context.parameter_slope(gradients, &weight)?;
            let slopes = NormSlopes {
                bias: to_bias,
                weight: to_weight,
                add_bias: i32::from(add_bias),
                add_weight: i32::from(add_weight),
            };
            let shares = context.buffers.take(&context.device, 2 * channels)?;
            let (matrix, cover) = Columns::new(pixels, channels)?;
            let (partial, arrived) = context.sums();
            let params = (
                gradient,
                at(&y),
                norm,
                slopes,
                shares.address,
                matrix,
                number,
                partial,
                arrived,
            );
            context.launch(&context.functions.norm_sums, cover, params)?;
            let to = slope(gradients, &x)?;
            let moving = i32::from(moving);
            let params = (gradient, norm, shares.address, to, numbers, width, moving);
            context.launch(&context.functions.norm_slopes, grid(numbers), params)
        });
    }
    Ok((y.put_tape(tape), measured))
}

/// Mean and variance of each channel.
fn measure(
    context: &Context,
    x: &Rows<usize, Cuda>,
    pixels: usize,
    channels: usize,
) -> Result<Measured<Cuda>, CudaError> {
    let mean: Vector<Cuda> = x.device().try_zeros_like(&(channels,))?;
    let variance: Vector<Cuda> = x.device().try_zeros_like(&(channels,))?;
    let (matrix, grid) = Columns::new(pixels, channels)?;
    let (partial, arrived) = context.sums();
    let params = (at(x), at(&mean), matrix, partial, arrived);
    context.launch(&context.functions.column_means, grid, params)?;
    let params = (at(x), at(&mean), at(&variance), matrix, partial, arrived);
    context.launch(&context.functions.column_variances, grid, params)?;
    Ok(Measured { mean, variance })
}

/// See [`crate::model::device::Kernels::follow`].
pub fn follow(
    running: &mut Vector<Cuda>,
    measured: &Vector<Cuda>,
    share: f32,
    factor: f32,
) -> Result<(), CudaError> {
    let context = Context::of(running)?;
    let numbers = count(running.shape().0)?;
    let params = (at(running), at(measured), share, factor, numbers);
    context.launch(&context.functions.follow, grid(numbers), params)
}
