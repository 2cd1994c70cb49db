//! Atomic file replacement: a reader, or a machine that loses power, sees the old content or the new and never a part
//! of either.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::system;

const PREFIX: &str = ".hourglass-";
const SUFFIX: &str = ".tmp";

/// New content, on disk beside its target and not yet in its place.
#[derive(Debug)]
pub struct Staged {
    file: TempPath,
}

/// Writes `bytes` into a temporary file in `folder` and waits until they are on disk.
pub fn stage(folder: &Path, bytes: &[u8]) -> io::Result<Staged> {
    let mut builder = tempfile::Builder::new();
    // An ordinary file, which others may read as far as the user lets them. Its temporary name is nothing for a person, and
    // the builder's own errors end with it.
    let mut refused = None;
    let make =
        |path: &Path| File::create_new(path).inspect_err(|error| refused = error.raw_os_error());
    let file = builder.prefix(PREFIX).suffix(SUFFIX);
    let file = file.make_in(here_if_empty(folder), make);
    let mut file = file.map_err(|error| refused.map_or(error, io::Error::from_raw_os_error))?;
    file.as_file_mut().write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(Staged {
        file: file.into_temp_path(),
    })
}

impl Staged {
    /// Puts the content in the place of `target`, in the same folder.
    pub fn commit(self, target: &Path) -> io::Result<()> {
        self.file.persist(target).map_err(|error| error.error)
    }

    /// As [`Self::commit`], where there is no `target` yet.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] where there is one.
    pub fn commit_new(self, target: &Path) -> io::Result<()> {
        self.file
            .persist_noclobber(target)
            .map_err(|error| error.error)
    }
}

/// Where a file at `path` really is: behind the link that stands there, which a new content is not to replace.
pub fn behind_link(path: &Path) -> PathBuf {
    match path.is_symlink() {
        true => fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf()),
        false => path.to_path_buf(),
    }
}

/// Waits until the names in `folder` are on disk.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    system::sync_folder(here_if_empty(folder))
}

/// Replaces the file `name` in `folder`, all steps at once.
pub fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let file = behind_link(&folder.join(name));
    let folder = file.parent().unwrap_or(folder);
    stage(folder, bytes)?.commit(&file)?;
    sync_folder(folder)
}

/// Whether a file's name says that a process left it behind between [`stage`] and [`Staged::commit`].
pub fn is_left_behind(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// The parent of a bare file name is the empty path.
fn here_if_empty(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_do_not_name_the_temporary_file() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let error = stage(&gone, b"").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(!error.to_string().contains(PREFIX), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_as_far_as_the_user_lets_them() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        let (plain, replaced) = (folder.path().join("plain"), folder.path().join("replaced"));
        fs::write(&plain, "").unwrap();
        replace(folder.path(), "replaced", b"").unwrap();
        assert_eq!(mode(&replaced), mode(&plain));
    }
}
