//! Numbers of steps that kernels leave on the GPU.

use cudarc::driver::DeviceRepr;
use dfdx::prelude::*;

use super::context::{Context, count, grid};
use super::ledger::Number;
use super::pointer::at;
use crate::model::device::Rows;

/// See [`crate::model::device::Kernels::note`].
pub fn note(number: &Tensor<Rank0, f32, Cuda>) -> Result<Number, CudaError> {
    let context = Context::of(number)?;
    let slot = context.ledger.slot()?;
    let params = (at(number), slot.address());
    context.launch(&context.functions.note, (1, 1), params)?;
    Ok(slot)
}

/// Slots that one call of the kernel adds up.
const SLOTS: usize = 255;

/// As in `kernels/numbers.cu`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Slots {
    count: u64,
    at: [u64; SLOTS],
}

// SAFETY: a number and addresses, laid out as the kernel's struct.
unsafe impl DeviceRepr for Slots {}

/// See [`crate::model::device::Kernels::clip_factor`].
pub fn clip_factor(device: &Cuda, square_sums: &[Number], limit: f32) -> Result<Number, CudaError> {
    let any: Tensor<Rank0, f32, Cuda> = device.try_zeros_like(&())?;
    let context = Context::of(&any)?;
    let factor = context.ledger.slot()?;
    let lots = square_sums.len().div_ceil(SLOTS).max(1);
    for lot in 0..lots {
        let some = square_sums.iter().skip(lot * SLOTS).take(SLOTS);
        let mut slots = Slots {
            count: some.len() as u64,
            at: [0; SLOTS],
        };
        for (to, number) in slots.at.iter_mut().zip(some) {
            *to = number.address();
        }
        let (first, last) = (i32::from(lot == 0), i32::from(lot + 1 == lots));
        let params = (slots, factor.address(), first, last, limit);
        context.launch(&context.functions.clip_factor, (1, 1), params)?;
    }
    Ok(factor)
}

/// See [`crate::model::device::Kernels::share_above_zero`].
pub fn share_above_zero(x: &Rows<usize, Cuda>) -> Result<Number, CudaError> {
    let context = Context::of(x)?;
    let share = context.ledger.slot()?;
    let numbers = count(x.shape().num_elements())?;
    let (partial, arrived) = context.sums();
    let params = (at(x), numbers, share.address(), partial, arrived);
    context.launch(&context.functions.share_above_zero, grid(numbers), params)?;
    Ok(share)
}
