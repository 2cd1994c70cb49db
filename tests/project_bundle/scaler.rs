//! How the samples of a trained variant were scaled, in its project.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use hourglass::data::{Samples, Scaler, Scaling};
use hourglass::project::{Document, open, save};
use hourglass::training::ResumeState;
use serde_json::{Value, json};

use super::sample;

fn with_scaler(scaler: Option<Scaler>) -> Document {
    let mut document = sample::document();
    let trained = document.variants[0].trained.as_mut().unwrap();
    trained.resume_state = Arc::new(ResumeState {
        scaler: scaler.map(Arc::new),
        ..ResumeState::clone(&trained.resume_state)
    });
    document
}

/// `document` as it is saved in `folder`.
fn saved(document: &Document, folder: &Path) -> Value {
    save(document, folder).unwrap();
    let text = fs::read(folder.join("project.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

fn scaler_of(document: &Document) -> Option<&Scaler> {
    let trained = document.variants[0].trained.as_ref().unwrap();
    trained.resume_state.scaler.as_deref()
}

#[test]
fn it_comes_back_as_it_was_fitted() {
    let columns = Arc::new(sample::columns());
    let gap = f32::NAN;
    let values = [0.1, 1.0, 2.0, gap, 0.0, 0.0, 0.3, 1.0, 2.0, 0.4, 1.0, gap];
    let rows = Samples::rows(columns, values, None).unwrap();
    let rows = Scaler::fit(Scaling::Robust, &rows, &[0, 1, 2, 3]);
    for scaler in [rows, sample::scaler()] {
        let folder = tempfile::tempdir().unwrap();
        let document = with_scaler(Some(scaler.clone()));
        save(&document, folder.path()).unwrap();
        let opened = open(folder.path()).unwrap();
        assert_eq!(opened.warnings, vec![]);
        assert_eq!(scaler_of(&opened.document), Some(&scaler));
        assert_eq!(opened.document, document);
    }
}

#[test]
fn its_numbers_are_written_as_short_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let json = saved(&with_scaler(Some(sample::scaler())), folder.path());
    // Bytes 0 and 102: mean and deviation 0.2.
    assert_eq!(
        json["variants"][0]["trained"]["scaler"],
        json!({
            "shape": { "kind": "image", "height": 1, "width": 2, "channels": 1 },
            "columns": [{ "mean": 0.2, "deviation": 0.2, "fill": [0.0], "range": [-1.0, 1.0] }]
        })
    );
}

#[test]
fn a_project_without_one_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let document = with_scaler(None);
    let json = saved(&document, folder.path());
    assert_eq!(json["variants"][0]["trained"].get("scaler"), None);
    let opened = open(folder.path()).unwrap();
    assert_eq!(opened.warnings, vec![]);
    assert_eq!(opened.document, document);
}

#[test]
fn a_damaged_one_is_named_and_left_out() {
    let mut wide = serde_json::to_value(sample::scaler()).unwrap();
    wide["shape"]["channels"] = json!(2);
    let mut flat = serde_json::to_value(sample::scaler()).unwrap();
    flat["columns"][0]["deviation"] = json!(0);
    for (damaged, problem) in [
        (
            json!("unit"),
            "invalid type: string \"unit\", expected struct Fitted",
        ),
        (json!({ "columns": [] }), "missing field `shape`"),
        (wide, "1 columns are scaled of 2"),
        (flat, "the deviation must be above 0, not 0 in column 0"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut json = saved(&sample::document(), folder.path());
        json["variants"][0]["trained"]["scaler"] = damaged;
        fs::write(folder.path().join("project.json"), json.to_string()).unwrap();
        let opened = open(folder.path()).unwrap();
        let [warning] = &opened.warnings[..] else {
            panic!("{:?}", opened.warnings);
        };
        assert_eq!(warning.key, "variants[0].trained.scaler");
        assert_eq!(warning.problem, problem);
        assert_eq!(warning.outcome, "the scaling is fitted to the data again");
        assert_eq!(opened.document.misread.len(), 1);
        let document = Document {
            misread: Vec::new(),
            ..opened.document
        };
        assert_eq!(document, with_scaler(None));
    }
}
