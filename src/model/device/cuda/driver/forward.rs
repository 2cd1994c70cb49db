//! Functions of the driver and of cuBLAS that this program defines itself and passes on.
//!
//! The crates below this one are linked against `libcuda`, `libcublas` and `libnvrtc`: such a program does not even
//! start where one of them is missing. Here every function of theirs that can be referenced is defined under its own
//! name, so that the linker finds it in the program, needs none of the libraries, and (being told `--as-needed`, as
//! rustc tells it) leaves them out. What comes in is passed on to the library's own function, whose address is found
//! at run time ([`super::library`]); while there is none, an error is returned.
//!
//! Arguments are passed on as machine words: on 64-bit Linux (x86-64 and aarch64) each integer or pointer takes one
//! register or eight bytes of the stack, whatever its size, and none of the functions takes a floating-point number
//! or a structure by value. That each has as many arguments as declared is checked by the compiler, below.
//!
//! On its way back an answer is made safe for the crates that get it:
//! - a code that their list does not have (newer drivers know more errors) becomes "unknown", because they keep it in
//!   an enumeration;
//! - what gives something back, makes a context current or lets a stream wait always succeeds, because they call it in
//!   destructors and panic when it fails: after the loss of a GPU that would end the whole program. The next call that
//!   asks for something reports the loss.

use std::ffi::{CStr, c_void};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Where a library's function is, once that is known.
pub struct Slot {
    pub name: &'static CStr,
    address: AtomicPtr<c_void>,
}

impl Slot {
    pub const fn new(name: &'static CStr) -> Self {
        Self {
            name,
            address: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// # Safety
    /// `address` must be that of the function with this name, and stay valid.
    pub unsafe fn fill(&self, address: *mut c_void) {
        self.address.store(address, Ordering::Release);
    }

    pub fn address(&self) -> Option<*mut c_void> {
        let address = self.address.load(Ordering::Acquire);
        (!address.is_null()).then_some(address)
    }
}

/// What a library may answer.
pub struct Answers {
    /// The error of a function that is not there.
    pub missing: i32,
    /// The error that stands for one that nobody knows.
    pub unknown: i32,
    pub is_known: fn(i32) -> bool,
}

impl Answers {
    /// A code that callers have in their enumeration.
    pub fn safe(&self, code: i32) -> i32 {
        if (self.is_known)(code) {
            return code;
        }
        log::error!("a CUDA library failed in a way that this build has no name for: {code}");
        self.unknown
    }
}

/// Defines functions of one library, and the table of the slots of those that are passed on. A line is a function's
/// name and the names of its arguments.
/// - `ask`: passed on, its answer given back;
/// - `behind`: the same for a function of this name in [`super::answered`], which callers reach in its place;
/// - `release`: passed on, and a success whatever the answer;
/// - `refuse`: not used by this program, so an error without asking; the library need not have it.
macro_rules! forward {
    (
        $answers:ident, $declared:path;
        ask { $($ask:ident($($asked:ident),*);)* }
        behind { $($behind:ident($($between:ident),*);)* }
        release { $($release:ident($($released:ident),*);)* }
        refuse { $($refuse:ident($($refused:ident),*);)* }
    ) => {
        #[allow(non_upper_case_globals)]
        mod slots {
            use crate::model::device::cuda::driver::forward::{Slot, name_of};

            $(pub static $ask: Slot = Slot::new(name_of(concat!(stringify!($ask), "\0")));)*
            $(pub static $behind: Slot = Slot::new(name_of(concat!(stringify!($behind), "\0")));)*
            $(pub static $release: Slot = Slot::new(name_of(concat!(stringify!($release), "\0")));)*
        }

        /// The functions that are passed on.
        pub static SLOTS: &[&Slot] = &[$(&slots::$ask,)* $(&slots::$behind,)* $(&slots::$release,)*];

        $(
            #[unsafe(no_mangle)]
            unsafe extern "C" fn $ask($($asked: usize),*) -> i32 {
                forward!(@pass $answers, $ask, $($asked),*)
            }
        )*

        $(
            /// As the driver has it.
            pub unsafe fn $behind($($between: usize),*) -> i32 {
                forward!(@pass $answers, $behind, $($between),*)
            }
        )*

        $(
            #[unsafe(no_mangle)]
            unsafe extern "C" fn $release($($released: usize),*) -> i32 {
                let _ = forward!(@pass $answers, $release, $($released),*);
                0
            }
        )*

        $(
            #[unsafe(no_mangle)]
            unsafe extern "C" fn $refuse($(_: forward!(@word $refused)),*) -> i32 {
                $answers.missing
            }
        )*

        /// Each takes as many arguments as the crates that call it declare.
        const _: () = {
            use $declared as declared;
            $(let _: unsafe extern "C" fn($(forward!(@any $asked)),*) -> _ = declared::$ask;)*
            $(let _: unsafe extern "C" fn($(forward!(@any $between)),*) -> _ = declared::$behind;)*
            $(let _: unsafe extern "C" fn($(forward!(@any $released)),*) -> _ = declared::$release;)*
            $(let _: unsafe extern "C" fn($(forward!(@any $refused)),*) -> _ = declared::$refuse;)*
        };
    };
    (@pass $answers:ident, $name:ident, $($argument:ident),*) => {
        match slots::$name.address() {
            Some(address) => {
                type Function = unsafe extern "C" fn($(forward!(@word $argument)),*) -> i32;
                // SAFETY: the slot has the address of the function of this name, which takes as many words.
                let answer = unsafe { transmute::<*mut c_void, Function>(address)($($argument),*) };
                $answers.safe(answer)
            }
            None => $answers.missing,
        }
    };
    (@word $argument:ident) => { usize };
    (@any $argument:ident) => { _ };
}

pub(super) use forward;

/// A function's name as the loader wants it.
pub const fn name_of(name: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(name.as_bytes()) {
        Ok(name) => name,
        Err(_) => panic!("a name without its zero"),
    }
}
