//! Runs at rest, for looking at what a variant has reached, now or in its past.

use std::sync::Arc;

use crate::data::Dataset;
use crate::model::ModelState;
use crate::project::{Document, Trained, Variant};
use crate::training::{Checkpoint, Job, Keyframe, Position, Run};

/// A run of `variant` at what `trained` has reached; nothing of it changes the variant.
///
/// # Errors
/// One clause, when the weights do not fit the settings or the data.
pub(super) fn present(
    document: &Document,
    variant: &Variant,
    trained: &Trained,
    dataset: &Dataset,
) -> Result<Run, String> {
    let checkpoint = Arc::clone(&trained.checkpoint);
    at(document, variant, trained, dataset, checkpoint)
}

/// As [`present`], with the weights of `keyframe`.
///
/// # Errors
/// As [`present`], and when they cannot be read.
pub(super) fn past(
    document: &Document,
    variant: &Variant,
    trained: &Trained,
    dataset: &Dataset,
    keyframe: &Keyframe,
) -> Result<Run, String> {
    let weights = keyframe.weights()?;
    let checkpoint = Checkpoint {
        position: Position {
            epoch: keyframe.epochs as u32,
            step: keyframe.step,
            ..Position::default()
        },
        state: Arc::new(ModelState {
            weights: (*weights).clone(),
            ..ModelState::default()
        }),
        ..Checkpoint::default()
    };
    at(document, variant, trained, dataset, Arc::new(checkpoint))
}

fn at(
    document: &Document,
    variant: &Variant,
    trained: &Trained,
    dataset: &Dataset,
    checkpoint: Arc<Checkpoint>,
) -> Result<Run, String> {
    Run::new(Job {
        variant: variant.id,
        dataset: dataset.clone(),
        data: document.data.clone(),
        settings: trained.settings.clone(),
        resume: Some(checkpoint),
        start: None,
        keyframe_bytes: 0,
    })
    .map_err(|error| format!("{}: {error}", variant.name))
}
