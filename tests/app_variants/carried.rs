//! What a run has of the weights it is told to begin with.

use std::sync::Arc;

use hourglass::data::{DataSettings, Prepared};
use hourglass::project::VariantSettings;
use hourglass::training::{Job, Run, Start, VariantId};

use crate::app_support::tiny_document;

fn job(settings: &VariantSettings, data: &DataSettings) -> Job {
    Job::new(
        VariantId(1),
        Arc::new(Prepared::load(data).expect("loaded")),
        settings.clone(),
    )
}

#[test]
fn exactly_the_matching_layers_are_carried_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = tiny_document(folder.path());
    let (settings, data) = (&document.variants[0].settings, &document.data);
    let mut parent = Run::new(job(settings, data)).expect("a run");
    for _ in 0..5 {
        parent.step().expect("a step");
    }
    let of_parent = parent.resume_state().state.weights.clone();
    let start = Start {
        epochs: 1.25,
        step: 5,
        weights: Arc::new(of_parent.clone()),
    };

    let mut wider = settings.clone();
    wider.architecture.code.width = 4;
    wider.training.seed = 7;
    let fresh = Run::new(job(&wider, data)).expect("a run");
    let of_fresh = fresh.resume_state().state.weights.clone();
    assert_eq!(fresh.carried_over(), None);
    let fork = Run::new(Job {
        start: Some(Arc::new(start.clone())),
        ..job(&wider, data)
    })
    .expect("a run");
    let state = Arc::clone(&fork.resume_state().state);
    assert_eq!(state.optimiser_steps, 0);
    assert_eq!(fork.position().step, 0);

    let carried = fork.carried_over().expect("weights of another");
    assert_eq!(
        carried.carried,
        [
            "decoder.0.bias",
            "decoder.1.bias",
            "decoder.1.weight",
            "encoder.0.bias",
            "encoder.0.weight",
        ]
    );
    assert_eq!(
        carried.fresh,
        ["decoder.0.weight", "encoder.1.bias", "encoder.1.weight"]
    );
    for name in &carried.carried {
        assert_eq!(state.weights[name], of_parent[name], "{name}");
        assert_ne!(state.weights[name], of_fresh[name], "{name}");
    }
    for name in &carried.fresh {
        assert_eq!(state.weights[name], of_fresh[name], "{name}");
    }
}

#[test]
fn a_run_stands_at_its_start_until_its_first_update() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = tiny_document(folder.path());
    let mut run = Run::new(job(&document.variants[0].settings, &document.data)).expect("a run");
    run.step().expect("a step");
    let start = Start {
        epochs: 0.25,
        step: 1,
        weights: Arc::new(run.resume_state().state.weights.clone()),
    };
    assert!(start.is_of(&run.resume_state()));
    run.step().expect("a step");
    assert!(!start.is_of(&run.resume_state()));
    // As many updates, but others.
    let mut other = run.resume_state();
    other.position.step = 1;
    assert!(!start.is_of(&other));
}
