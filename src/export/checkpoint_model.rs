//! A variant's model with the weights of its checkpoints, for views outside training.

use std::sync::Arc;

use crate::data::Prepared;
use crate::model::{self, Model, ModelState};
use crate::project::{Trained, Variant};
use crate::training::{Checkpoint, Job, Observed, Run, RunError};

/// A run of `variant` at what `trained` has reached; nothing of it changes the variant.
///
/// # Errors
/// One clause, when the weights do not fit the settings or the data.
pub(super) fn present(
    variant: &Variant,
    trained: &Trained,
    data: &Arc<Prepared>,
) -> Result<Run, String> {
    Run::new(Job {
        variant: variant.id,
        data: Arc::clone(data),
        settings: trained.settings.clone(),
        resume: Some(Arc::clone(&trained.resume_state)),
        start: None,
        checkpoint_bytes: 0,
    })
    .map_err(|error| format!("{}: {error}", variant.name))
}

/// One model that takes the weights of one checkpoint after the other.
pub(super) struct CheckpointModel<'a> {
    name: &'a str,
    run: Run,
    model: Box<dyn Model>,
}

impl<'a> CheckpointModel<'a> {
    /// # Errors
    /// As [`present`].
    pub fn new(
        variant: &'a Variant,
        trained: &Trained,
        data: &Arc<Prepared>,
    ) -> Result<Self, String> {
        let run = present(variant, trained, data)?;
        let model = model::build(&run.blueprint());
        Ok(Self {
            name: &variant.name,
            model: model.map_err(|error| format!("{}: {error}", variant.name))?,
            run,
        })
    }

    /// What `look` sees of the variant as it was at `checkpoint`.
    ///
    /// # Errors
    /// One clause, when the weights cannot be read or do not fit, or the device fails.
    pub fn at<T>(
        &mut self,
        checkpoint: &Checkpoint,
        look: impl FnOnce(&Observed) -> Result<T, RunError>,
    ) -> Result<T, String> {
        let weights = checkpoint.weights()?;
        let state = ModelState {
            weights: (*weights).clone(),
            ..ModelState::default()
        };
        let restored = self.model.restore(&state);
        restored.map_err(|error| format!("{}: {error}", self.name))?;
        let seen = look(&self.run.at_checkpoint(self.model.as_ref(), checkpoint));
        seen.map_err(|error| format!("{}: {error}", self.name))
    }
}
