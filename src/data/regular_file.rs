//! Opens data files: regular files only, with a sentence on what is wrong with any other.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::DataError;

/// Opens the regular file at `path`, and says how many bytes it has. `wanted` is what a folder is not ("an IDX file").
///
/// # Errors
/// When there is no such file, it cannot be read, or it is something else.
pub(super) fn open(path: &Path, wanted: &str) -> Result<(File, u64), DataError> {
    // Looked at before it is opened, because opening a pipe waits for its other end.
    let metadata = fs::metadata(path).map_err(failed(path))?;
    if metadata.is_dir() {
        let problem = format!("this is a folder, not {wanted}");
        return Err(DataError::file(path, problem));
    }
    if !metadata.is_file() {
        return Err(DataError::file(path, "this is not a regular file"));
    }
    Ok((File::open(path).map_err(failed(path))?, metadata.len()))
}

/// Why the file at `path` could not be read.
pub(super) fn failed(path: &Path) -> impl Fn(io::Error) -> DataError {
    move |error| {
        let problem = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "there is no permission to read it".to_owned(),
            _ => format!("the file could not be read ({error})"),
        };
        DataError::file(path, problem)
    }
}
