//! What kind of file series are in.

use std::path::Path;

use super::SeriesFile;
use crate::data::path_name::file_name;

/// By its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// Of the UCR and UEA archives.
    Ts,
    Table,
    /// Of NumPy.
    Array,
}

impl SeriesFile {
    /// What the file at `path` is called like, packed or not.
    pub fn form_of(path: &Path) -> FileForm {
        let name = file_name(path).to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("ts") => FileForm::Ts,
            Some("npy" | "npz") => FileForm::Array,
            _ => FileForm::Table,
        }
    }
}
