//! The transposed convolution kernel: each pixel of the small map is spread over its window of the big map.

use super::super::simd::{Simd, with_widest};
use super::reach::Reach;

with_widest!(
    /// Adds to the padded `big` map each window's weights times the numbers of its pixel in `small`.
    /// `taps` are `[y][output][x][input]`.
    spread_windows, spread_all, (reach: &Reach, small: &[f32], taps: &[f32], big: &mut [f32]), reach.run
);

#[inline(always)]
fn spread_all<L: Simd>(reach: &Reach, small: &[f32], taps: &[f32], big: &mut [f32]) {
    reach.assert_within(big.len(), small.len());
    assert_eq!(taps.len(), reach.window() * reach.outputs, "taps");
    for (at, pixel) in small.chunks_exact(reach.outputs).enumerate() {
        let (y, x) = (at / reach.width, at % reach.width);
        for row in 0..reach.kernel {
            // SAFETY: the window lies within `big` and its taps within theirs, by the asserts.
            unsafe {
                let big = big
                    .as_mut_ptr()
                    .add(y * reach.line + x * reach.step + row * reach.row);
                let taps = taps.as_ptr().add(row * reach.outputs * reach.run);
                let mut at = 0;
                macro_rules! blocks {
                    ($count:literal) => {
                        while at + $count * L::COUNT <= reach.run {
                            add_block::<L, $count>(reach.run, pixel, taps.add(at), big.add(at));
                            at += $count * L::COUNT;
                        }
                    };
                }
                blocks!(6);
                blocks!(5);
                blocks!(3);
                blocks!(1);
                while at < reach.run {
                    for (output, number) in pixel.iter().enumerate() {
                        *big.add(at) += number * *taps.add(output * reach.run + at);
                    }
                    at += 1;
                }
            }
        }
    }
}

/// `B` registers of numbers side by side in one row of a window.
///
/// # Safety
/// They, and the rows of taps that lie `run` apart, lie within the pointers' allocations.
#[inline(always)]
unsafe fn add_block<L: Simd, const B: usize>(
    run: usize,
    pixel: &[f32],
    taps: *const f32,
    big: *mut f32,
) {
    // SAFETY: the caller's.
    unsafe {
        let mut sums = [L::zero(); B];
        for (block, sum) in sums.iter_mut().enumerate() {
            *sum = L::load(big.add(block * L::COUNT));
        }
        for (output, number) in pixel.iter().enumerate() {
            let number = L::splat(*number);
            for (block, sum) in sums.iter_mut().enumerate() {
                let tap = L::load(taps.add(output * run + block * L::COUNT));
                *sum = L::multiply_add(number, tap, *sum);
            }
        }
        for (block, sum) in sums.iter().enumerate() {
            L::store(big.add(block * L::COUNT), *sum);
        }
    }
}
