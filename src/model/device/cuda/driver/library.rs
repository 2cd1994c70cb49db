//! Loading the CUDA libraries. None is ever given back: their functions may be called until the program ends.

use std::ffi::OsStr;

use libloading::os::unix::{Library, RTLD_GLOBAL, RTLD_LAZY};

use super::forward::Slot;
use super::functions;
use super::search;

/// The driver's library, on every Linux.
pub const DRIVER: &str = "libcuda.so.1";

/// Loads the driver; returns the names of the functions that it lacks.
///
/// # Errors
/// Why there is none.
pub fn load_driver() -> Result<Vec<&'static str>, String> {
    let library = open(OsStr::new(DRIVER)).map_err(|error| no_driver(&error.to_string()))?;
    Ok(fill(library, functions::driver::SLOTS))
}

/// Loads cuBLAS for a driver of CUDA `major`.
///
/// # Errors
/// Why there is none that can be used.
pub fn load_cublas(major: u32) -> Result<(), String> {
    let mut problem = None;
    for candidate in search::cublas(major, |name| std::env::var(name).ok()) {
        let opened = match &candidate.folder {
            None => open(OsStr::new(&candidate.name)),
            Some(folder) => {
                let path = folder.join(&candidate.name);
                if !path.exists() {
                    continue;
                }
                // The loader would look for it everywhere but here.
                if let Ok(needed) = open(folder.join(&candidate.needs).as_os_str()) {
                    std::mem::forget(needed);
                }
                open(path.as_os_str())
            }
        };
        match opened {
            Ok(library) => {
                let lacking = fill(library, functions::cublas::SLOTS);
                match lacking.first() {
                    None => return Ok(()),
                    Some(name) => problem = Some(lacks("cuBLAS", name, &candidate.name)),
                }
            }
            Err(error) if !is_absence(&error.to_string(), &candidate.name) => {
                problem = Some(format!("cuBLAS does not load, {error}"));
            }
            Err(_) => {}
        }
    }
    Err(problem.unwrap_or_else(|| {
        format!(
            "there is no cuBLAS for the driver's CUDA {major}, it is part of the CUDA toolkit: libcublas.so.{major}"
        )
    }))
}

/// What to say of a library that has not all that this program needs of it.
pub fn lacks(what: &str, function: &str, name: &str) -> String {
    format!("{what} is not one that this build can use, it has no {function}: {name}")
}

fn open(path: &OsStr) -> Result<Library, libloading::Error> {
    // SAFETY: what a CUDA library does when it is loaded is its maker's affair; the program would do the same if it
    // were linked against it.
    unsafe { Library::open(Some(path), RTLD_LAZY | RTLD_GLOBAL) }
}

/// Fills the slots of the functions that `library` has; returns the names of the others.
fn fill(library: Library, slots: &[&'static Slot]) -> Vec<&'static str> {
    let mut lacking = Vec::new();
    for slot in slots {
        // SAFETY: only the address is taken here.
        let found = unsafe { library.get::<*mut std::ffi::c_void>(slot.name.to_bytes_with_nul()) };
        match found {
            // SAFETY: it has this name, and the library stays loaded.
            Ok(function) => unsafe { slot.fill(function.as_raw_ptr()) },
            Err(_) => lacking.push(slot.name.to_str().unwrap_or("function")),
        }
    }
    std::mem::forget(library);
    lacking
}

fn no_driver(error: &str) -> String {
    if is_absence(error, DRIVER) {
        format!("there is no NVIDIA driver: {DRIVER}")
    } else {
        format!("the NVIDIA driver does not load, {error}")
    }
}

/// Whether the loader's words say that the file itself is not there.
fn is_absence(error: &str, name: &str) -> bool {
    error.starts_with(name) && error.contains("No such file or directory")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_driver_is_told_from_a_damaged_one() {
        let absent = "libcuda.so.1: cannot open shared object file: No such file or directory";
        assert_eq!(no_driver(absent), "there is no NVIDIA driver: libcuda.so.1");
        let needs = "libnvidia-x.so.1: cannot open shared object file: No such file or directory";
        assert_eq!(
            no_driver(needs),
            "the NVIDIA driver does not load, libnvidia-x.so.1: cannot open shared object file: No such file or directory"
        );
        assert_eq!(
            no_driver("libcuda.so.1: file too short"),
            "the NVIDIA driver does not load, libcuda.so.1: file too short"
        );
    }
}
