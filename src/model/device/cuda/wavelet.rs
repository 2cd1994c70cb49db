//! The wavelet loss: the error's transform level by level, and back through the transposed one.

use std::rc::Rc;

use cudarc::driver::{CudaSlice, DevicePtr, DeviceRepr};
use dfdx::prelude::*;

use super::context::{Context, count, grid};
use super::pointer::{at, slope};
use crate::model::device::Rows;
use crate::model::device::wavelets::WaveletRule;

/// Taps of the longest filter.
const TAPS: usize = 4;

/// As in `kernels/wavelet.cu`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Level {
    map: [u32; 3],
    part: [u32; 2],
    vertical: u32,
    taps: u32,
    low: [f32; TAPS],
    high: [f32; TAPS],
}

// SAFETY: laid out as the kernels' struct.
unsafe impl DeviceRepr for Level {}

impl Level {
    /// Along rows first, then along columns, of the part that level `index` splits.
    fn both(rule: &WaveletRule, index: usize) -> [Self; 2] {
        let image = rule.image;
        let (mut low, mut high) = ([0.0; TAPS], [0.0; TAPS]);
        let taps = rule.low().len();
        low[..taps].copy_from_slice(rule.low());
        high[..taps].copy_from_slice(&rule.high());
        [0, 1].map(|vertical| Self {
            map: [image.height, image.width, image.channels].map(|size| size as u32),
            part: [image.height, image.width].map(|side| (side >> index) as u32),
            vertical,
            taps: taps as u32,
            low,
            high,
        })
    }

    /// Numbers of so many images' parts.
    fn numbers(&self, images: usize) -> u32 {
        images as u32 * self.part[0] * self.part[1] * self.map[2]
    }
}

/// See [`crate::model::device::Kernels::wavelet_loss`].
pub fn wavelet_loss<T: Tape<f32, Cuda>>(
    output: Rows<usize, Cuda, T>,
    target: &Rows<usize, Cuda>,
    factors: Option<&[f32]>,
    rule: &WaveletRule,
) -> Result<Tensor<Rank0, f32, Cuda, T>, CudaError> {
    let (output, mut tape) = output.split_tape();
    assert_eq!(output.shape(), target.shape(), "outputs and targets");
    let context = Context::of(&output)?;
    let (images, width) = *output.shape();
    let numbers = count(images * width)?;
    let constant = |numbers: &[f32]| context.constants.get(&context.device, numbers);
    let factors = factors.map(constant).transpose()?;
    let weights = constant(&rule.weights())?;
    let levels: Vec<[Level; 2]> = (0..rule.levels())
        .map(|index| Level::both(rule, index))
        .collect();
    let room = || context.buffers.take(&context.device, images * width);
    // Each pass goes from one to the other, and what is not its part stays where it is.
    let (coefficients, other) = (room()?, room()?);
    let (width, squares) = (width as u32, i32::from(rule.squares()));
    let functions = &context.functions;
    let params = (
        at(&output),
        at(target),
        address(factors.as_ref()),
        coefficients.address(),
        numbers,
        width,
    );
    context.launch(&functions.weighted_error, grid(numbers), params)?;
    let (here, there) = (coefficients.address(), other.address());
    for [across, down] in &levels {
        let part = across.numbers(images);
        context.launch(
            &functions.wavelet_split,
            grid(part),
            (here, there, part, *across),
        )?;
        context.launch(
            &functions.wavelet_split,
            grid(part),
            (there, here, part, *down),
        )?;
    }
    let value: Tensor<Rank0, f32, Cuda> = output.device().try_zeros_like(&())?;
    let (partial, arrived) = context.sums();
    let params = (
        here,
        *weights.device_ptr(),
        numbers,
        width,
        squares,
        at(&value),
        partial,
        arrived,
    );
    context.launch(&functions.weighted_mean, grid(numbers), params)?;
    drop(other);
    if T::OWNS_TAPE {
        let value = value.clone();
        let context = context.clone();
        tape.add_backward_op(move |gradients| {
            let functions = &context.functions;
            let other = context.buffers.take(&context.device, numbers as usize)?;
            let (here, there) = (coefficients.address(), other.address());
            let (scale, to) = (slope(gradients, &value)?, slope(gradients, &output)?);
            let params = (here, *weights.device_ptr(), scale, numbers, width, squares);
            context.launch(&functions.weighted_mean_slopes, grid(numbers), params)?;
            for [across, down] in levels.iter().rev() {
                let part = across.numbers(images);
                context.launch(
                    &functions.wavelet_join,
                    grid(part),
                    (here, there, part, *down),
                )?;
                context.launch(
                    &functions.wavelet_join,
                    grid(part),
                    (there, here, part, *across),
                )?;
            }
            let params = (here, address(factors.as_ref()), to, numbers, width);
            context.launch(&functions.add_weighted, grid(numbers), params)
        });
    }
    Ok(value.put_tape(tape))
}

/// Zero where there are none.
fn address(factors: Option<&Rc<CudaSlice<f32>>>) -> u64 {
    factors.map_or(0, |factors| *factors.device_ptr())
}
