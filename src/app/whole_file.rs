//! Files that are written whole or not at all.

use std::io::ErrorKind;
use std::path::Path;

use crate::project::atomic::{behind_link, stage};

/// Why a file is not written over.
pub(super) const TAKEN: &str = "there is a file of this name already";

/// Writes a file whole or not at all; over another one only with `replace`.
///
/// # Errors
/// One clause on why not.
pub(super) fn write_whole(path: &Path, bytes: &[u8], replace: bool) -> Result<(), String> {
    let path = behind_link(path);
    let folder = path.parent().unwrap_or(Path::new(""));
    let done = stage(folder, bytes).and_then(|staged| match replace {
        true => staged.commit(&path),
        false => staged.commit_new(&path),
    });
    done.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => TAKEN.into(),
        _ => error.to_string(),
    })
}
