//! Linux, macOS and their kin.

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Temporary files are for their owner alone by default; this makes one that others may read as far as the user lets
/// them.
pub fn ordinary_file(builder: &mut tempfile::Builder) {
    builder.permissions(Permissions::from_mode(0o666));
}

/// Waits until the names in `folder` are on disk.
///
/// # Errors
/// When the folder cannot be opened, or the disk fails.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
