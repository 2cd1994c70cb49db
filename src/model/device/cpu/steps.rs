//! Steps of sequences: which are there, windows over them, and their mean.

use dfdx::prelude::*;
use rayon::prelude::*;

use super::MIN_CHUNKS;
use super::slices::{slice, slice_mut};
use crate::model::device::Rows;
use crate::model::device::sequences::StepWindows;

/// See [`crate::model::device::Kernels::steps_there`].
pub fn steps_there(
    x: &Rows<usize, Cpu>,
    features: usize,
) -> Result<[Rows<usize, Cpu>; 2], CpuError> {
    let (rows, width) = *x.shape();
    let mut filled: Rows<usize, Cpu> = x.device().try_zeros_like(&(rows, width))?;
    let mut there: Rows<usize, Cpu> = x.device().try_zeros_like(&(rows, width / features))?;
    let steps = slice(x).chunks(features);
    let filled_steps = slice_mut(&mut filled).chunks_mut(features);
    for ((step, filled), there) in steps.zip(filled_steps).zip(slice_mut(&mut there)) {
        let mut has_any = false;
        for (filled, &number) in filled.iter_mut().zip(step) {
            has_any |= !number.is_nan();
            *filled = if number.is_nan() { 0.0 } else { number };
        }
        *there = f32::from(has_any);
    }
    Ok([filled, there])
}

/// See [`crate::model::device::Kernels::mask_steps`].
pub fn mask_steps<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    there: &Rows<usize, Cpu>,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let features = x.shape().num_elements() / there.shape().num_elements().max(1);
    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(x.shape())?;
    let numbers = slice_mut(&mut y);
    numbers.copy_from_slice(slice(&x));
    masked(numbers, slice(there), features);
    if T::OWNS_TAPE {
        let (y, there) = (y.clone(), there.clone());
        tape.add_backward_op(move |gradients| {
            // Nothing after this reads the output's gradient.
            let mut slopes = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            masked(&mut slopes, slice(&there), features);
            let to = gradients.get_or_alloc_mut(&x)?;
            to.iter_mut()
                .zip(&slopes)
                .for_each(|(to, slope)| *to += slope);
            **gradients.get_or_alloc_mut(&y)? = slopes;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

fn masked(numbers: &mut [f32], there: &[f32], features: usize) {
    let steps = numbers.chunks_mut(features.max(1)).zip(there);
    for (step, _) in steps.filter(|(_, there)| **there == 0.0) {
        step.fill(0.0);
    }
}

/// See [`crate::model::device::Kernels::mean_of_steps`].
pub fn mean_of_steps<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    there: &Rows<usize, Cpu>,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let ((rows, steps), features) = (*there.shape(), x.shape().1);
    assert_eq!(x.shape().0, rows * steps, "a row for each step");
    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(&(rows, features))?;
    let sequences = slice(&x)
        .chunks(steps * features)
        .zip(slice(there).chunks(steps));
    for ((x, there), y) in sequences.zip(slice_mut(&mut y).chunks_mut(features)) {
        for (x, _) in x
            .chunks(features)
            .zip(there)
            .filter(|(_, there)| **there != 0.0)
        {
            y.iter_mut().zip(x).for_each(|(y, x)| *y += x);
        }
        let share = share_of_a_step(there);
        y.iter_mut().for_each(|y| *y *= share);
    }
    if T::OWNS_TAPE {
        let (y, there) = (y.clone(), there.clone());
        tape.add_backward_op(move |gradients| {
            let slopes = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            let to = gradients.get_or_alloc_mut(&x)?.chunks_mut(steps * features);
            let sequences = to
                .zip(slice(&there).chunks(steps))
                .zip(slopes.chunks(features));
            for ((to, there), slopes) in sequences {
                let share = share_of_a_step(there);
                let steps = to.chunks_mut(features).zip(there);
                for (to, _) in steps.filter(|(_, there)| **there != 0.0) {
                    to.iter_mut()
                        .zip(slopes)
                        .for_each(|(to, slope)| *to += share * slope);
                }
            }
            **gradients.get_or_alloc_mut(&y)? = slopes;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

/// See [`crate::model::device::Kernels::last_step`].
pub fn last_step<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    steps: usize,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let (rows, features) = *x.shape();
    let sequence = steps * features;
    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(&(rows / steps, features))?;
    let sequences = slice(&x).chunks(sequence);
    for (y, x) in slice_mut(&mut y).chunks_mut(features).zip(sequences) {
        y.copy_from_slice(&x[sequence - features..]);
    }
    if T::OWNS_TAPE {
        let y = y.clone();
        tape.add_backward_op(move |gradients| {
            let slopes = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            let to = gradients.get_or_alloc_mut(&x)?.chunks_mut(sequence);
            for (to, slopes) in to.zip(slopes.chunks(features)) {
                let to = to[sequence - features..].iter_mut();
                to.zip(slopes).for_each(|(to, slope)| *to += slope);
            }
            **gradients.get_or_alloc_mut(&y)? = slopes;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

/// One over the number of steps; a sequence without any counts as one step of zeros.
fn share_of_a_step(there: &[f32]) -> f32 {
    let count = there.iter().filter(|&&there| there != 0.0).count();
    1.0 / count.max(1) as f32
}

/// See [`crate::model::device::Kernels::windows_of_steps`].
pub fn windows_of_steps<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    windows: StepWindows,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let sequence = windows.steps * windows.features;
    let rows = x.shape().num_elements() / sequence;
    let (count, width) = (windows.count(), windows.width());
    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(&(rows * count, width))?;
    slice_mut(&mut y)
        .par_chunks_mut(count * width)
        .with_min_len(MIN_CHUNKS)
        .zip(slice(&x).par_chunks(sequence))
        .for_each(|(y, x)| {
            each_place(windows, |window, step, at| {
                let from = &x[step * windows.features..][..windows.features];
                let to = y[window * width + at..].iter_mut().step_by(windows.kernel);
                to.zip(from).for_each(|(to, from)| *to = *from);
            });
        });
    if T::OWNS_TAPE {
        let y = y.clone();
        tape.add_backward_op(move |gradients| {
            let slopes = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            gradients
                .get_or_alloc_mut(&x)?
                .par_chunks_mut(sequence)
                .with_min_len(MIN_CHUNKS)
                .zip(slopes.par_chunks(count * width))
                .for_each(|(to, slopes)| {
                    each_place(windows, |window, step, at| {
                        let to = &mut to[step * windows.features..][..windows.features];
                        let from = slopes[window * width + at..].iter().step_by(windows.kernel);
                        to.iter_mut().zip(from).for_each(|(to, slope)| *to += slope);
                    });
                });
            **gradients.get_or_alloc_mut(&y)? = slopes;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

/// Calls `visit` with each window, a step that it sees, and the step's place in it.
#[inline(always)]
fn each_place(windows: StepWindows, mut visit: impl FnMut(usize, usize, usize)) {
    for window in 0..windows.count() {
        for at in 0..windows.kernel {
            if let Some(step) = windows.source(window, at) {
                visit(window, step, at);
            }
        }
    }
}
