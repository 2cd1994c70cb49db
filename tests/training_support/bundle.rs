//! A run on its way through a project's folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use hourglass::model::Tensors;
use hourglass::project::{self, Document, Trained, Variant};
use hourglass::training::{ResumeState, Run, RunState};

use super::timeless;

/// Saves what `run` has become into a bundle and reads it back.
pub fn through_a_bundle(run: &Run) -> ResumeState {
    through(run, |_| ())
}

/// As [`through_a_bundle`], with a project file of format 1, over which it is saved once more before it is read.
pub fn through_format_1(run: &Run) -> ResumeState {
    through(run, |bundle| {
        let file = bundle.join("project.json");
        let text = fs::read_to_string(&file).expect("text");
        let old = text.replacen("\"format\": 3", "\"format\": 1", 1);
        assert_ne!(old, text);
        fs::write(&file, &old).expect("written");
        let opened = project::open(bundle).expect("opened");
        assert_eq!(opened.warnings, []);
        project::save(&opened.document, bundle).expect("saved");
        assert_eq!(fs::read_to_string(&file).expect("text"), text);
        let kept = bundle.join("project.1.json");
        assert_eq!(fs::read_to_string(kept).expect("text"), old);
    })
}

fn through(run: &Run, change: impl FnOnce(&Path)) -> ResumeState {
    let settings = run.settings().clone();
    let document = Document {
        variants: vec![Variant {
            settings: settings.clone(),
            trained: Some(Trained {
                resume_state: Arc::new(run.resume_state()),
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
    change(&bundle);
    let mut opened = project::open(&bundle).expect("opened");
    assert_eq!(opened.warnings, []);
    assert_eq!(opened.document, document);
    let trained = opened.document.variants.remove(0).trained;
    ResumeState::clone(&trained.expect("trained").resume_state)
}

fn bits(tensors: &Tensors) -> Vec<(&str, Vec<u32>)> {
    let data = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect();
    let named = tensors.iter();
    named
        .map(|(name, tensor)| (name.as_str(), data(&tensor.data)))
        .collect()
}

/// Everything but what clocks put in, numbers by their bits.
pub fn assert_same(one: &ResumeState, other: &ResumeState, what: &str) {
    for (a, b) in [
        (&one.state.weights, &other.state.weights),
        (&one.state.optimiser, &other.state.optimiser),
    ] {
        assert_eq!(bits(a), bits(b), "{what}");
    }
    assert_eq!(timeless(one.clone()), timeless(other.clone()), "{what}");
}
