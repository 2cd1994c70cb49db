//! Saves over a project of format 1, cut short anywhere.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::model::{ModelState, Tensor};
use crate::project::bundle::over::Over;
use crate::project::bundle::step::Step;
use crate::project::bundle::write::save_in_steps;
use crate::project::{Document, Trained, Variant, VariantSettings, open, save};
use crate::training::{ResumeState, RunState};

/// A project with one weight file, whose every part says `value`.
fn document(value: f32) -> Document {
    let tensor = Tensor {
        shape: vec![2],
        data: vec![value; 2],
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

/// `document(value)` in `folder` in format 1; the text of its file.
fn save_old(value: f32, folder: &Path) -> Vec<u8> {
    save(&document(value), folder).unwrap();
    let file = folder.join("project.json");
    let text = fs::read_to_string(&file).unwrap();
    let old = text.replacen("\"format\": 3", "\"format\": 1", 1);
    assert_ne!(old, text);
    fs::write(&file, &old).unwrap();
    old.into_bytes()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut names: Vec<_> = entries.map(|entry| name(entry.unwrap())).collect();
    names.sort();
    names
}

fn weights(folder: &Path) -> usize {
    names(&folder.join("weights")).len()
}

/// The project that was kept, opened as the person would who goes back to it.
fn kept(folder: &Path) -> Document {
    let before = folder.join("project.json");
    let (aside, old) = (folder.join("aside"), folder.join("project.1.json"));
    fs::rename(&before, &aside).unwrap();
    fs::copy(old, &before).unwrap();
    let opened = open(folder).unwrap();
    fs::rename(&aside, &before).unwrap();
    assert_eq!(opened.warnings, vec![]);
    opened.document
}

#[test]
fn a_save_over_format_1_that_is_cut_short_leaves_the_old_or_the_new() {
    let mut cut_after = Vec::new();
    loop {
        let folder = tempfile::tempdir().unwrap();
        let old = save_old(1.0, folder.path());
        let old_file = folder.path().join("project.1.json");
        let mut steps = Vec::new();
        let new = document(2.0);
        let result = save_in_steps(&new, folder.path(), &Over::Any, &mut |step| {
            steps.push(step);
            if steps.len() > cut_after.len() {
                return Err(BundleError::new(Path::new("here"), "cut short"));
            }
            Ok(())
        });
        let opened = open(folder.path()).unwrap();
        assert_eq!(opened.warnings, vec![], "after {steps:?}");
        let is_new = steps.contains(&ProjectReplaced);
        let expected = if is_new { &new } else { &document(1.0) };
        assert_eq!(&opened.document, expected, "after {steps:?}");
        let is_kept = steps.contains(&OlderKept);
        assert_eq!(old_file.exists(), is_kept, "after {steps:?}");

        save(&new, folder.path()).unwrap();
        assert_eq!(fs::read(&old_file).unwrap(), old, "after {steps:?}");
        let all = ["project.1.json", "project.json", "weights"];
        assert_eq!(names(folder.path()), all, "after {steps:?}");
        assert_eq!(weights(folder.path()), 2);
        assert_eq!(kept(folder.path()), document(1.0));
        if result.is_ok() {
            break;
        }
        cut_after = steps;
    }
    use Step::*;
    let all = [
        Folder,
        OneContentFile,
        ContentOnDisk,
        OlderKept,
        ProjectStaged,
        ProjectReplaced,
        Cleaned,
    ];
    assert_eq!(cut_after, all);
}

#[test]
fn the_kept_file_and_its_weights_stay_until_it_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let oldest = save_old(3.0, path);
    for value in [4.0, 5.0, 6.0] {
        save(&document(value), path).unwrap();
        assert_eq!(weights(path), 2);
    }
    // An older version of the program has trained on.
    save_old(7.0, path);
    save(&document(8.0), path).unwrap();
    assert_eq!(fs::read(path.join("project.1.json")).unwrap(), oldest);
    assert_eq!(kept(path), document(3.0));
    assert_eq!(weights(path), 2);

    save(&Document::default(), path).unwrap();
    assert_eq!(weights(path), 1);
    fs::remove_file(path.join("project.1.json")).unwrap();
    save(&Document::default(), path).unwrap();
    assert_eq!(names(path), ["project.json"]);
}

#[test]
fn nothing_is_kept_of_new_and_of_present_projects() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        save(&document(9.0), folder.path()).unwrap();
        assert_eq!(names(folder.path()), ["project.json", "weights"]);
    }
}

#[test]
fn a_kept_file_that_cannot_be_read_costs_no_weights() {
    let folder = tempfile::tempdir().unwrap();
    save(&document(10.0), folder.path()).unwrap();
    // A folder is there and is no file.
    fs::create_dir(folder.path().join("project.1.json")).unwrap();
    assert!(files(folder.path()).is_err());
    save(&document(11.0), folder.path()).unwrap();
    assert_eq!(weights(folder.path()), 2);
    assert_eq!(open(folder.path()).unwrap().document, document(11.0));
}

#[test]
fn a_file_that_cannot_be_kept_ends_the_save_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let old = save_old(12.0, folder.path());
    let fails = |step| match step {
        // Takes the folder away under the save's hands.
        Step::ContentOnDisk => {
            let away = moved(folder.path());
            fs::rename(folder.path(), &away).unwrap();
            fs::create_dir(folder.path()).unwrap();
            fs::create_dir(folder.path().join("project.json")).unwrap();
            Ok(())
        }
        _ => Ok(()),
    };
    let error = save_in_steps(&document(13.0), folder.path(), &Over::Any, &mut { fails });
    let error = error.unwrap_err().to_string();
    let place = folder.path().join("project.json");
    assert!(error.starts_with("cannot read, "), "{error}");
    assert!(error.ends_with(&place.display().to_string()), "{error}");
    let away = moved(folder.path());
    assert_eq!(fs::read(away.join("project.json")).unwrap(), old);
    fs::remove_dir_all(away).unwrap();
}

fn moved(folder: &Path) -> PathBuf {
    folder.with_extension("away")
}

#[test]
fn weight_files_are_found_in_any_text() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(files(folder.path()).unwrap(), BTreeSet::new());
    let [a, b] = ["a", "b"].map(|letter| format!("{}.safetensors", letter.repeat(64)));
    let file: Value = json!({"format": 1, "x": [{"weights": format!("weights/{a}")}], "y": [b],
        "z": "mine.safetensors", "é": format!("{}.safetensors", "g".repeat(64))});
    let text = file.to_string();
    fs::write(
        folder.path().join("project.1.json"),
        &text[..text.len() - 1],
    )
    .unwrap();
    assert_eq!(files(folder.path()).unwrap(), BTreeSet::from([a, b]));
}
