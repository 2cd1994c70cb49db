//! Convolutions as im2col and matrix products.

use dfdx::prelude::*;

use super::buffers::Buffer;
use super::context::{Context, count};
use super::layer::finish;
use super::matmul::matmul;
use super::pointer::{at, slope};
use super::windows::{Turned, Unrolled};
use crate::model::Activation;
use crate::model::device::maps::{Filters, Windows};
use crate::model::device::{Rows, Vector};

/// See [`crate::model::device::Kernels::convolution`].
pub fn convolution<T: Tape<f32, Cuda>>(
    x: Rows<usize, Cuda, T>,
    weight: &Filters<Cuda>,
    bias: &Vector<Cuda>,
    windows: Windows,
    activation: Activation,
    input_gradient: bool,
) -> Result<Rows<usize, Cuda, T>, CudaError> {
    let (x, mut tape) = x.split_tape();
    let (rows, size) = *x.shape();
    assert_eq!(size, windows.big.size(), "numbers a map");
    let context = Context::of(&x)?;
    let unrolled = Unrolled::new(windows)?;
    let turned = Turned::new(&context, weight)?;
    let z: Rows<usize, Cuda> = x.device().try_zeros_like(&(rows, windows.small.size()))?;
    count(z.shape().num_elements())?;
    let (from, to) = (at(&x), at(&z));
    let columns = unrolled.room(&context, rows)?;
    for part in unrolled.parts(rows) {
        unrolled.gather(&context, part.big(from), columns.address(), part.images)?;
        let windows = part.columns(columns.address());
        let weights = turned.operand().transposed();
        matmul(&context, windows, weights, part.small(to), false)?;
    }
    // The windows of all images at once are kept; many images' windows are gathered again.
    let cached = (T::OWNS_TAPE && unrolled.parts(rows).count() == 1).then_some(columns);
    let finished = finish(&context, z, bias, activation, T::OWNS_TAPE)?;
    let y = finished.y.clone();
    if T::OWNS_TAPE {
        let weight = weight.clone();
        tape.add_backward_op(move |gradients| {
            let dz = finished.slopes(&context, gradients)?;
            let back = turned.slope(&context, gradients, &weight)?;
            let x_slope = match input_gradient {
                true => Some(slope(gradients, &x)?),
                false => None,
            };
            let (columns, gathered): (Buffer, bool) = match cached {
                Some(columns) => (columns, true),
                None => (unrolled.room(&context, rows)?, false),
            };
            for part in unrolled.parts(rows) {
                if !gathered {
                    unrolled.gather(&context, part.big(at(&x)), columns.address(), part.images)?;
                }
                let windows = part.columns(columns.address());
                let slopes = part.small_pixels(dz);
                let add = back.add || part.first > 0;
                matmul(&context, slopes.transposed(), windows, back.address, add)?;
                if let Some(to) = x_slope {
                    // The windows are not needed any more: their gradients take their place.
                    matmul(&context, slopes, turned.operand(), columns.address(), false)?;
                    let to = part.big(to);
                    unrolled.spread(&context, columns.address(), to, part.images, true)?;
                }
            }
            back.finish(&context)
        });
    }
    Ok(y.put_tape(tape))
}

/// See [`crate::model::device::Kernels::transposed_convolution`].
pub fn transposed_convolution<T: Tape<f32, Cuda>>(
    x: Rows<usize, Cuda, T>,
    weight: &Filters<Cuda>,
    bias: &Vector<Cuda>,
    windows: Windows,
    activation: Activation,
) -> Result<Rows<usize, Cuda, T>, CudaError> {
    let (x, mut tape) = x.split_tape();
    let (rows, size) = *x.shape();
    assert_eq!(size, windows.small.size(), "numbers a map");
    let context = Context::of(&x)?;
    let unrolled = Unrolled::new(windows.with_zero_padding())?;
    let turned = Turned::new(&context, weight)?;
    let z: Rows<usize, Cuda> = x.device().try_zeros_like(&(rows, windows.big.size()))?;
    count(z.shape().num_elements())?;
    let (from, to) = (at(&x), at(&z));
    let columns = unrolled.room(&context, rows)?;
    for part in unrolled.parts(rows) {
        let pixels = part.small_pixels(from);
        matmul(&context, pixels, turned.operand(), columns.address(), false)?;
        let to = part.big(to);
        unrolled.spread(&context, columns.address(), to, part.images, false)?;
    }
    drop(columns);
    let finished = finish(&context, z, bias, activation, T::OWNS_TAPE)?;
    let y = finished.y.clone();
    if T::OWNS_TAPE {
        let weight = weight.clone();
        tape.add_backward_op(move |gradients| {
            let dz = finished.slopes(&context, gradients)?;
            let back = turned.slope(&context, gradients, &weight)?;
            let x_slope = slope(gradients, &x)?;
            let columns = unrolled.room(&context, rows)?;
            for part in unrolled.parts(rows) {
                unrolled.gather(&context, part.big(dz), columns.address(), part.images)?;
                let windows = part.columns(columns.address());
                let pixels = part.small_pixels(at(&x)).transposed();
                let add = back.add || part.first > 0;
                matmul(&context, pixels, windows, back.address, add)?;
                let weights = turned.operand().transposed();
                matmul(&context, windows, weights, part.small(x_slope), true)?;
            }
            back.finish(&context)
        });
    }
    Ok(y.put_tape(tape))
}
