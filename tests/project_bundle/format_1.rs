//! Projects of format 1: they open, and the first save keeps their file.

use std::fs;
use std::path::Path;

use hourglass::data::{HoldOut, IdxFiles, Source};
use hourglass::project::{Document, Over, open, save, save_over};
use serde_json::{Value, json};

use super::sample;

fn read(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

fn opened(folder: &Path) -> Document {
    let opened = open(folder).unwrap();
    assert_eq!(opened.warnings, vec![]);
    opened.document
}

/// The project `sample::document()` in `folder` as format 1 has it.
fn save_format_1(folder: &Path) {
    save(&sample::document(), folder).unwrap();
    let file = folder.join("project.json");
    let mut json = read(&file);
    assert_eq!(json["format"], 3);
    json["format"] = json!(1);
    fs::write(&file, json.to_string()).unwrap();
}

/// The same project as it is read: its test images stay what they were.
fn as_before() -> Document {
    let mut document = sample::document();
    document.data.hold_out = HoldOut::EverySixth;
    document
}

fn weight_files(folder: &Path) -> usize {
    fs::read_dir(folder.join("weights")).unwrap().count()
}

#[test]
fn the_first_save_keeps_the_old_file_and_its_weights() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("a");
    save_format_1(&folder);
    let (file, kept) = (folder.join("project.json"), folder.join("project.1.json"));
    let old = fs::read(&file).unwrap();
    let before = weight_files(&folder);
    let found = open(&folder).unwrap();
    assert_eq!(found.document, as_before());
    assert!(!kept.exists());

    // The version is that of the old file, so this is no change by another program.
    let own = Over::Own {
        path: folder.clone(),
        version: found.version.clone().unwrap(),
    };
    save_over(&found.document, &folder, &own).unwrap();
    assert_eq!(fs::read(&kept).unwrap(), old);
    assert_eq!(read(&file)["format"], 3);
    assert_eq!(opened(&folder), as_before());
    let text = fs::read(&file).unwrap();
    save(&opened(&folder), &folder).unwrap();
    assert_eq!(fs::read(&file).unwrap(), text);
    drop(found);

    // Other weights, and those of the kept file stay: it can take the new one's place.
    save(&Document::default(), &folder).unwrap();
    assert_eq!(weight_files(&folder), before);
    let elsewhere = root.path().join("b");
    save(&sample::document(), &elsewhere).unwrap();
    assert!(!elsewhere.join("project.1.json").exists());
    fs::rename(&kept, &file).unwrap();
    assert_eq!(opened(&folder), as_before());
}

/// As the version before wrote it.
const FORMAT_1: &str = r#"{
  "format": 1,
  "program": "hourglass 0.1.0",
  "name": "mine",
  "data": {
    "source": { "kind": "idx", "images": "sets/a.gz", "labels": null, "test_images": null, "test_labels": null },
    "validation": 3
  },
  "future_key": [1]
}
"#;

#[test]
fn a_relative_path_of_format_1_means_the_same_file_as_before() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("mine");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("project.json"), FORMAT_1).unwrap();
    let document = opened(&folder);
    // Then, it was taken from the working directory.
    let images = std::env::current_dir().unwrap().join("sets/a.gz");
    let expected = Source::Idx(IdxFiles {
        images: images.clone(),
        labels: None,
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    });
    assert_eq!(document.data.source, expected);
    assert_eq!((&*document.name, document.data.validation), ("mine", 3));
    save(&document, &folder).unwrap();
    let json = read(&folder.join("project.json"));
    assert_eq!(json["format"], 3);
    assert_eq!(json["data"]["source"]["images"], json!(images.to_str()));
    assert_eq!(json["future_key"], json!([1]));
    let kept = fs::read_to_string(folder.join("project.1.json")).unwrap();
    assert_eq!(kept, FORMAT_1);
    assert_eq!(opened(&folder), document);
}
