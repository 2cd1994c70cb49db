//! Puts batches of rows one below the other, on the tape.

use cudarc::driver::result::memcpy_dtod_async;
use dfdx::prelude::*;

use super::context::{Context, count, grid};
use super::pointer::{at, place, slope};
use crate::model::device::Rows;

/// The rows of all `parts`, each of the same size, in order.
pub fn join<T: Tape<f32, Cuda>>(
    parts: &[Rows<usize, Cuda>],
    mut tape: T,
) -> Result<Rows<usize, Cuda, T>, CudaError> {
    let Some(first) = parts.first() else {
        unreachable!("a sequence has a step");
    };
    let (rows, width) = *first.shape();
    let context = Context::of(first)?;
    let all: Rows<usize, Cuda> = first
        .device()
        .try_zeros_like(&(rows * parts.len(), width))?;
    let bytes = (rows * width * size_of::<f32>()) as u64;
    context.device.bind_to_thread()?;
    for (index, part) in parts.iter().enumerate() {
        let (from, to) = (place(part), at(&all) + index as u64 * bytes);
        if bytes > 0 {
            // SAFETY: both lie in memory of their sizes, and the copies share the stream of all else.
            unsafe {
                memcpy_dtod_async(
                    to,
                    from.address,
                    bytes as usize,
                    *context.device.cu_stream(),
                )
            }?;
        }
    }
    if T::OWNS_TAPE {
        let (all, parts) = (all.clone(), parts.to_vec());
        tape.add_backward_op(move |gradients| {
            let slopes = slope(gradients, &all)?;
            let numbers = count(rows * width)?;
            let no_factors: u64 = 0;
            for (index, part) in parts.iter().enumerate() {
                let from = slopes + index as u64 * bytes;
                let to = slope(gradients, part)?;
                let params = (from, no_factors, to, numbers, numbers);
                context.launch(&context.functions.add_weighted, grid(numbers), params)?;
            }
            Ok(())
        });
    }
    Ok(all.put_tape(tape))
}
