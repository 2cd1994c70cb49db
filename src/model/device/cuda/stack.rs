//! Concatenates two batches of rows.

use cudarc::driver::result::memcpy_dtod_async;
use dfdx::prelude::*;

use super::context::Context;
use super::pointer::place;
use crate::model::device::Rows;

/// See [`crate::model::device::Kernels::stack`].
pub fn stack(
    first: &Rows<usize, Cuda>,
    second: &Rows<usize, Cuda>,
) -> Result<Rows<usize, Cuda>, CudaError> {
    let ((above, width), (below, same)) = (*first.shape(), *second.shape());
    assert_eq!(width, same, "numbers a row");
    let context = Context::of(first)?;
    let both: Rows<usize, Cuda> = first.device().try_zeros_like(&(above + below, width))?;
    let mut to = place(&both).address;
    context.device.bind_to_thread()?;
    for from in [place(first), place(second)] {
        let bytes = from.len * size_of::<f32>();
        if bytes > 0 {
            // SAFETY: both lie in memory of their sizes, and the copies share the stream of all else.
            unsafe { memcpy_dtod_async(to, from.address, bytes, *context.device.cu_stream()) }?;
        }
        to += bytes as u64;
    }
    Ok(both)
}
