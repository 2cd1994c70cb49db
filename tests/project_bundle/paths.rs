//! Projects and their data, moved together and apart.

use std::fs;
use std::path::{Path, PathBuf};

use hourglass::data::{DataSettings, IdxFiles, Source};
use hourglass::project::{Document, open, save};
use serde_json::{Value, json};

fn document(images: &Path, labels: &Path, test_images: &Path) -> Document {
    Document {
        data: DataSettings {
            source: Source::Idx(IdxFiles {
                images: images.into(),
                labels: Some(labels.into()),
                test_images: Some(test_images.into()),
                test_labels: None,
                ..IdxFiles::default()
            }),
            ..DataSettings::default()
        },
        ..Document::default()
    }
}

fn source_in_the_file(folder: &Path) -> Value {
    let text = fs::read(folder.join("project.json")).unwrap();
    let json: Value = serde_json::from_slice(&text).unwrap();
    json["data"]["source"].clone()
}

fn opened(folder: &Path) -> Document {
    let opened = open(folder).unwrap();
    assert_eq!(opened.warnings, vec![]);
    opened.document
}

fn write_file(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "x").unwrap();
}

#[test]
fn data_inside_beside_and_elsewhere_are_found_when_project_and_data_move() {
    let root = tempfile::tempdir().unwrap();
    let (before, after) = (root.path().join("before"), root.path().join("after"));
    let elsewhere = root.path().join("elsewhere/c.gz");
    let (inside, beside) = (before.join("digits/data/a.gz"), before.join("sets/b.gz"));
    for path in [&inside, &beside, &elsewhere] {
        write_file(path);
    }
    // The folder was not empty, and a project goes only into an empty one.
    let folder = before.join("digits");
    let aside = root.path().join("aside");
    fs::rename(folder.join("data"), &aside).unwrap();
    let made = document(&inside, &beside, &elsewhere);
    save(&made, &folder).unwrap();
    fs::rename(&aside, folder.join("data")).unwrap();
    let expected = json!({"kind": "idx", "images": "data/a.gz", "labels": "../sets/b.gz",
        "test_images": elsewhere.to_str(), "test_labels": null});
    assert_eq!(source_in_the_file(&folder), expected);
    assert_eq!(opened(&folder), made);

    fs::rename(&before, &after).unwrap();
    let moved = document(
        &after.join("digits/data/a.gz"),
        &after.join("sets/b.gz"),
        &elsewhere,
    );
    let folder = after.join("digits");
    let mut document = opened(&folder);
    assert_eq!(document, moved);
    for path in document.data.source.paths_mut() {
        assert!(path.is_file(), "{}", path.display());
    }
    let text = fs::read(folder.join("project.json")).unwrap();
    save(&moved, &folder).unwrap();
    assert_eq!(fs::read(folder.join("project.json")).unwrap(), text);
}

#[test]
fn a_project_without_its_data_opens_and_is_saved_as_it_was() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    let folder = at("a/b/digits");
    let made = document(&folder.join("data"), &at("a/b/x"), &at("gone/y"));
    save(&made, &folder).unwrap();
    let text = fs::read(folder.join("project.json")).unwrap();
    // The project alone is moved.
    let alone = at("c/d");
    fs::create_dir_all(at("c")).unwrap();
    fs::rename(&folder, &alone).unwrap();
    let found = opened(&alone);
    assert_eq!(
        found,
        document(&alone.join("data"), &at("c/x"), &at("gone/y"))
    );
    save(&found, &alone).unwrap();
    assert_eq!(fs::read(alone.join("project.json")).unwrap(), text);
}

#[test]
fn saving_elsewhere_names_the_same_files_from_there() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    let made = document(&at("a/one/x"), &at("b/y"), &at("b/two/z"));
    let written = |folder: &str| {
        let folder = at(folder);
        let from = opened(&at("a/one"));
        save(&from, &folder).unwrap();
        assert_eq!(opened(&folder), made);
        let source = source_in_the_file(&folder);
        ["images", "labels", "test_images"].map(|key| source[key].as_str().unwrap().to_owned())
    };
    save(&made, &at("a/one")).unwrap();
    let whole = |path: &str| at(path).to_str().unwrap().to_owned();
    let of_one = ["x".to_owned(), whole("b/y"), whole("b/two/z")];
    assert_eq!(written("a/one"), of_one);
    let of_two = [whole("a/one/x"), "../y".into(), "z".into()];
    assert_eq!(written("b/two"), of_two);
    let of_three = ["../one/x".into(), whole("b/y"), whole("b/two/z")];
    assert_eq!(written("a/three"), of_three);
    let deep = [whole("a/one/x"), whole("b/y"), whole("b/two/z")];
    assert_eq!(written("c/deep"), deep);
}

#[test]
fn a_file_written_by_hand_may_say_it_in_backslashes() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("digits");
    fs::create_dir(&folder).unwrap();
    let file = json!({"format": 3, "data": {"source": {"kind": "idx", "images": "sets\\a.gz",
        "labels": "..\\b.gz", "test_images": "./c.gz"}}});
    fs::write(folder.join("project.json"), file.to_string()).unwrap();
    let found = opened(&folder);
    let expected = document(
        &folder.join("sets").join("a.gz"),
        &root.path().join("b.gz"),
        &folder.join("c.gz"),
    );
    assert_eq!(found.data.source, expected.data.source);
    save(&found, &folder).unwrap();
    let written = json!({"kind": "idx", "images": "sets/a.gz", "labels": "../b.gz",
        "test_images": "c.gz", "test_labels": null});
    assert_eq!(source_in_the_file(&folder), written);
}

#[test]
fn a_path_that_is_no_text_is_an_error_and_leaves_the_project() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("digits");
    save(&Document::default(), &folder).unwrap();
    let Some(odd) = no_text() else { return };
    let wrong = document(&folder.join(odd), Path::new("/b"), Path::new("/c"));
    let sentence = save(&wrong, &folder).unwrap_err().to_string();
    assert!(
        sentence.starts_with("cannot write the project, "),
        "{sentence}"
    );
    assert!(sentence.contains("UTF-8"), "{sentence}");
    assert!(
        sentence.ends_with(&folder.display().to_string()),
        "{sentence}"
    );
    assert_eq!(opened(&folder), Document::default());
}

/// A file name that is not Unicode, where the system has such.
fn no_text() -> Option<PathBuf> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        Some(std::ffi::OsString::from_vec(vec![b'a', 0xff]).into())
    }
    #[cfg(not(unix))]
    None
}
