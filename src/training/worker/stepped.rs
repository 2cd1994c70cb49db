//! The result of one step of a run.

use super::entry::Entry;
use crate::training::{StepOutcome, VariantId, guarded};

/// A run after its batch, or a part of it; `Err` with a sentence.
pub(super) struct Stepped {
    pub(super) variant: VariantId,
    pub(super) entry: Entry,
    pub(super) outcome: Result<StepProgress, String>,
}

/// What a run has done of a step.
pub(super) enum StepProgress {
    /// Nothing, it was at its end already.
    Nothing,
    /// Not all of it.
    More,
    /// All of it.
    Outcome(Box<StepOutcome>),
}

impl Stepped {
    /// Does a batch or a part of it; never panics.
    pub(super) fn new((variant, mut entry): (VariantId, Entry)) -> Self {
        let outcome = guarded(|| {
            // Fewer epochs may have been asked for since the last batch.
            if entry.run.is_finished() {
                return Ok(StepProgress::Nothing);
            }
            let outcome = entry.advance()?;
            Ok(outcome.map_or(StepProgress::More, |outcome| {
                StepProgress::Outcome(Box::new(outcome))
            }))
        });
        Self {
            variant,
            entry,
            outcome,
        }
    }
}
