//! The lock on a project's folder: one save at a time, and no opening meanwhile, whichever window or program asks.
//!
//! The lock is the system's own on the folder, so nothing is left on disk and a kill frees it. Where the system has
//! no such lock (a folder cannot be locked on Windows, nor on some network disks) all goes on without it.

use std::fs::File;
use std::path::Path;

/// Held until dropped.
pub struct Lock(#[expect(dead_code, reason = "its drop is its use")] Option<File>);

impl Lock {
    /// Waits until nobody else saves into `folder` or opens it.
    pub fn to_save(folder: &Path) -> Self {
        Self::taken(folder, File::lock)
    }

    /// Waits until nobody saves into `folder`.
    pub fn to_open(folder: &Path) -> Self {
        Self::taken(folder, File::lock_shared)
    }

    fn taken(folder: &Path, wait: impl FnOnce(&File) -> std::io::Result<()>) -> Self {
        // The parent of a bare file name is the empty path.
        let is_here = folder.as_os_str().is_empty();
        let folder = if is_here { Path::new(".") } else { folder };
        let file = File::open(folder).ok();
        Self(file.filter(|file| wait(file).is_ok()))
    }
}
