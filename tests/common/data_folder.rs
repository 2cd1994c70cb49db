//! The folder of data for the few tests that the embedded sets are not enough for.

use std::path::PathBuf;

/// The variable that names the folder.
const VARIABLE: &str = "HOURGLASS_DATA";

/// The folder that `HOURGLASS_DATA` names, with one folder inside for each set; `None` where the variable is not set,
/// where the test has nothing to do. A test that asks has `with_data` in its name or its module's, so that
/// `cargo test with_data` finds all of them.
///
/// # Panics
/// If what the variable names is no folder, and if the test is called otherwise.
pub fn data_folder() -> Option<PathBuf> {
    // Tests have threads of their own name, unless told to run one after the other.
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("main");
    assert!(
        test == "main" || test.contains("with_data"),
        "a test that asks for {VARIABLE} has with_data in its name: {test}"
    );
    let folder = PathBuf::from(std::env::var_os(VARIABLE)?);
    assert!(
        folder.is_dir(),
        "{VARIABLE} names no folder: {}",
        folder.display()
    );
    Some(folder)
}
