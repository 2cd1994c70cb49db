//! The project on disk: a folder with `project.json` and weight files named by their content.

use std::path::{Path, PathBuf};

use super::Document;

/// A project as read, with what could not be understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub document: Document,
    pub warnings: Vec<ReadWarning>,
}

/// Something in a project file that was left out or replaced by its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadWarning {
    /// Where, for example `variants[0].settings.training.batch`.
    pub key: String,
    pub problem: String,
}

/// Why a bundle could not be read or written. Texts end with the path.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    #[error("{problem}: {}", path.display())]
    File { path: PathBuf, problem: String },
}

/// Writes `document` into the folder `path`, made if needed. A kill at any instant leaves the old project or the
/// new one.
///
/// # Errors
/// When a file cannot be written; what was there before is then untouched.
pub fn save(document: &Document, path: &Path) -> Result<(), BundleError> {
    let _ = document;
    Err(BundleError::File {
        path: path.to_path_buf(),
        problem: "saving is not there yet".into(),
    })
}

/// Reads the bundle at `path`, a folder or its `project.json`.
///
/// # Errors
/// When there is no project file, it is not JSON, or it is of a newer format.
pub fn open(path: &Path) -> Result<Opened, BundleError> {
    Err(BundleError::File {
        path: path.to_path_buf(),
        problem: "opening is not there yet".into(),
    })
}
