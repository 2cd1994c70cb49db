//! Two windows that save the same project at once, and a third that opens it meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use hourglass::model::{ModelState, Tensor};
use hourglass::project::{self, Document, Trained, Variant, VariantSettings};
use hourglass::training::{ResumeState, RunState};

/// A project whose name and weights both say `value`.
fn document(value: u16) -> Document {
    let tensor = Tensor {
        shape: vec![2],
        data: vec![f32::from(value); 2],
    };
    let state = ModelState {
        weights: [("encoder.0.bias".to_owned(), tensor)].into(),
        ..ModelState::default()
    };
    let trained = Trained {
        resume_state: Arc::new(ResumeState {
            state: Arc::new(state),
            ..ResumeState::default()
        }),
        settings: VariantSettings::default(),
        state: RunState::Paused,
    };
    Document {
        name: value.to_string(),
        variants: vec![Variant {
            trained: Some(trained),
            ..Variant::default()
        }],
        ..Document::default()
    }
}

fn assert_whole(folder: &Path) {
    let opened = project::open(folder).expect("opened");
    assert_eq!(opened.warnings, []);
    let value = opened.document.name.parse().expect("a number");
    assert_eq!(opened.document, document(value));
}

#[test]
fn a_project_saved_from_two_sides_is_whole_at_any_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("shared");
    project::save(&document(0), &bundle).expect("saved");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writers = [1u16, 1_000].map(|first| {
            let bundle = &bundle;
            scope.spawn(move || {
                for value in first..first + 25 {
                    project::save(&document(value), bundle).expect("saved");
                }
            })
        });
        let (done, bundle) = (&done, &bundle);
        let reader = scope.spawn(move || {
            while !done.load(Ordering::Acquire) {
                assert_whole(bundle);
                // A lock held nearly always would keep the writers waiting.
                thread::sleep(Duration::from_millis(1));
            }
        });
        let results = writers.map(thread::ScopedJoinHandle::join);
        done.store(true, Ordering::Release);
        for result in results.into_iter().chain([reader.join()]) {
            result.expect("no thread panics");
        }
    });
    assert_whole(&bundle);
    let weights = std::fs::read_dir(bundle.join("weights")).expect("a folder");
    assert_eq!(weights.count(), 1, "only those of the last save stay");
}
