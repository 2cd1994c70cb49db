//! Why a dataset could not be read.

use std::path::{Path, PathBuf};

/// Why a dataset could not be read. Texts end with the path or field they are about.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    #[error("{pixels} pixels are not a whole number of images of {size} pixels")]
    Shape { pixels: usize, size: usize },
    #[error("{values} values are not a whole number of rows of {columns} columns")]
    Rows { values: usize, columns: usize },
    #[error(
        "{values} values are not a whole number of sequences of {steps} steps of {features} features"
    )]
    Sequences {
        values: usize,
        steps: usize,
        features: usize,
    },
    #[error("{values} values are not a whole number of texts of {steps} tokens")]
    Texts { values: usize, steps: usize },
    #[error("{names} names do not match {features} channels")]
    Channels { names: usize, features: usize },
    #[error("{labels} labels do not match {samples} samples")]
    Labels { labels: usize, samples: usize },
    #[error("the project's data source could not be read: {0}")]
    Unread(String),
    /// A choice that is impossible, with its key.
    #[error("{0}")]
    Choice(String),
    #[error("{problem}: {}", path.display())]
    File { path: PathBuf, problem: String },
}

impl DataError {
    /// `problem` of the file at `path`.
    pub(super) fn file(path: &Path, problem: impl ToString) -> Self {
        Self::File {
            path: path.to_owned(),
            problem: problem.to_string(),
        }
    }
}
