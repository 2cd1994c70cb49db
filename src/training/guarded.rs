//! Catches panics of work on a run, so that they reach nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::RunError;
use crate::model::gpu_failure;
use crate::system::panic_text;

/// Does `work`, with an error or a panic as a sentence.
///
/// # Errors
/// That sentence.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, RunError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(payload) => {
            let text = panic_text(&*payload);
            let internal = || format!("an internal error ended this run: {text}");
            Err(gpu_failure(text).unwrap_or_else(internal))
        }
    }
}
