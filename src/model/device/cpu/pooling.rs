//! 2x2 max pooling and nearest-neighbour upsampling.

use dfdx::prelude::*;
use multiversion::multiversion;
use rayon::prelude::*;

use super::MIN_CHUNKS;
use super::slices::{slice, slice_mut};
use crate::data::ImageShape;
use crate::model::device::Rows;
use crate::model::device::maps::halved;

/// See [`crate::model::device::Kernels::max_pool`].
pub fn max_pool<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    shape: ImageShape,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    assert_eq!(x.shape().1, shape.size(), "numbers a map");
    let small = halved(shape);
    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(&(x.shape().0, small.size()))?;
    slice(&x)
        .par_chunks(shape.size())
        .with_min_len(MIN_CHUNKS)
        .zip(slice_mut(&mut y).par_chunks_mut(small.size()))
        .for_each(|(x, y)| pool(x, y, shape));
    if T::OWNS_TAPE {
        let y = y.clone();
        tape.add_backward_op(move |gradients| {
            let gradient = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            gradients
                .get_or_alloc_mut(&x)?
                .par_chunks_mut(shape.size())
                .with_min_len(MIN_CHUNKS)
                .zip(slice(&x).par_chunks(shape.size()))
                .zip(slice(&y).par_chunks(small.size()))
                .zip(gradient.par_chunks(small.size()))
                .for_each(|(((to, x), y), gradient)| unpool(x, y, gradient, to, shape));
            **gradients.get_or_alloc_mut(&y)? = gradient;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

/// See [`crate::model::device::Kernels::upsample`].
pub fn upsample<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    shape: ImageShape,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let small = halved(shape);
    assert_eq!(x.shape().1, small.size(), "numbers a map");
    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(&(x.shape().0, shape.size()))?;
    slice(&x)
        .par_chunks(small.size())
        .with_min_len(MIN_CHUNKS)
        .zip(slice_mut(&mut y).par_chunks_mut(shape.size()))
        .for_each(|(x, y)| repeat(x, y, shape));
    if T::OWNS_TAPE {
        let y = y.clone();
        tape.add_backward_op(move |gradients| {
            let gradient = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            gradients
                .get_or_alloc_mut(&x)?
                .par_chunks_mut(small.size())
                .with_min_len(MIN_CHUNKS)
                .zip(gradient.par_chunks(shape.size()))
                .for_each(|(to, gradient)| add_up(gradient, to, shape));
            **gradients.get_or_alloc_mut(&y)? = gradient;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

/// Calls `$body` with the place of each pixel of the small map and of the pixels of the big one under it: at the left
/// and right of one row. The right one is the left one again where an odd width leaves no second column.
macro_rules! each_pair {
    ($shape:ident, |$small:ident, $left:ident, $right:ident| $body:block) => {
        let small = halved($shape);
        let pixel = $shape.channels;
        for y in 0..$shape.height {
            for x in 0..small.width {
                let $small = ((y / 2) * small.width + x) * pixel;
                let $left = (y * $shape.width + 2 * x) * pixel;
                let $right = if 2 * x + 1 < $shape.width {
                    $left + pixel
                } else {
                    $left
                };
                $body
            }
        }
    };
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn pool(big: &[f32], small: &mut [f32], shape: ImageShape) {
    let pixel = shape.channels;
    small.fill(f32::NEG_INFINITY);
    each_pair!(shape, |to, left, right| {
        let pairs = big[left..left + pixel]
            .iter()
            .zip(&big[right..right + pixel]);
        for (most, (&a, &b)) in small[to..to + pixel].iter_mut().zip(pairs) {
            // Written so that a NaN wins, which would otherwise hide a diverging run.
            let pair = if a >= b || a.is_nan() { a } else { b };
            *most = if *most >= pair || most.is_nan() {
                *most
            } else {
                pair
            };
        }
    });
}

/// The gradient goes to the first of the largest numbers of each window, row by row, as in PyTorch.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn unpool(big: &[f32], small: &[f32], gradient: &[f32], to: &mut [f32], shape: ImageShape) {
    let (pixel, row) = (shape.channels, shape.width * shape.channels);
    let half = halved(shape);
    for y in 0..half.height {
        for x in 0..half.width {
            let from = (y * half.width + x) * pixel;
            let (most, gradient) = (&small[from..from + pixel], &gradient[from..from + pixel]);
            let corner = 2 * y * row + 2 * x * pixel;
            let (wide, high) = (2 * x + 1 < shape.width, 2 * y + 1 < shape.height);
            if wide && high {
                let (top, bottom) = to[corner..corner + row + 2 * pixel].split_at_mut(row);
                let (to1, to2) = top[..2 * pixel].split_at_mut(pixel);
                let (to3, to4) = bottom[..2 * pixel].split_at_mut(pixel);
                let (big1, big2) = big[corner..corner + 2 * pixel].split_at(pixel);
                let (big3, big4) = big[corner + row..corner + row + 2 * pixel].split_at(pixel);
                for channel in 0..pixel {
                    let (most, gradient) = (most[channel], gradient[channel]);
                    let first = big1[channel] == most;
                    let second = !first & (big2[channel] == most);
                    let third = !first & !second & (big3[channel] == most);
                    let fourth = !first & !second & !third & (big4[channel] == most);
                    to1[channel] += if first { gradient } else { 0.0 };
                    to2[channel] += if second { gradient } else { 0.0 };
                    to3[channel] += if third { gradient } else { 0.0 };
                    to4[channel] += if fourth { gradient } else { 0.0 };
                }
            } else {
                // At an odd edge there is one more pixel at most.
                let other = match (wide, high) {
                    (true, _) => corner + pixel,
                    (_, true) => corner + row,
                    _ => corner,
                };
                for channel in 0..pixel {
                    let first = big[corner + channel] == most[channel];
                    let to = &mut to[if first { corner } else { other } + channel];
                    *to += gradient[channel];
                }
            }
        }
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn repeat(small: &[f32], big: &mut [f32], shape: ImageShape) {
    let (pixel, row) = (shape.channels, shape.width * shape.channels);
    let half = halved(shape);
    let from = small.chunks_exact(half.width * pixel);
    for (from, rows) in from.zip(big.chunks_mut(2 * row)) {
        let (first, second) = rows.split_at_mut(row);
        for (pixels, from) in first.chunks_mut(2 * pixel).zip(from.chunks_exact(pixel)) {
            // A loop rather than a copy: pixels are too short to call a function for.
            for pixel in pixels.chunks_exact_mut(pixel) {
                for (to, from) in pixel.iter_mut().zip(from) {
                    *to = *from;
                }
            }
        }
        // Empty below an odd height.
        second.copy_from_slice(&first[..second.len()]);
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn add_up(gradient: &[f32], to: &mut [f32], shape: ImageShape) {
    let pixel = shape.channels;
    each_pair!(shape, |at, left, right| {
        let to = &mut to[at..at + pixel];
        for (to, gradient) in to.iter_mut().zip(&gradient[left..left + pixel]) {
            *to += gradient;
        }
        if right != left {
            for (to, gradient) in to.iter_mut().zip(&gradient[right..right + pixel]) {
                *to += gradient;
            }
        }
    });
}
