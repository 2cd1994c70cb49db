//! A run on its way through a project's folder.

use std::sync::Arc;

use hourglass::model::Tensors;
use hourglass::project::{self, Document, Trained, Variant};
use hourglass::training::{Checkpoint, Run, RunState};

use super::timeless;

/// Saves what `run` has become into a bundle and reads it back.
pub fn through_a_bundle(run: &Run) -> Checkpoint {
    let settings = run.settings().clone();
    let document = Document {
        variants: vec![Variant {
            settings: settings.clone(),
            trained: Some(Trained {
                checkpoint: Arc::new(run.checkpoint()),
                settings,
                state: RunState::Paused,
            }),
            ..Variant::default()
        }],
        ..Document::default()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("halfway");
    project::save(&document, &bundle).expect("saved");
    let mut opened = project::open(&bundle).expect("opened");
    assert_eq!(opened.warnings, []);
    assert_eq!(opened.document, document);
    let trained = opened.document.variants.remove(0).trained;
    Checkpoint::clone(&trained.expect("trained").checkpoint)
}

fn bits(tensors: &Tensors) -> Vec<(&str, Vec<u32>)> {
    let data = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect();
    let named = tensors.iter();
    named
        .map(|(name, tensor)| (name.as_str(), data(&tensor.data)))
        .collect()
}

/// Everything but what clocks put in, numbers by their bits.
pub fn assert_same(one: &Checkpoint, other: &Checkpoint, what: &str) {
    for (a, b) in [
        (&one.state.weights, &other.state.weights),
        (&one.state.optimiser, &other.state.optimiser),
    ] {
        assert_eq!(bits(a), bits(b), "{what}");
    }
    assert_eq!(timeless(one.clone()), timeless(other.clone()), "{what}");
}
