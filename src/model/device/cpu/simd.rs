//! SIMD: several numbers at once. Matrix products and convolutions keep a tile of sums in registers, which the compiler
//! does not do by itself, so these few instructions are named; everything else is left to it.

#[cfg(target_arch = "aarch64")]
pub mod neon;
#[cfg(target_arch = "x86_64")]
pub mod x86;

/// Numbers in the longest register.
pub const LONGEST: usize = 16;

/// A register of numbers.
pub trait Simd {
    type Register: Copy;
    /// Numbers in a register.
    const COUNT: usize;
    fn zero() -> Self::Register;
    /// # Safety
    /// `COUNT` numbers can be read from `from`.
    unsafe fn load(from: *const f32) -> Self::Register;
    /// # Safety
    /// `COUNT` numbers can be written to `to`.
    unsafe fn store(to: *mut f32, value: Self::Register);
    /// The first `count` numbers, and zeros.
    ///
    /// # Safety
    /// `count` numbers, at most `COUNT`, can be read from `from`.
    #[inline(always)]
    unsafe fn load_first(from: *const f32, count: usize) -> Self::Register {
        let mut numbers = [0.0; LONGEST];
        // SAFETY: the caller's; no register is longer than `numbers`.
        unsafe {
            std::ptr::copy_nonoverlapping(from, numbers.as_mut_ptr(), count);
            Self::load(numbers.as_ptr())
        }
    }
    /// Writes the first `count` numbers.
    ///
    /// # Safety
    /// `count` numbers, at most `COUNT`, can be written to `to`.
    #[inline(always)]
    unsafe fn store_first(to: *mut f32, value: Self::Register, count: usize) {
        let mut numbers = [0.0; LONGEST];
        // SAFETY: as in `load_first`.
        unsafe {
            Self::store(numbers.as_mut_ptr(), value);
            std::ptr::copy_nonoverlapping(numbers.as_ptr(), to, count);
        }
    }
    /// The same number everywhere.
    fn splat(value: f32) -> Self::Register;
    /// `a b + c`
    fn multiply_add(a: Self::Register, b: Self::Register, c: Self::Register) -> Self::Register;
    fn sum(value: Self::Register) -> f32;
    /// Asks for the line of memory at `address`, which may be any, to be in the cache soon.
    #[inline(always)]
    fn prefetch(_address: *const f32) {}
}

/// For any machine.
pub struct Portable;

impl Simd for Portable {
    type Register = [f32; 8];
    const COUNT: usize = 8;

    #[inline(always)]
    fn zero() -> Self::Register {
        [0.0; 8]
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self::Register {
        // SAFETY: the caller's.
        unsafe { from.cast::<[f32; 8]>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn store(to: *mut f32, value: Self::Register) {
        // SAFETY: the caller's.
        unsafe { to.cast::<[f32; 8]>().write_unaligned(value) }
    }

    #[inline(always)]
    fn splat(value: f32) -> Self::Register {
        [value; 8]
    }

    #[inline(always)]
    fn multiply_add(a: Self::Register, b: Self::Register, c: Self::Register) -> Self::Register {
        let mut out = c;
        for lane in 0..8 {
            out[lane] += a[lane] * b[lane];
        }
        out
    }

    #[inline(always)]
    fn sum(value: Self::Register) -> f32 {
        value.iter().sum()
    }
}

/// Defines `$name`, which runs `$generic` with the widest registers that this machine has and that divide `$count`
/// evenly (eight where none does).
macro_rules! with_widest {
    ($(#[$doc:meta])* $name:ident, $generic:ident, ($($argument:ident: $type:ty),*), $count:expr) => {
        $(#[$doc])*
        pub fn $name($($argument: $type),*) {
            #[cfg(target_arch = "x86_64")]
            {
                use super::super::simd::x86::{Avx2, Avx512};

                #[target_feature(enable = "avx512f")]
                fn wide($($argument: $type),*) {
                    $generic::<Avx512>($($argument),*);
                }
                #[target_feature(enable = "avx2,fma")]
                fn narrow($($argument: $type),*) {
                    $generic::<Avx2>($($argument),*);
                }
                if $count % 16 == 0 && std::arch::is_x86_feature_detected!("avx512f") {
                    // SAFETY: the machine has these instructions.
                    return unsafe { wide($($argument),*) };
                }
                if std::arch::is_x86_feature_detected!("avx2")
                    && std::arch::is_x86_feature_detected!("fma")
                {
                    // SAFETY: the machine has these instructions.
                    return unsafe { narrow($($argument),*) };
                }
            }
            $generic::<super::super::simd::Portable>($($argument),*);
        }
    };
}
pub(super) use with_widest;
