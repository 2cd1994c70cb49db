//! SIMD registers of 64-bit ARM, which every such machine has.

use std::arch::aarch64::*;

use super::Simd;

pub struct Neon;

impl Simd for Neon {
    type Register = float32x4_t;
    const COUNT: usize = 4;

    #[inline(always)]
    fn zero() -> Self::Register {
        Self::splat(0.0)
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self::Register {
        // SAFETY: the caller's.
        unsafe { vld1q_f32(from) }
    }

    #[inline(always)]
    unsafe fn store(to: *mut f32, value: Self::Register) {
        // SAFETY: the caller's.
        unsafe { vst1q_f32(to, value) }
    }

    #[inline(always)]
    fn splat(value: f32) -> Self::Register {
        // SAFETY: see the module.
        unsafe { vdupq_n_f32(value) }
    }

    #[inline(always)]
    fn multiply_add(a: Self::Register, b: Self::Register, c: Self::Register) -> Self::Register {
        // SAFETY: see the module.
        unsafe { vfmaq_f32(c, a, b) }
    }

    #[inline(always)]
    fn sum(value: Self::Register) -> f32 {
        // SAFETY: see the module.
        unsafe { vaddvq_f32(value) }
    }
}
