//! 2x2 max pooling and nearest-neighbour upsampling.

use dfdx::prelude::*;

use super::context::{Context, count, grid};
use super::pointer::{at, slope};
use crate::data::ImageShape;
use crate::model::device::Rows;
use crate::model::device::maps::halved;

fn sides(shape: ImageShape) -> (u32, u32, u32) {
    (
        shape.height as u32,
        shape.width as u32,
        shape.channels as u32,
    )
}

/// See [`crate::model::device::Kernels::max_pool`].
pub fn max_pool<T: Tape<f32, Cuda>>(
    x: Rows<usize, Cuda, T>,
    shape: ImageShape,
) -> Result<Rows<usize, Cuda, T>, CudaError> {
    let (x, mut tape) = x.split_tape();
    assert_eq!(x.shape().1, shape.size(), "numbers a map");
    let context = Context::of(&x)?;
    let small = (x.shape().0, halved(shape).size());
    let y: Rows<usize, Cuda> = x.device().try_zeros_like(&small)?;
    count(x.shape().num_elements())?;
    let numbers = count(small.0 * small.1)?;
    let (height, width, channels) = sides(shape);
    let params = (at(&x), at(&y), numbers, height, width, channels);
    context.launch(&context.functions.max_pool, grid(numbers), params)?;
    if T::OWNS_TAPE {
        let y = y.clone();
        tape.add_backward_op(move |gradients| {
            let (gradient, to) = (slope(gradients, &y)?, slope(gradients, &x)?);
            let (from, most) = (at(&x), at(&y));
            let params = (from, most, gradient, to, numbers, height, width, channels);
            context.launch(&context.functions.unpool, grid(numbers), params)
        });
    }
    Ok(y.put_tape(tape))
}

/// See [`crate::model::device::Kernels::upsample`].
pub fn upsample<T: Tape<f32, Cuda>>(
    x: Rows<usize, Cuda, T>,
    shape: ImageShape,
) -> Result<Rows<usize, Cuda, T>, CudaError> {
    let (x, mut tape) = x.split_tape();
    assert_eq!(x.shape().1, halved(shape).size(), "numbers a map");
    let context = Context::of(&x)?;
    let big = (x.shape().0, shape.size());
    let y: Rows<usize, Cuda> = x.device().try_zeros_like(&big)?;
    let numbers = count(big.0 * big.1)?;
    let (height, width, channels) = sides(shape);
    let params = (at(&x), at(&y), numbers, height, width, channels);
    context.launch(&context.functions.upsample, grid(numbers), params)?;
    if T::OWNS_TAPE {
        let y = y.clone();
        tape.add_backward_op(move |gradients| {
            let (gradient, to) = (slope(gradients, &y)?, slope(gradients, &x)?);
            let numbers = count(x.shape().num_elements())?;
            let params = (gradient, to, numbers, height, width, channels);
            context.launch(&context.functions.add_repetitions, grid(numbers), params)
        });
    }
    Ok(y.put_tape(tape))
}
