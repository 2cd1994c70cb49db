//! The weight-gradient kernel: a block of weights is summed up in registers over all windows of a map.

use super::super::simd::{Simd, with_widest};
use super::reach::Reach;

with_widest!(
    /// Adds to `slopes` (`[y][x][input][output]`) the products of what each window reads in `big` with the slopes of
    /// what it makes, `small`. The outputs are a multiple of 8.
    add_slopes, add_all, (reach: &Reach, big: &[f32], small: &[f32], slopes: &mut [f32]), reach.outputs
);

#[inline(always)]
fn add_all<L: Simd>(reach: &Reach, big: &[f32], small: &[f32], slopes: &mut [f32]) {
    reach.assert_within(big.len(), small.len());
    assert_eq!(slopes.len(), reach.window() * reach.outputs, "slopes");
    assert_eq!(reach.outputs % L::COUNT, 0, "outputs fill registers");
    let (big, small, slopes) = (big.as_ptr(), small.as_ptr(), slopes.as_mut_ptr());
    let mut channel = 0;
    while channel < reach.outputs {
        // SAFETY: rows and channels lie within what the asserts above have checked.
        unsafe {
            let (small, slopes) = (small.add(channel), slopes.add(channel));
            if channel + 2 * L::COUNT <= reach.outputs {
                add_channels::<L, 2>(reach, big, small, slopes);
                channel += 2 * L::COUNT;
            } else {
                add_channels::<L, 1>(reach, big, small, slopes);
                channel += L::COUNT;
            }
        }
    }
}

/// `R` registers of channels.
///
/// # Safety
/// The windows, their numbers and their weights lie within the pointers' allocations.
#[inline(always)]
unsafe fn add_channels<L: Simd, const R: usize>(
    reach: &Reach,
    big: *const f32,
    small: *const f32,
    slopes: *mut f32,
) {
    for y in 0..reach.kernel {
        let mut at = 0;
        macro_rules! blocks {
            ($count:literal) => {
                while reach.run - at >= $count {
                    // SAFETY: the block ends within the window's row.
                    unsafe {
                        add_block::<L, $count, R>(
                            reach,
                            big.add(y * reach.row + at),
                            small,
                            slopes.add((y * reach.run + at) * reach.outputs),
                        );
                    }
                    at += $count;
                }
            };
        }
        // Runs of 3 and 5 (a grey picture's) and of 9 and 15 (a colour picture's) have blocks of their own.
        if !reach.run.is_multiple_of(8) {
            if reach.run.is_multiple_of(5) {
                blocks!(5);
            }
            blocks!(3);
        }
        blocks!(8);
        blocks!(1);
    }
}

/// `B` numbers side by side in all windows.
///
/// # Safety
/// As [`add_channels`].
#[inline(always)]
unsafe fn add_block<L: Simd, const B: usize, const R: usize>(
    reach: &Reach,
    big: *const f32,
    small: *const f32,
    slopes: *mut f32,
) {
    // SAFETY: every pointer stays within its allocation, which is the caller's promise.
    unsafe {
        let mut sums = [[L::zero(); R]; B];
        for (number, sums) in sums.iter_mut().enumerate() {
            for (register, sum) in sums.iter_mut().enumerate() {
                *sum = L::load(slopes.add(number * reach.outputs + register * L::COUNT));
            }
        }
        let mut small = small;
        for y in 0..reach.height {
            let mut big = big.add(y * reach.line);
            for _ in 0..reach.width {
                let mut slope = [L::zero(); R];
                for (register, slope) in slope.iter_mut().enumerate() {
                    *slope = L::load(small.add(register * L::COUNT));
                }
                for (number, sums) in sums.iter_mut().enumerate() {
                    let number = L::splat(*big.add(number));
                    for (sum, slope) in sums.iter_mut().zip(slope) {
                        *sum = L::multiply_add(number, slope, *sum);
                    }
                }
                small = small.wrapping_add(reach.outputs);
                big = big.wrapping_add(reach.step);
            }
        }
        for (number, sums) in sums.iter().enumerate() {
            for (register, sum) in sums.iter().enumerate() {
                L::store(
                    slopes.add(number * reach.outputs + register * L::COUNT),
                    *sum,
                );
            }
        }
    }
}
