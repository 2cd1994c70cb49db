//! Linux, macOS and their kin.

use std::fs::File;
use std::io;
use std::path::Path;

/// Waits until the names in `folder` are on disk.
///
/// # Errors
/// When the folder cannot be opened, or the disk fails.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
