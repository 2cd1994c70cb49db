//! Gathers the same columns of every row.

use dfdx::prelude::*;

use crate::model::device::Rows;

/// Rows of the numbers at `places`; `None` is a zero. The list is on the device once, not once a row.
pub fn gather<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    places: &[Option<usize>],
) -> Result<Rows<usize, D, T>, D::Err> {
    let shape = (x.shape().0, places.len());
    let device = x.device().clone();
    let index = places.iter().map(|place| place.unwrap_or(0)).collect();
    let index: Tensor<(usize,), usize, D> =
        device.try_tensor_from_vec::<(usize,)>(index, (places.len(),))?;
    let index = index.try_broadcast_like::<(usize, usize), Axis<0>>(&shape)?;
    let picked = x.try_gather(index)?;
    if places.iter().all(Option::is_some) {
        return Ok(picked);
    }
    let mask = places
        .iter()
        .map(|place| f32::from(place.is_some()))
        .collect();
    let mask: Tensor<(usize,), f32, D> =
        device.try_tensor_from_vec::<(usize,)>(mask, (places.len(),))?;
    picked.try_mul(mask.try_broadcast_like::<(usize, usize), Axis<0>>(&shape)?)
}
