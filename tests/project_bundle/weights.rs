//! Weight files that are missing, damaged, foreign or elsewhere.

use std::fs;
use std::path::PathBuf;

use hourglass::project::{Document, open, save};

use super::sample;

struct Saved {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Saved {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("digits");
        save(&sample::document(), &path).unwrap();
        Self {
            _folder: folder,
            path,
        }
    }

    /// The weight file that `project.json` names under this key of `trained`.
    fn reference(&self, pointer: &str) -> String {
        let text = fs::read_to_string(self.path.join("project.json")).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let reference = json
            .pointer(&format!("/variants/0/trained{pointer}"))
            .unwrap();
        reference.as_str().unwrap().to_owned()
    }

    fn replace_in_project(&self, from: &str, to: &str) {
        let file = self.path.join("project.json");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from));
        fs::write(file, text.replace(from, to)).unwrap();
    }

    /// Opens it; the one warning is at `key` and contains `text`.
    fn open_with_warning(&self, key: &str, text: &str) -> Document {
        let opened = open(&self.path).unwrap();
        let [warning] = &opened.warnings[..] else {
            panic!("{:?}", opened.warnings);
        };
        assert_eq!(warning.key, key);
        assert!(warning.problem.contains(text), "{warning:?}");
        opened.document
    }
}

#[test]
fn a_missing_file_leaves_the_variant_untrained() {
    let saved = Saved::new();
    let reference = saved.reference("/weights");
    fs::remove_file(saved.path.join(&reference)).unwrap();
    let document = saved.open_with_warning("variants[0].trained.weights", &reference);
    assert_eq!(document.variants[0].trained, None);
    assert_eq!(
        document.variants[0].settings,
        sample::document().variants[0].settings
    );
}

#[test]
fn a_damaged_or_cut_file_leaves_the_variant_untrained() {
    for damage in [
        |bytes: &mut Vec<u8>| *bytes.last_mut().unwrap() ^= 1,
        |bytes: &mut Vec<u8>| bytes.truncate(100),
        |bytes: &mut Vec<u8>| bytes.clear(),
    ] {
        let saved = Saved::new();
        let reference = saved.reference("/weights");
        let file = saved.path.join(&reference);
        let mut bytes = fs::read(&file).unwrap();
        damage(&mut bytes);
        fs::write(&file, bytes).unwrap();
        let document = saved.open_with_warning("variants[0].trained.weights", &reference);
        assert_eq!(document.variants[0].trained, None);
    }
}

#[test]
fn a_foreign_file_under_its_right_name_is_told_from_weights() {
    let saved = Saved::new();
    let bytes = b"not weights at all";
    let foreign = format!("weights/{}.safetensors", blake3::hash(bytes).to_hex());
    fs::write(saved.path.join(&foreign), bytes).unwrap();
    saved.replace_in_project(&saved.reference("/weights"), &foreign);
    let document = saved.open_with_warning("variants[0].trained.weights", &foreign);
    assert_eq!(document.variants[0].trained, None);
}

#[test]
fn a_way_out_of_the_folder_is_not_followed() {
    for outside in [
        "../outside.safetensors",
        "weights/../project.json",
        "/etc/hostname",
        "",
    ] {
        let saved = Saved::new();
        saved.replace_in_project(&saved.reference("/weights"), outside);
        let document = saved.open_with_warning(
            "variants[0].trained.weights",
            "not the name of a weight file",
        );
        assert_eq!(document.variants[0].trained, None);
    }
}

#[test]
fn without_its_best_weights_the_run_is_kept() {
    let saved = Saved::new();
    let reference = saved.reference("/best/weights");
    fs::remove_file(saved.path.join(&reference)).unwrap();
    let document = saved.open_with_warning("variants[0].trained.best", &reference);
    let trained = document.variants[0].trained.as_ref().unwrap();
    assert_eq!(trained.resume_state.best, None);
    assert_eq!(trained.resume_state.state, sample::state(0.25));
}
