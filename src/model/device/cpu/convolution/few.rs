//! The convolution kernel for few output channels (a grey or colour picture), where registers are filled by the
//! window's inputs instead of its outputs.

use super::super::simd::{Simd, with_widest};
use super::reach::Reach;

with_widest!(
    /// As [`super::tiles::add_windows`] for any count of outputs; `taps` are `[output][y][x][input]`.
    add_windows, add_all, (reach: &Reach, big: &[f32], taps: &[f32], small: &mut [f32]), reach.run
);

with_widest!(
    /// As [`super::slopes::add_slopes`] for any count of outputs; `slopes` are `[output][y][x][input]`.
    add_slopes, add_all_slopes, (reach: &Reach, big: &[f32], small: &[f32], slopes: &mut [f32]), reach.run
);

#[inline(always)]
fn add_all<L: Simd>(reach: &Reach, big: &[f32], taps: &[f32], small: &mut [f32]) {
    reach.assert_within(big.len(), small.len());
    assert_eq!(taps.len(), reach.window() * reach.outputs, "taps");
    for y in 0..reach.height {
        let mut x = 0;
        macro_rules! tiles {
            ($count:literal) => {
                while reach.width - x >= $count {
                    for output in 0..reach.outputs {
                        // SAFETY: the windows lie within `big`, their taps and numbers within theirs, by the asserts.
                        unsafe {
                            add_tile::<L, $count>(
                                reach,
                                big.as_ptr().add(y * reach.line + x * reach.step),
                                taps.as_ptr().add(output * reach.window()),
                                small
                                    .as_mut_ptr()
                                    .add((y * reach.width + x) * reach.outputs + output),
                            );
                        }
                    }
                    x += $count;
                }
            };
        }
        tiles!(4);
        tiles!(1);
    }
}

/// One output of `W` windows side by side.
///
/// # Safety
/// The windows, taps and numbers lie within the pointers' allocations.
#[inline(always)]
unsafe fn add_tile<L: Simd, const W: usize>(
    reach: &Reach,
    big: *const f32,
    taps: *const f32,
    small: *mut f32,
) {
    // SAFETY: every pointer stays within its allocation, which is the caller's promise.
    unsafe {
        let mut sums = [L::zero(); W];
        let mut rest = [0.0; W];
        for y in 0..reach.kernel {
            let (row, taps) = (big.add(y * reach.row), taps.add(y * reach.run));
            let mut at = 0;
            while at + L::COUNT <= reach.run {
                let tap = L::load(taps.add(at));
                for (window, sum) in sums.iter_mut().enumerate() {
                    let numbers = L::load(row.add(window * reach.step + at));
                    *sum = L::multiply_add(numbers, tap, *sum);
                }
                at += L::COUNT;
            }
            while at < reach.run {
                for (window, rest) in rest.iter_mut().enumerate() {
                    *rest += *row.add(window * reach.step + at) * *taps.add(at);
                }
                at += 1;
            }
        }
        for window in 0..W {
            *small.add(window * reach.outputs) += L::sum(sums[window]) + rest[window];
        }
    }
}

#[inline(always)]
fn add_all_slopes<L: Simd>(reach: &Reach, big: &[f32], small: &[f32], slopes: &mut [f32]) {
    reach.assert_within(big.len(), small.len());
    assert_eq!(slopes.len(), reach.window() * reach.outputs, "slopes");
    for output in 0..reach.outputs {
        for y in 0..reach.kernel {
            // SAFETY: as in `add_all`.
            unsafe {
                let big = big.as_ptr().add(y * reach.row);
                let small = small.as_ptr().add(output);
                let slopes = slopes
                    .as_mut_ptr()
                    .add(output * reach.window() + y * reach.run);
                let mut at = 0;
                macro_rules! blocks {
                    ($count:literal) => {
                        while at + $count * L::COUNT <= reach.run {
                            add_block::<L, $count>(reach, big.add(at), small, slopes.add(at));
                            at += $count * L::COUNT;
                        }
                    };
                }
                blocks!(5);
                blocks!(3);
                blocks!(1);
                while at < reach.run {
                    let mut sum = 0.0;
                    for y in 0..reach.height {
                        for x in 0..reach.width {
                            let number = *big.add(y * reach.line + x * reach.step + at);
                            sum += number * *small.add((y * reach.width + x) * reach.outputs);
                        }
                    }
                    *slopes.add(at) += sum;
                    at += 1;
                }
            }
        }
    }
}

/// `B` registers of numbers side by side in all windows, times one output's slope.
///
/// # Safety
/// As [`add_tile`].
#[inline(always)]
unsafe fn add_block<L: Simd, const B: usize>(
    reach: &Reach,
    big: *const f32,
    small: *const f32,
    slopes: *mut f32,
) {
    // SAFETY: every pointer stays within its allocation, which is the caller's promise.
    unsafe {
        let mut sums = [L::zero(); B];
        for (block, sum) in sums.iter_mut().enumerate() {
            *sum = L::load(slopes.add(block * L::COUNT));
        }
        for y in 0..reach.height {
            for x in 0..reach.width {
                let slope = L::splat(*small.add((y * reach.width + x) * reach.outputs));
                let big = big.add(y * reach.line + x * reach.step);
                for (block, sum) in sums.iter_mut().enumerate() {
                    let numbers = L::load(big.add(block * L::COUNT));
                    *sum = L::multiply_add(numbers, slope, *sum);
                }
            }
        }
        for (block, sum) in sums.iter().enumerate() {
            L::store(slopes.add(block * L::COUNT), *sum);
        }
    }
}
