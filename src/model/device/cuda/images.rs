//! Image sets cached on the GPU, and batches gathered from them there.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Weak};

use cudarc::driver::{CudaSlice, DevicePtr, result};
use dfdx::prelude::*;

use super::context::{Context, count, grid_of_images};
use super::pointer::at;
use crate::data::{GatherSpec, Samples};
use crate::model::device::Rows;

/// Bytes that are left free beside a set: what a model needs is allocated after it.
const MARGIN: usize = 256 << 20;

/// Sets on the GPU, as long as somebody on the host holds them.
#[derive(Default)]
pub struct CachedImages(RefCell<Vec<CachedSet>>);

/// A set's bytes on the host, and on the GPU.
type CachedSet = (Weak<[u8]>, Rc<CudaSlice<u8>>);

impl CachedImages {
    /// A set's bytes; `None` where there is too little memory for them.
    fn get(
        &self,
        context: &Context,
        images: &Samples,
    ) -> Result<Option<Rc<CudaSlice<u8>>>, CudaError> {
        let mut cached = self.0.borrow_mut();
        // A weak pointer keeps the memory's address from being another set's.
        cached.retain(|(bytes, _)| bytes.strong_count() > 0);
        let Some(bytes) = images.bytes() else {
            return Ok(None);
        };
        let same = |weak: &Weak<[u8]>| std::ptr::addr_eq(weak.as_ptr(), Arc::as_ptr(bytes));
        if let Some((_, found)) = cached.iter().find(|(weak, _)| same(weak)) {
            return Ok(Some(found.clone()));
        }
        context.device.bind_to_thread()?;
        let (free, _) = result::mem_get_info()?;
        if free < bytes.len().saturating_add(MARGIN) {
            return Ok(None);
        }
        let Ok(there) = context.device.htod_sync_copy(bytes) else {
            return Ok(None);
        };
        let there = Rc::new(there);
        cached.push((Arc::downgrade(bytes), there.clone()));
        Ok(Some(there))
    }
}

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
        false => context.images.get(&context, images)?,
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
