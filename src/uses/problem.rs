//! Why something cannot be used.

/// Why a use cannot be: one sentence that ends with the field or thing it is about.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Problem(pub String);

impl Problem {
    /// Of an error that is a sentence already.
    pub(super) fn of(error: impl std::error::Error) -> Self {
        Self(error.to_string())
    }
}
