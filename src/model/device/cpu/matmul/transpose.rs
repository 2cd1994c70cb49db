//! Transposes square blocks of a register's width.

use super::super::simd::{Portable, Simd};

pub trait Transpose: Simd {
    /// Reads `COUNT` rows of `COUNT` numbers, `stride` apart, and writes their columns as rows, `to_stride` apart.
    ///
    /// # Safety
    /// All of these numbers lie within their allocations, which do not overlap.
    unsafe fn transpose(from: *const f32, stride: usize, to: *mut f32, to_stride: usize);
}

/// One number after the other.
///
/// # Safety
/// As [`Transpose::transpose`], for blocks of `SIDE`.
#[inline(always)]
unsafe fn one_by_one<const SIDE: usize>(
    from: *const f32,
    stride: usize,
    to: *mut f32,
    to_stride: usize,
) {
    for row in 0..SIDE {
        for column in 0..SIDE {
            // SAFETY: the caller's.
            unsafe { *to.add(column * to_stride + row) = *from.add(row * stride + column) };
        }
    }
}

impl Transpose for Portable {
    #[inline(always)]
    unsafe fn transpose(from: *const f32, stride: usize, to: *mut f32, to_stride: usize) {
        // SAFETY: the caller's.
        unsafe { one_by_one::<8>(from, stride, to, to_stride) }
    }
}

#[cfg(target_arch = "aarch64")]
impl Transpose for super::super::simd::neon::Neon {
    #[inline(always)]
    unsafe fn transpose(from: *const f32, stride: usize, to: *mut f32, to_stride: usize) {
        // SAFETY: the caller's.
        unsafe { one_by_one::<4>(from, stride, to, to_stride) }
    }
}

/// Both reach the same by swapping halves: of pairs, of fours, of eights, of sixteens. As with the other methods on
/// registers, they may only be reached from a function compiled for their instructions.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::super::super::simd::x86::{Avx2, Avx512};
    use super::Transpose;

    impl Transpose for Avx2 {
        #[inline(always)]
        unsafe fn transpose(from: *const f32, stride: usize, to: *mut f32, to_stride: usize) {
            // SAFETY: see the module, and the caller's.
            unsafe {
                let mut r = [_mm256_setzero_ps(); 8];
                let mut t = r;
                for (i, r) in r.iter_mut().enumerate() {
                    *r = _mm256_loadu_ps(from.add(i * stride));
                }
                for i in 0..4 {
                    t[2 * i] = _mm256_unpacklo_ps(r[2 * i], r[2 * i + 1]);
                    t[2 * i + 1] = _mm256_unpackhi_ps(r[2 * i], r[2 * i + 1]);
                }
                for i in 0..2 {
                    let [a, b, c, d] = [t[4 * i], t[4 * i + 1], t[4 * i + 2], t[4 * i + 3]];
                    r[4 * i] = _mm256_shuffle_ps::<0x44>(a, c);
                    r[4 * i + 1] = _mm256_shuffle_ps::<0xee>(a, c);
                    r[4 * i + 2] = _mm256_shuffle_ps::<0x44>(b, d);
                    r[4 * i + 3] = _mm256_shuffle_ps::<0xee>(b, d);
                }
                for i in 0..4 {
                    t[i] = _mm256_permute2f128_ps::<0x20>(r[i], r[i + 4]);
                    t[i + 4] = _mm256_permute2f128_ps::<0x31>(r[i], r[i + 4]);
                }
                for (i, &t) in t.iter().enumerate() {
                    _mm256_storeu_ps(to.add(i * to_stride), t);
                }
            }
        }
    }

    impl Transpose for Avx512 {
        #[inline(always)]
        unsafe fn transpose(from: *const f32, stride: usize, to: *mut f32, to_stride: usize) {
            // SAFETY: see the module, and the caller's.
            unsafe {
                let mut r = [_mm512_setzero_ps(); 16];
                let mut t = r;
                for (i, r) in r.iter_mut().enumerate() {
                    *r = _mm512_loadu_ps(from.add(i * stride));
                }
                for i in 0..8 {
                    t[2 * i] = _mm512_unpacklo_ps(r[2 * i], r[2 * i + 1]);
                    t[2 * i + 1] = _mm512_unpackhi_ps(r[2 * i], r[2 * i + 1]);
                }
                for i in 0..4 {
                    let [a, b, c, d] = [t[4 * i], t[4 * i + 1], t[4 * i + 2], t[4 * i + 3]];
                    r[4 * i] = _mm512_shuffle_ps::<0x44>(a, c);
                    r[4 * i + 1] = _mm512_shuffle_ps::<0xee>(a, c);
                    r[4 * i + 2] = _mm512_shuffle_ps::<0x44>(b, d);
                    r[4 * i + 3] = _mm512_shuffle_ps::<0xee>(b, d);
                }
                for i in 0..4 {
                    t[i] = _mm512_shuffle_f32x4::<0x88>(r[i], r[i + 4]);
                    t[i + 4] = _mm512_shuffle_f32x4::<0xdd>(r[i], r[i + 4]);
                    t[i + 8] = _mm512_shuffle_f32x4::<0x88>(r[i + 8], r[i + 12]);
                    t[i + 12] = _mm512_shuffle_f32x4::<0xdd>(r[i + 8], r[i + 12]);
                }
                for i in 0..8 {
                    r[i] = _mm512_shuffle_f32x4::<0x88>(t[i], t[i + 8]);
                    r[i + 8] = _mm512_shuffle_f32x4::<0xdd>(t[i], t[i + 8]);
                }
                for (i, &r) in r.iter().enumerate() {
                    _mm512_storeu_ps(to.add(i * to_stride), r);
                }
            }
        }
    }
}
