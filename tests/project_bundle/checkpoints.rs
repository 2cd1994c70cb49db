//! Checkpoints in the bundle: not read before somebody looks, not written twice, not lost on the way.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use hourglass::project::{Document, Over, open, save, save_over};
use hourglass::training::{Checkpoint, ResumeState};

use super::sample;

/// A project in the folder `digits` with two checkpoints, at 0 and 0.5 epochs.
struct Saved {
    folder: tempfile::TempDir,
    path: PathBuf,
    /// What was saved.
    made: Document,
}

impl Saved {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("digits");
        let mut made = sample::document();
        // Of their own, since files with the same content stand in for each other, those of other tests too.
        static VALUE: AtomicU16 = AtomicU16::new(1_000);
        let value = f32::from(VALUE.fetch_add(1, Ordering::Relaxed));
        let checkpoint = |epochs, part| sample::checkpoint(epochs, value + part);
        set_kept(&mut made, vec![checkpoint(0.0, 0.0), checkpoint(0.5, 0.5)]);
        save(&made, &path).unwrap();
        Self { folder, path, made }
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self) -> Document {
        open_clean(&self.path)
    }
}

fn open_clean(path: &Path) -> Document {
    let opened = open(path).unwrap();
    assert_eq!(opened.warnings, vec![]);
    opened.document
}

fn kept(document: &Document) -> &[Arc<Checkpoint>] {
    let trained = document.variants[0].trained.as_ref().unwrap();
    &trained.resume_state.checkpoints
}

fn set_kept(document: &mut Document, checkpoints: Vec<Arc<Checkpoint>>) {
    let trained = document.variants[0].trained.as_mut().unwrap();
    trained.resume_state = Arc::new(ResumeState {
        checkpoints,
        ..ResumeState::clone(&trained.resume_state)
    });
}

fn file(document: &Document, index: usize) -> PathBuf {
    let path = kept(document)[index].stored_at().unwrap();
    path.to_path_buf()
}

fn files(path: &Path) -> usize {
    fs::read_dir(path.join("weights")).unwrap().count()
}

#[test]
fn they_come_back_as_files_that_are_read_on_looking() {
    let saved = Saved::new();
    let document = saved.open();
    assert_eq!(document, saved.made);
    let names: Vec<_> = kept(&document).iter().map(|k| k.file_name.get()).collect();
    for (index, name) in names.iter().enumerate() {
        let path = saved.path.join("weights").join(name.unwrap());
        assert_eq!(file(&document, index), path);
    }
    // Two of the run, two checkpoints, one that another begins with.
    assert_eq!(files(&saved.path), 5);
}

#[test]
fn damage_is_told_on_looking_and_not_before() {
    let saved = Saved::new();
    let path = file(&saved.open(), 1);
    fs::write(&path, "garbage").unwrap();
    let document = saved.open();
    let sentence = kept(&document)[1].weights().unwrap_err();
    assert!(sentence.contains("damaged, its content"), "{sentence}");
    assert!(
        sentence.ends_with(&path.display().to_string()),
        "{sentence}"
    );
    assert!(kept(&document)[0].weights().is_ok());
    // Nothing better can be had, so saving keeps it.
    save(&document, &saved.path).unwrap();
    assert_eq!(kept(&saved.open()).len(), 2);
    assert_eq!(fs::read(&path).unwrap(), b"garbage");
}

#[test]
fn without_its_file_a_checkpoint_is_left_out() {
    let saved = Saved::new();
    let path = file(&saved.open(), 0);
    fs::remove_file(&path).unwrap();
    let opened = open(&saved.path).unwrap();
    let [warning] = &opened.warnings[..] else {
        panic!("{:?}", opened.warnings);
    };
    assert_eq!(warning.key, "variants[0].trained.checkpoints[0]");
    let name = path.file_name().unwrap().to_string_lossy();
    let expected = format!("there is no file weights/{name}");
    assert_eq!(warning.problem, expected);
    assert_eq!(warning.outcome, "it is left out");
    assert_eq!(kept(&opened.document)[..], kept(&saved.made)[1..]);
}

#[test]
fn what_is_on_disk_is_not_written_again() {
    let saved = Saved::new();
    let document = &saved.made;
    save(document, &saved.path).unwrap();
    let names: Vec<_> = kept(document)
        .iter()
        .map(|k| k.file_name.get().unwrap())
        .collect();
    let path = |index: usize| saved.path.join("weights").join(names[index]);
    // Of the right length: taken for what it is called.
    let mut garbage = fs::read(path(0)).unwrap();
    *garbage.last_mut().unwrap() ^= 1;
    fs::write(path(0), &garbage).unwrap();
    // Cut short: made anew from what is in memory.
    let whole = fs::read(path(1)).unwrap();
    fs::write(path(1), &whole[..whole.len() - 1]).unwrap();
    save(document, &saved.path).unwrap();
    assert_eq!(fs::read(path(0)).unwrap(), garbage);
    assert_eq!(fs::read(path(1)).unwrap(), whole);
    fs::remove_file(path(0)).unwrap();
    save(document, &saved.path).unwrap();
    assert_eq!(saved.open(), *document);
}

#[test]
fn they_go_along_to_another_folder_and_outlive_the_first() {
    let saved = Saved::new();
    let document = saved.open();
    let (second, third) = (saved.place("second"), saved.place("third"));
    fs::create_dir_all(second.join("weights")).unwrap();
    // Somebody's broken copy is in the way.
    let name = kept(&document)[1].file_name.get().unwrap();
    fs::write(second.join("weights").join(name), "cut").unwrap();
    save(&document, &second).unwrap();
    fs::remove_dir_all(&saved.path).unwrap();
    assert_eq!(document, saved.made);
    save(&document, &third).unwrap();
    for path in [second, third] {
        assert_eq!(open_clean(&path), saved.made);
    }
}

#[test]
fn a_vanished_one_is_said_and_costs_nothing_else() {
    let saved = Saved::new();
    let document = saved.open();
    let path = file(&document, 1);
    let content = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let written = save_over(&document, &saved.path, &Over::Any).unwrap();
    let [sentence] = &written.warnings[..] else {
        panic!("{written:?}");
    };
    assert!(sentence.starts_with("A checkpoint of A is left out, cannot read"));
    assert!(
        sentence.ends_with(&path.display().to_string()),
        "{sentence}"
    );
    let mut rest = saved.made.clone();
    let first = Arc::clone(&kept(&rest)[0]);
    set_kept(&mut rest, vec![first]);
    assert_eq!(saved.open(), rest);

    // Back again, it is part of the next save.
    fs::write(&path, content).unwrap();
    let written = save_over(&document, &saved.path, &Over::Any).unwrap();
    assert_eq!(written.warnings, [""; 0]);
    assert_eq!(saved.open(), document);

    // The same when the whole folder is gone; the main weights are in memory.
    fs::remove_dir_all(&saved.path).unwrap();
    let written = save_over(&document, &saved.path, &Over::Any).unwrap();
    assert!(written.warnings[0].starts_with("2 checkpoints of A are left out, "));
    set_kept(&mut rest, Vec::new());
    assert_eq!(saved.open(), rest);
}

#[test]
fn a_file_stays_while_undo_could_ask_for_it() {
    let saved = Saved::new();
    let document = saved.open();
    let mut without = document.clone();
    without.variants.remove(0);
    save(&without, &saved.path).unwrap();
    // The two checkpoints and the one that the other variant begins with.
    assert_eq!(files(&saved.path), 3);
    save(&document, &saved.path).unwrap();
    assert_eq!(saved.open(), saved.made);

    drop(document);
    save(&without, &saved.path).unwrap();
    assert_eq!(files(&saved.path), 1);
}

#[test]
fn variants_with_the_same_past_share_its_files() {
    let saved = Saved::new();
    let mut document = saved.open();
    document.variants[1].trained = document.variants[0].trained.clone();
    save(&document, &saved.path).unwrap();
    assert_eq!(files(&saved.path), 5);
    assert_eq!(saved.open(), document);
}

#[test]
fn a_start_that_cannot_be_read_is_told() {
    let saved = Saved::new();
    let text = fs::read_to_string(saved.path.join("project.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let name = json["variants"][1]["start"]["weights"].as_str().unwrap();
    fs::write(saved.path.join(name), "garbage").unwrap();
    let opened = open(&saved.path).unwrap();
    let [warning] = &opened.warnings[..] else {
        panic!("{:?}", opened.warnings);
    };
    assert_eq!(warning.key, "variants[1].start");
    assert!(warning.problem.starts_with(name), "{warning:?}");
    assert_eq!(warning.outcome, "fresh weights take its place");
    assert_eq!(opened.document.variants[1].start, None);
    assert_eq!(opened.document.variants[0], saved.made.variants[0]);
}
