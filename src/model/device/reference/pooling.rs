//! Pooling and upsampling as gathered pixels.

use dfdx::prelude::*;

use super::gather;
use crate::data::ImageShape;
use crate::model::device::Rows;
use crate::model::device::maps::halved;

/// See [`crate::model::device::Kernels::max_pool`].
pub fn max_pool<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    shape: ImageShape,
) -> Result<Rows<usize, D, T>, D::Err> {
    // Of equal numbers the earlier corner keeps the gradient.
    let larger = |first: Rows<usize, D, T>, second: Rows<usize, D, T>| {
        let second_is_larger = second.try_gt(&first)?;
        second_is_larger.try_choose(second, first)
    };
    let most = gather(x.with_empty_tape(), &corners(shape, 0, 0))?;
    let most = larger(most, gather(x.with_empty_tape(), &corners(shape, 0, 1))?)?;
    let most = larger(most, gather(x.with_empty_tape(), &corners(shape, 1, 0))?)?;
    larger(most, gather(x, &corners(shape, 1, 1))?)
}

/// One corner of each 2x2 pixels of a map of `shape`; at an odd edge the one next to it.
fn corners(shape: ImageShape, down: usize, right: usize) -> Vec<Option<usize>> {
    let small = halved(shape);
    let mut places = Vec::with_capacity(small.size());
    for y in 0..small.height {
        for x in 0..small.width {
            let row = (2 * y + down).min(shape.height - 1);
            let column = (2 * x + right).min(shape.width - 1);
            let pixel = (row * shape.width + column) * shape.channels;
            places.extend((pixel..pixel + shape.channels).map(Some));
        }
    }
    places
}

/// See [`crate::model::device::Kernels::upsample`].
pub fn upsample<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    shape: ImageShape,
) -> Result<Rows<usize, D, T>, D::Err> {
    let small = halved(shape);
    let mut places = Vec::with_capacity(shape.size());
    for y in 0..shape.height {
        for x in 0..shape.width {
            let pixel = ((y / 2) * small.width + x / 2) * shape.channels;
            places.extend((pixel..pixel + shape.channels).map(Some));
        }
    }
    gather(x, &places)
}
