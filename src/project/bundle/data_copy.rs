//! Copies of data inside of a project's folder, so that it can be moved or passed on whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::BundleError;
use crate::data::{DataSettings, visible_files};
use crate::project::atomic::sync_folder;

/// The folder with them; a number follows where it is taken.
const DATA_FOLDER: &str = "data";
/// How the folder begins that they are copied into first: not as the files that saves remove, for one can come meanwhile.
const STAGED: &str = ".data-";

/// Whether all files of `data` lie in the project's folder.
pub fn lies_in(data: &DataSettings, folder: &Path) -> bool {
    let paths = data.source.paths();
    !paths.is_empty() && paths.iter().all(|(_, path)| path.starts_with(folder))
}

/// Copies the files of `data`, and those found beside them, into the project's `folder`; gives the same settings with the
/// copies. What is there already stays; what fails leaves nothing.
///
/// # Errors
/// When a file cannot be read or written; one sentence that ends with its path.
pub fn copy_data(data: &DataSettings, folder: &Path) -> Result<DataSettings, BundleError> {
    remove_left_behind(folder);
    let staged = tempfile::Builder::new()
        .prefix(STAGED)
        .tempdir_in(folder)
        .map_err(BundleError::cannot("write into", folder))?;
    let mut names = Vec::new();
    for (key, path) in data.source.paths() {
        let mut name = PathBuf::from(path.file_name().unwrap_or_default());
        if names.iter().any(|(_, other)| *other == name) {
            // Files of two folders that are called alike.
            name = Path::new(key).join(name);
        }
        copy(&path, &staged.path().join(&name))?;
        names.push((path, name));
    }
    for path in data.source.files().into_iter().skip(names.len()) {
        let name = path.file_name().unwrap_or_default();
        copy(&path, &staged.path().join(name))?;
    }
    let place = free_place(folder);
    // Nobody's any more from here on, whatever becomes of the name.
    let staged = staged.keep();
    fs::rename(&staged, &place)
        .and_then(|()| sync_folder(folder))
        .inspect_err(|_| drop(fs::remove_dir_all(&staged)))
        .map_err(BundleError::writing("write", &place))?;
    let mut copied = data.clone();
    for (path, (_, name)) in copied.source.paths_mut().into_iter().zip(names) {
        *path = place.join(name);
    }
    Ok(copied)
}

/// What a copy that was killed left; nobody else works on the project.
fn remove_left_behind(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_left = entry.file_name().to_string_lossy().starts_with(STAGED);
        if is_left && let Err(error) = fs::remove_dir_all(entry.path()) {
            log::warn!("cannot remove, {error}: {}", entry.path().display());
        }
    }
}

fn free_place(folder: &Path) -> PathBuf {
    let numbered = (2..).map(|number: u32| format!("{DATA_FOLDER}-{number}"));
    let mut names = std::iter::once(DATA_FOLDER.to_owned()).chain(numbered);
    let free = names.find_map(|name| {
        let place = folder.join(name);
        (!place.exists()).then_some(place)
    });
    // There is always one more number.
    free.unwrap_or_else(|| folder.join(DATA_FOLDER))
}

/// A file, or all files of a folder that are not hidden.
fn copy(from: &Path, to: &Path) -> Result<(), BundleError> {
    for (inside, path) in visible_files(from) {
        let target = match inside.as_os_str().is_empty() {
            true => to.to_path_buf(),
            false => to.join(inside),
        };
        copy_file(&path, &target).map_err(BundleError::writing("copy", &path))?;
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to)?;
    fs::File::open(to)?.sync_all()
}
