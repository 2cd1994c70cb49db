//! Paths of data, which the project file names from the project's folder where they lie in it or beside it: so the
//! data are found again when both move together.
//!
//! In memory they are absolute.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::data::DataSettings;

/// A path typed from the present folder would mean another file when the program starts in another one.
pub fn with_whole_paths(mut data: DataSettings) -> DataSettings {
    for path in data.source.paths_mut() {
        *path = absolute(path);
    }
    data
}

/// `path` from the root on, without `.` and `..`; a relative one is taken from the working directory. An empty path
/// stays empty.
pub fn absolute(path: &Path) -> PathBuf {
    let Ok(whole) = std::path::absolute(path) else {
        return path.to_path_buf();
    };
    let mut clean = PathBuf::new();
    for component in whole.components() {
        if component != Component::ParentDir {
            clean.push(component);
            continue;
        }
        // Behind a link, `..` is the parent of what the link leads to.
        if clean.is_symlink()
            && let Ok(real) = fs::canonicalize(&clean)
        {
            clean = real;
        }
        clean.pop();
    }
    clean
}

/// What the file of the project in `folder` calls `path`: relative, with forward slashes, when it lies in `folder` or
/// in the folder that `folder` stands in (unless that is the root); absolute otherwise.
pub fn written(path: &Path, folder: &Path) -> PathBuf {
    if is_foreign(path) {
        return path.to_path_buf();
    }
    let path = absolute(path);
    let beside = absolute(&folder.join(".."));
    let text = relative(&path, &absolute(folder), None).or_else(|| {
        let is_root = beside.parent().is_none();
        relative(&path, &beside, Some("..")).filter(|_| !is_root)
    });
    match text.map(PathBuf::from) {
        // What would be read as another path (a name with a backslash in it) stays whole.
        Some(text) if read(&text, folder) == path => text,
        _ => path,
    }
}

/// The path that the file of the project in `folder` calls `path`. Backslashes of a relative one count as slashes.
pub fn read(path: &Path, folder: &Path) -> PathBuf {
    let is_whole = path.is_absolute() || is_foreign(path) || path.as_os_str().is_empty();
    match path.to_str() {
        Some(text) if !is_whole => absolute(&folder.join(text.replace('\\', "/"))),
        _ => path.to_path_buf(),
    }
}

/// `path` from `base`, with `first` in front; `None` when it is not below it, or not Unicode.
fn relative(path: &Path, base: &Path, first: Option<&str>) -> Option<String> {
    let below = path.strip_prefix(base).ok()?;
    let names = below.components().map(|name| name.as_os_str().to_str());
    let names: Option<Vec<&str>> = first.map(Some).into_iter().chain(names).collect();
    let text = names?.join("/");
    Some(if text.is_empty() { ".".into() } else { text })
}

/// Whether it is an absolute path of another system, which is left as it is: the project may go back there.
fn is_foreign(path: &Path) -> bool {
    let text = path.to_string_lossy();
    let is_drive =
        matches!(text.as_bytes(), [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic());
    !path.is_absolute() && (is_drive || text.starts_with(['/', '\\']))
}

// In paths of Unix.
#[cfg(all(test, unix))]
mod tests;
