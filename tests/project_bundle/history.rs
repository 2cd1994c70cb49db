//! Histories have files of their own: one that has not grown is not written again, and one that cannot be read costs no
//! more than itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use hourglass::project::{Document, open, save};
use hourglass::training::ResumeState;
use serde_json::{Value, json};

use super::sample;

/// Puts the histories that `json`, the project file in `folder`, names into it, as formats 1 and 2 had them.
pub fn inline(folder: &Path, json: &mut Value) {
    for variant in json["variants"].as_array_mut().unwrap() {
        let Some(history) = variant.pointer_mut("/trained/history") else {
            continue;
        };
        let text = fs::read(folder.join(history.as_str().unwrap())).unwrap();
        *history = serde_json::from_slice(&text).unwrap();
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("history")).into_iter().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn written(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

/// Each variant trained for one step more than the one before.
fn trained() -> Document {
    let mut document = sample::document();
    let trained = document.variants[0].trained.clone().unwrap();
    for (index, variant) in document.variants.iter_mut().enumerate() {
        let mut resume_state = ResumeState::clone(&trained.resume_state);
        resume_state.history.steps[0].loss = index as f32 + 0.5;
        variant.trained = Some(hourglass::project::Trained {
            resume_state: Arc::new(resume_state),
            ..trained.clone()
        });
    }
    document
}

#[test]
fn only_a_history_that_has_grown_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut document = trained();
    save(&document, path).unwrap();
    let before = files(path);
    assert_eq!(before.len(), document.variants.len());
    let times: Vec<_> = before.iter().map(|file| written(file)).collect();
    let size = fs::metadata(path.join("project.json")).unwrap().len();

    // However long the histories are, the project file is not.
    let trained = document.variants[1].trained.as_mut().unwrap();
    let mut longer = ResumeState::clone(&trained.resume_state);
    let last = *longer.history.steps.last().unwrap();
    longer.history.steps.extend(vec![last; 1_000]);
    trained.resume_state = Arc::new(longer);
    save(&document, path).unwrap();
    let after = files(path);
    assert_eq!(after.len(), before.len());
    let same = before
        .iter()
        .zip(&times)
        .filter(|(file, _)| after.contains(file));
    let same: Vec<_> = same.collect();
    assert_eq!(same.len(), before.len() - 1);
    for (file, time) in same {
        assert_eq!(written(file), *time);
    }
    assert_eq!(fs::metadata(path.join("project.json")).unwrap().len(), size);
    assert_eq!(open(path).unwrap().document, document);

    // Nothing that is trained, nothing left.
    save(&Document::default(), path).unwrap();
    assert!(!path.join("history").exists());
}

#[test]
fn a_history_in_the_project_file_is_read_and_that_file_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let document = trained();
    save(&document, path).unwrap();
    let file = path.join("project.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    inline(path, &mut json);
    json["format"] = json!(2);
    let old = json.to_string();
    fs::write(&file, &old).unwrap();
    fs::remove_dir_all(path.join("history")).unwrap();
    let opened = open(path).unwrap();
    assert_eq!((&opened.warnings, &opened.document), (&vec![], &document));
    save(&document, path).unwrap();
    assert_eq!(
        fs::read_to_string(path.join("project.2.json")).unwrap(),
        old
    );
    assert_eq!(files(path).len(), document.variants.len());
}

#[test]
fn a_history_that_cannot_be_read_costs_no_weights() {
    let document = sample::document();
    type Spoil = fn(&Path);
    let cases: [(&str, Spoil); 3] = [
        ("is damaged, its content", |file| {
            fs::write(file, "{}").unwrap();
        }),
        ("cannot read ", |file| fs::remove_file(file).unwrap()),
        ("is not a file", |file| {
            fs::remove_file(file).unwrap();
            fs::create_dir(file).unwrap();
        }),
    ];
    for (problem, spoil) in cases {
        let folder = tempfile::tempdir().unwrap();
        save(&document, folder.path()).unwrap();
        let file = files(folder.path()).remove(0);
        spoil(&file);
        let opened = open(folder.path()).unwrap();
        let [warning] = &opened.warnings[..] else {
            panic!("{:?}", opened.warnings);
        };
        assert_eq!(warning.key, "variants[0].trained.history");
        assert!(warning.problem.contains(problem), "{warning}");
        let read = opened.document.variants[0].trained.as_ref().unwrap();
        let saved = document.variants[0].trained.as_ref().unwrap();
        assert_eq!(read.resume_state.state, saved.resume_state.state);
        assert_eq!(read.resume_state.history, Default::default());
    }
}
