//! Functions of the driver that are answered here where its own answer would do harm.
//!
//! dfdx puts an allocation of no bytes in the place of each tensor that is dropped, and panics if there is none: the
//! driver would be asked a thousand times a step for nothing, refuses on some GPUs (those without memory pools), and
//! always does after the loss of the GPU. So nothing is asked for no bytes: they are at address 0.
//!
//! cudarc unwraps the text of an error while it writes that error, so there always is one.

use std::ffi::{CStr, c_char};

use cudarc::driver::sys::{CUdeviceptr, CUresult, CUstream};

use super::functions::driver;

const SUCCESS: i32 = 0;
const INVALID_VALUE: i32 = 1;

/// Writes the address of no memory.
///
/// # Safety
/// As the driver's function: a valid pointer.
unsafe fn nowhere(pointer: *mut CUdeviceptr) -> i32 {
    if pointer.is_null() {
        return INVALID_VALUE;
    }
    // SAFETY: the caller's.
    unsafe { pointer.write(0) };
    SUCCESS
}

#[unsafe(no_mangle)]
unsafe extern "C" fn cuMemAlloc_v2(pointer: *mut CUdeviceptr, bytes: usize) -> i32 {
    // SAFETY: the caller's, as of all functions here.
    unsafe {
        match bytes {
            0 => nowhere(pointer),
            _ => driver::cuMemAlloc_v2(pointer as usize, bytes),
        }
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn cuMemAllocAsync(
    pointer: *mut CUdeviceptr,
    bytes: usize,
    stream: CUstream,
) -> i32 {
    // SAFETY: as above.
    unsafe {
        match bytes {
            0 => nowhere(pointer),
            _ => driver::cuMemAllocAsync(pointer as usize, bytes, stream as usize),
        }
    }
}

/// A success whatever the answer, as everything that gives something back.
#[unsafe(no_mangle)]
unsafe extern "C" fn cuMemFree_v2(pointer: CUdeviceptr) -> i32 {
    if pointer != 0 {
        // SAFETY: as above.
        unsafe { driver::cuMemFree_v2(pointer as usize) };
    }
    SUCCESS
}

/// A success whatever the answer, as everything that gives something back.
#[unsafe(no_mangle)]
unsafe extern "C" fn cuMemFreeAsync(pointer: CUdeviceptr, stream: CUstream) -> i32 {
    if pointer != 0 {
        // SAFETY: as above.
        unsafe { driver::cuMemFreeAsync(pointer as usize, stream as usize) };
    }
    SUCCESS
}

#[unsafe(no_mangle)]
unsafe extern "C" fn cuMemsetD8_v2(pointer: CUdeviceptr, byte: u8, bytes: usize) -> i32 {
    match bytes {
        0 => SUCCESS,
        // SAFETY: as above.
        _ => unsafe { driver::cuMemsetD8_v2(pointer as usize, byte.into(), bytes) },
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn cuMemsetD8Async(
    pointer: CUdeviceptr,
    byte: u8,
    bytes: usize,
    stream: CUstream,
) -> i32 {
    match bytes {
        0 => SUCCESS,
        // SAFETY: as above.
        _ => unsafe {
            driver::cuMemsetD8Async(pointer as usize, byte.into(), bytes, stream as usize)
        },
    }
}

type Ask = unsafe fn(usize, usize) -> i32;

/// The driver's text for an error, or one that says that there is none.
///
/// # Safety
/// As the driver's function: a valid pointer, or null.
unsafe fn text(error: CUresult, text: *mut *const c_char, ask: Ask, none: &'static CStr) -> i32 {
    if text.is_null() {
        return INVALID_VALUE;
    }
    // SAFETY: the caller's.
    unsafe {
        if ask(error as usize, text as usize) != SUCCESS || (*text).is_null() {
            text.write(none.as_ptr());
        }
    }
    SUCCESS
}

#[unsafe(no_mangle)]
unsafe extern "C" fn cuGetErrorName(error: CUresult, name: *mut *const c_char) -> i32 {
    // SAFETY: as above.
    unsafe { text(error, name, driver::cuGetErrorName, c"CUDA_ERROR_UNKNOWN") }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn cuGetErrorString(error: CUresult, words: *mut *const c_char) -> i32 {
    // SAFETY: as above.
    unsafe { text(error, words, driver::cuGetErrorString, c"unknown error") }
}
