//! Errors of a run: why it could not begin or go on.

use crate::model::{Invalid, ModelError};
use crate::system::MemoryShortage;

/// One sentence each; texts end with the field or thing they are about.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("there are no samples to train on: {0}")]
    NoImages(String),
    #[error("there are no test samples to measure on: {0}")]
    NoTestImages(String),
    #[error("test samples of {test} do not match training samples of {train}: {name}")]
    Shapes {
        train: String,
        test: String,
        name: String,
    },
    #[error(transparent)]
    Settings(#[from] Invalid),
    #[error("the saved run does not fit these data and settings, {problem}: {field}")]
    Resume {
        problem: String,
        field: &'static str,
    },
    #[error("a code of {found} numbers does not fit a model with {expected}: code")]
    Code { found: usize, expected: usize },
    #[error("training has ended: {0}")]
    Finished(&'static str),
    #[error(
        "the model was built for {model} numbers a sample, the samples have {sample}: input width"
    )]
    Width { model: usize, sample: usize },
    #[error("the variant was trained on samples of {trained}, these are {found}: {name}")]
    OtherData {
        trained: String,
        found: String,
        name: String,
    },
    /// Before anything of it is made.
    #[error("training needs {0}, a smaller batch or model needs less: training.batch")]
    Memory(MemoryShortage),
    /// Nobody waits for the result any more.
    #[error("it was stopped")]
    Stopped,
    #[error(transparent)]
    Model(#[from] ModelError),
}
