//! SIMD registers of x86 (AVX2 and AVX-512). The methods may only be reached from a function compiled for the
//! instructions they name, which whoever chooses among the kernels sees to; that is the safety argument of each of
//! their blocks.

use std::arch::x86_64::*;

use super::Simd;

macro_rules! register {
    ($(#[$doc:meta])* $name:ident, $register:ty, $count:literal, $zero:ident, $load:ident, $store:ident,
        $splat:ident, $multiply_add:ident, |$value:ident| $sum:expr) => {
        $(#[$doc])*
        pub struct $name;

        impl Simd for $name {
            type Register = $register;
            const COUNT: usize = $count;

            #[inline(always)]
            fn zero() -> Self::Register {
                // SAFETY: see the module.
                unsafe { $zero() }
            }

            #[inline(always)]
            unsafe fn load(from: *const f32) -> Self::Register {
                // SAFETY: see the module, and the caller's.
                unsafe { $load(from) }
            }

            #[inline(always)]
            unsafe fn store(to: *mut f32, value: Self::Register) {
                // SAFETY: see the module, and the caller's.
                unsafe { $store(to, value) }
            }

            #[inline(always)]
            fn splat(value: f32) -> Self::Register {
                // SAFETY: see the module.
                unsafe { $splat(value) }
            }

            #[inline(always)]
            fn multiply_add(
                a: Self::Register,
                b: Self::Register,
                c: Self::Register,
            ) -> Self::Register {
                // SAFETY: see the module.
                unsafe { $multiply_add(a, b, c) }
            }

            #[inline(always)]
            fn prefetch(address: *const f32) {
                // SAFETY: every x86-64 machine has it, and it touches no memory that a program could see.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) }
            }

            #[inline(always)]
            fn sum($value: Self::Register) -> f32 {
                // SAFETY: see the module.
                unsafe { $sum }
            }
        }
    };
}

register!(
    /// AVX2 with fused multiply-add.
    Avx2, __m256, 8, _mm256_setzero_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_set1_ps,
    _mm256_fmadd_ps, |value| {
        let halves = _mm_add_ps(_mm256_castps256_ps128(value), _mm256_extractf128_ps::<1>(value));
        let pairs = _mm_add_ps(halves, _mm_movehl_ps(halves, halves));
        _mm_cvtss_f32(_mm_add_ss(pairs, _mm_movehdup_ps(pairs)))
    }
);
register!(
    /// AVX-512.
    Avx512, __m512, 16, _mm512_setzero_ps, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_set1_ps,
    _mm512_fmadd_ps, |value| _mm512_reduce_add_ps(value)
);
