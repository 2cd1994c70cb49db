//! Why something cannot be used.

use crate::data::Progress;

/// Why a use cannot be: one sentence that ends with the field or thing it is about.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Problem(pub String);

impl Problem {
    /// Of an error that is a sentence already.
    pub(super) fn of(error: impl std::error::Error) -> Self {
        Self(error.to_string())
    }

    /// That nobody waits for `what` any more, where that is so.
    ///
    /// # Errors
    /// When it is.
    pub(super) fn unless_stopped(progress: &Progress, what: &str) -> Result<(), Self> {
        match progress.is_stopped() {
            true => Err(Self(format!("it was stopped: {what}"))),
            false => Ok(()),
        }
    }
}
