//! What data are called after the file or folder that they lie in.

use std::path::Path;

/// "digits" for "sets/digits.idx.gz".
pub fn title_of(path: &Path) -> String {
    let name = file_name(path);
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match Path::new(name).file_stem() {
        Some(stem) => stem.to_string_lossy().into_owned(),
        None => "hourglass".into(),
    }
}

/// The last part of `path`.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
