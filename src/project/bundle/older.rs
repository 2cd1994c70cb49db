//! The project file of an older format, which the first save in a newer one keeps beside it: `project.1.json`, and the
//! files of weights and histories that it names.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::{BundleError, PROJECT_FILE, content_file};
use crate::project::atomic::replace;
use crate::project::migrate::{FORMAT, format_of};
use crate::project::text::text_of;

/// Keeps the project file in `folder` when it is of an older format, and says whether it did. One that was kept before
/// stays: it is the older.
///
/// # Errors
/// When it cannot be read or written.
pub fn keep(folder: &Path) -> Result<bool, BundleError> {
    let project = folder.join(PROJECT_FILE);
    let text = match fs::read(&project) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(BundleError::cannot("read", &project)(error)),
    };
    let Some(format @ 1..FORMAT) = format_of(&text) else {
        return Ok(false);
    };
    let kept = folder.join(name(format));
    if fs::symlink_metadata(&kept).is_ok() {
        return Ok(false);
    }
    replace(folder, &name(format), &text).map_err(BundleError::cannot("write", &kept))?;
    Ok(true)
}

/// The files of weights and histories that the kept project files in `folder` name.
///
/// # Errors
/// When one of these is there and cannot be read.
pub fn files(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for format in 1..FORMAT {
        match fs::read(folder.join(name(format))) {
            Ok(bytes) => match text_of(&bytes) {
                Ok(text) => names.extend(content_file::names_in(text.as_bytes())),
                Err(_) => names.extend(content_file::names_in(&bytes)),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(names)
}

fn name(format: u64) -> String {
    format!("project.{format}.json")
}

#[cfg(test)]
mod tests;
