//! Batches of images gathered on the GPU.

use cudarc::driver::DevicePtr;
use dfdx::prelude::*;

use super::context::{Context, count, grid_of_images};
use super::pointer::at;
use crate::data::GatherSpec;
use crate::model::device::Rows;

/// See [`crate::model::device::Kernels::gather`].
pub fn gather(device: &Cuda, chosen: &GatherSpec) -> Result<Rows<usize, Cuda>, CudaError> {
    let GatherSpec {
        images,
        indices,
        table,
    } = *chosen;
    let shape = (indices.len(), images.shape().values());
    let among = |index: &u32| (*index as usize) < images.len();
    assert!(indices.iter().all(among), "indices of images");
    let rows: Rows<usize, Cuda> = device.try_zeros_like(&shape)?;
    let context = Context::of(&rows)?;
    let bytes = match indices.is_empty() {
        true => None,
        false => context.images.get(&context.device, images)?,
    };
    let Some(bytes) = bytes else {
        let mut numbers = Vec::new();
        chosen.put(&mut numbers);
        return device.try_tensor_from_vec(numbers, shape);
    };
    let table = context.constants.get(&context.device, table)?;
    let indices = context.device.htod_copy(indices.to_vec())?;
    let (count, width) = (count(shape.0)?, count(shape.1)?);
    let params = (
        *bytes.device_ptr(),
        *indices.device_ptr(),
        *table.device_ptr(),
        at(&rows),
        count,
        width,
    );
    let grid = grid_of_images(width, count);
    context.launch(&context.functions.gather_images, grid, params)?;
    Ok(rows)
}
