//! Gathers some of the rows.

use dfdx::prelude::*;

use crate::model::device::Rows;

/// The rows at `places`, in this order.
pub fn rows_at<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    places: Vec<usize>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let count = places.len();
    let places: Tensor<(usize,), usize, D> = x
        .device()
        .try_tensor_from_vec::<(usize,)>(places, (count,))?;
    x.try_gather(places)
}
