//! Sets of images whose bytes stay on the GPU.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Weak};

use cudarc::driver::{CudaDevice, CudaSlice, result};
use dfdx::prelude::*;

use crate::data::Samples;

/// Bytes that are left free beside a set: what a model needs is allocated after it.
const MARGIN: usize = 256 << 20;

/// Sets on the GPU, as long as somebody on the host holds them.
#[derive(Default)]
pub struct CachedImages(RefCell<Vec<CachedSet>>);

/// A set's bytes on the host, and on the GPU.
type CachedSet = (Weak<[u8]>, Rc<CudaSlice<u8>>);

impl CachedImages {
    /// A set's bytes; `None` where there is too little memory for them.
    pub fn get(
        &self,
        device: &Arc<CudaDevice>,
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
        device.bind_to_thread()?;
        let (free, _) = result::mem_get_info()?;
        if free < bytes.len().saturating_add(MARGIN) {
            return Ok(None);
        }
        let Ok(there) = device.htod_sync_copy(bytes) else {
            return Ok(None);
        };
        let there = Rc::new(there);
        cached.push((Arc::downgrade(bytes), there.clone()));
        Ok(Some(there))
    }
}
