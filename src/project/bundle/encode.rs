//! Encodes a document as the JSON tree of its project file.

use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};

use super::checkpoints::{CheckpointEntry, StartEntry};
use super::content_files::VariantFiles;
use super::json::to_json;
use super::record::{BestEntry, Stand};
use super::unknown::put_back_keys;
use super::{classifiers, history_file, paths, weights};
use crate::data::{Source, TrainedOn};
use crate::project::migrate::FORMAT;
use crate::project::{Document, Trained, Variant};
use crate::training::RunState;

/// The project file's tree, for a project in `folder`. `files` has what the files of each variant are called.
///
/// # Errors
/// One clause when something cannot be written as JSON (a path that is not Unicode).
pub fn encode(document: &Document, files: &[VariantFiles], folder: &Path) -> Result<Value, String> {
    let mut tree = Map::new();
    tree.insert("format".into(), FORMAT.into());
    let program = concat!("hourglass ", env!("CARGO_PKG_VERSION"));
    tree.insert("program".into(), program.into());
    // The derived serialisation fixes the order of keys; the variants it made are replaced.
    let mut bare = Document {
        variants: Vec::new(),
        ..document.clone()
    };
    for path in bare.data.source.paths_mut() {
        *path = paths::written(path, folder);
    }
    let unread = match &mut bare.data.source {
        Source::Unread(unread) => Some(unread.json().clone()),
        _ => None,
    };
    if unread.is_some() {
        bare.data.source = Source::default();
    }
    tree.extend(to_object(&bare)?);
    if let (Some(unread), Some(data)) = (unread, tree.get_mut("data")) {
        data["source"] = unread;
    }
    let variants = document.variants.iter().zip(files);
    let variants: Result<Vec<_>, _> = variants
        .map(|(v, files)| variant(v, files, folder))
        .collect();
    // They stand last, for they are long.
    tree.shift_remove("variants");
    let mut extra = document.extra.clone();
    match &document.classifiers[..] {
        [] => {
            extra.shift_remove(classifiers::KEY);
        }
        all => {
            tree.insert(classifiers::KEY.into(), classifiers::list(all)?);
        }
    }
    tree.insert("variants".into(), variants?.into());
    put_back_keys(&mut tree, &extra);
    Ok(Value::Object(tree))
}

fn variant(variant: &Variant, files: &VariantFiles, folder: &Path) -> Result<Value, String> {
    let mut tree = to_object(variant)?;
    let mut extra = variant.extra.clone();
    // What belonged to weights that are gone goes with them.
    match &variant.start {
        Some(start) => {
            let entry = StartEntry::of(start);
            tree.insert("start".into(), with_weights(&entry, files.start.as_ref())?);
        }
        None => {
            extra.shift_remove("start");
        }
    }
    match &variant.trained {
        Some(made) => {
            tree.insert("trained".into(), trained(made, files, folder)?);
        }
        None => {
            extra.shift_remove("trained");
        }
    }
    put_back_keys(&mut tree, &extra);
    Ok(Value::Object(tree))
}

fn trained(trained: &Trained, files: &VariantFiles, folder: &Path) -> Result<Value, String> {
    let resume_state = &trained.resume_state;
    let mut tree = to_object(&Stand {
        state: match trained.state {
            // Nothing trains in a project that has just been opened.
            RunState::Training => RunState::Paused,
            state => state,
        },
        stopped_early: resume_state.stopped_early,
        position: resume_state.position,
    })?;
    tree.insert("settings".into(), to_json(&trained.settings)?);
    if let Some(scaler) = &resume_state.scaler {
        tree.insert("scaler".into(), to_json(scaler.as_ref())?);
    }
    if let Some(data) = &resume_state.data {
        let mut data = TrainedOn::clone(data);
        for path in data.settings.source.paths_mut() {
            *path = paths::written(path, folder);
        }
        tree.insert("data".into(), to_json(&data)?);
    }
    insert_weights(&mut tree, files.state.as_ref());
    let best = match &resume_state.best {
        Some(best) => {
            let entry = BestEntry {
                epoch: best.epoch,
                loss: best.loss,
            };
            with_weights(&entry, files.best.as_ref())?
        }
        None => Value::Null,
    };
    tree.insert("best".into(), best);
    let kept = resume_state.checkpoints.iter().zip(&files.kept);
    let kept = kept.filter_map(|(checkpoint, file)| Some((checkpoint, file.as_ref()?)));
    let kept: Result<Vec<_>, _> = kept
        .map(|(checkpoint, file)| with_weights(&CheckpointEntry::of(checkpoint), Some(file)))
        .collect();
    tree.insert("checkpoints".into(), kept?.into());
    if let Some(name) = &files.history {
        tree.insert("history".into(), history_file::reference(name).into());
    }
    Ok(Value::Object(tree))
}

/// The entry, and which file its weights are in.
fn with_weights(entry: &impl Serialize, file: Option<&String>) -> Result<Value, String> {
    let mut tree = to_object(entry)?;
    insert_weights(&mut tree, file);
    Ok(Value::Object(tree))
}

fn insert_weights(tree: &mut Map<String, Value>, file: Option<&String>) {
    if let Some(name) = file {
        tree.insert("weights".into(), weights::reference(name).into());
    }
}

fn to_object(value: &impl Serialize) -> Result<Map<String, Value>, String> {
    match to_json(value)? {
        Value::Object(map) => Ok(map),
        other => Err(format!("{other} is not an object")),
    }
}
