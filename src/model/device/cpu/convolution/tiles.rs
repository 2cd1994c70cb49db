//! The convolution kernel for many output channels: a tile of windows side by side is summed up in registers, over the
//! numbers of the windows one after the other.

use super::super::simd::{Simd, with_widest};
use super::reach::Reach;

with_widest!(
    /// Adds to the numbers of `small` their windows' products with `taps` (`[y][x][input][output]`). The outputs are
    /// a multiple of 8.
    add_windows, add_all, (reach: &Reach, big: &[f32], taps: &[f32], small: &mut [f32]), reach.outputs
);

#[inline(always)]
fn add_all<L: Simd>(reach: &Reach, big: &[f32], taps: &[f32], small: &mut [f32]) {
    reach.assert_within(big.len(), small.len());
    assert_eq!(taps.len(), reach.window() * reach.outputs, "taps");
    assert_eq!(reach.outputs % L::COUNT, 0, "outputs fill registers");
    let (big, taps, small) = (big.as_ptr(), taps.as_ptr(), small.as_mut_ptr());
    for y in 0..reach.height {
        let mut channel = 0;
        while channel < reach.outputs {
            // SAFETY: rows and channels lie within what the asserts above have checked.
            unsafe {
                let big = big.add(y * reach.line);
                let taps = taps.add(channel);
                let small = small.add(y * reach.width * reach.outputs + channel);
                if channel + 2 * L::COUNT <= reach.outputs {
                    add_row::<L, 2>(reach, big, taps, small);
                    channel += 2 * L::COUNT;
                } else {
                    add_row::<L, 1>(reach, big, taps, small);
                    channel += L::COUNT;
                }
            }
        }
    }
}

/// One row of windows, `R` registers of channels.
///
/// # Safety
/// All windows of the row, their taps and their numbers lie within the pointers' allocations.
#[inline(always)]
unsafe fn add_row<L: Simd, const R: usize>(
    reach: &Reach,
    big: *const f32,
    taps: *const f32,
    small: *mut f32,
) {
    let mut x = 0;
    macro_rules! tiles {
        ($count:literal) => {
            while reach.width - x >= $count {
                // SAFETY: the tile ends within the row.
                unsafe {
                    let big = big.add(x * reach.step);
                    add_tile::<L, $count, R>(reach, big, taps, small.add(x * reach.outputs));
                }
                x += $count;
            }
        };
    }
    // 28, 14 and 7 are whole sevens.
    if reach.width.is_multiple_of(7) {
        tiles!(7);
    }
    tiles!(8);
    tiles!(4);
    tiles!(2);
    tiles!(1);
}

/// `W` windows side by side.
///
/// # Safety
/// As [`add_row`].
#[inline(always)]
unsafe fn add_tile<L: Simd, const W: usize, const R: usize>(
    reach: &Reach,
    big: *const f32,
    mut taps: *const f32,
    small: *mut f32,
) {
    // SAFETY: every pointer stays within its allocation, which is the caller's promise.
    unsafe {
        let mut sums = [[L::zero(); R]; W];
        for (window, sums) in sums.iter_mut().enumerate() {
            for (register, sum) in sums.iter_mut().enumerate() {
                *sum = L::load(small.add(window * reach.outputs + register * L::COUNT));
            }
        }
        for y in 0..reach.kernel {
            let row = big.add(y * reach.row);
            for at in 0..reach.run {
                let mut tap = [L::zero(); R];
                for (register, tap) in tap.iter_mut().enumerate() {
                    *tap = L::load(taps.add(register * L::COUNT));
                }
                for (window, sums) in sums.iter_mut().enumerate() {
                    let number = L::splat(*row.add(window * reach.step + at));
                    for (sum, tap) in sums.iter_mut().zip(tap) {
                        *sum = L::multiply_add(number, tap, *sum);
                    }
                }
                taps = taps.add(reach.outputs);
            }
        }
        for (window, sums) in sums.iter().enumerate() {
            for (register, sum) in sums.iter().enumerate() {
                L::store(
                    small.add(window * reach.outputs + register * L::COUNT),
                    *sum,
                );
            }
        }
    }
}
