//! A document as the JSON tree of its project file, and the weight files that go with it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::record::{BestEntry, EpochRow, Stand, StepRow};
use super::unknown::put_back_keys;
use super::weights;
use crate::model::ModelState;
use crate::project::migrate::FORMAT;
use crate::project::{Document, Trained, Variant};
use crate::training::{History, RunState};

/// Weight files by name; variants with the same weights share one.
pub type WeightFiles = BTreeMap<String, Vec<u8>>;

/// The project file's tree and its weight files.
///
/// # Errors
/// One clause when something cannot be written as JSON (a path that is not Unicode) or as weights.
pub fn encode(document: &Document) -> Result<(Value, WeightFiles), String> {
    let mut files = WeightFiles::new();
    let mut tree = Map::new();
    tree.insert("format".into(), FORMAT.into());
    let program = concat!("hourglass ", env!("CARGO_PKG_VERSION"));
    tree.insert("program".into(), program.into());
    // The derived serialisation fixes the order of keys; the variants it made are replaced.
    let bare = Document {
        variants: Vec::new(),
        ..document.clone()
    };
    tree.extend(to_object(&bare)?);
    let variants = document.variants.iter();
    let variants: Result<Vec<_>, _> = variants.map(|v| encode_variant(v, &mut files)).collect();
    tree.insert("variants".into(), variants?.into());
    put_back_keys(&mut tree, &document.extra);
    Ok((Value::Object(tree), files))
}

fn encode_variant(variant: &Variant, files: &mut WeightFiles) -> Result<Value, String> {
    let mut tree = to_object(variant)?;
    let mut extra = variant.extra.clone();
    match &variant.trained {
        Some(trained) => {
            tree.insert("trained".into(), encode_trained(trained, files)?);
        }
        // What belonged to weights that are gone.
        None => {
            extra.shift_remove("trained");
        }
    }
    put_back_keys(&mut tree, &extra);
    Ok(Value::Object(tree))
}

fn encode_trained(trained: &Trained, files: &mut WeightFiles) -> Result<Value, String> {
    let checkpoint = &trained.checkpoint;
    let mut tree = to_object(&Stand {
        state: match trained.state {
            // Nothing trains in a project that has just been opened.
            RunState::Training => RunState::Paused,
            state => state,
        },
        stopped_early: checkpoint.stopped_early,
        position: checkpoint.position,
    })?;
    tree.insert("settings".into(), to_json(&trained.settings)?);
    let file = add_weights(&checkpoint.state, files)?;
    tree.insert("weights".into(), file);
    let best = match &checkpoint.best {
        Some(best) => {
            let mut entry = to_object(&BestEntry {
                epoch: best.epoch,
                loss: best.loss,
            })?;
            entry.insert("weights".into(), add_weights(&best.state, files)?);
            Value::Object(entry)
        }
        None => Value::Null,
    };
    tree.insert("best".into(), best);
    tree.insert("history".into(), encode_history(&checkpoint.history)?);
    Ok(Value::Object(tree))
}

fn encode_history(history: &History) -> Result<Value, String> {
    let epochs: Vec<_> = history.epochs.iter().cloned().map(EpochRow).collect();
    let steps: Vec<_> = history.steps.iter().copied().map(StepRow).collect();
    let mut tree = Map::new();
    tree.insert("epochs".into(), to_json(&epochs)?);
    tree.insert("steps".into(), to_json(&steps)?);
    Ok(Value::Object(tree))
}

/// Adds the file for `state` and gives the reference to it.
fn add_weights(state: &ModelState, files: &mut WeightFiles) -> Result<Value, String> {
    let file = weights::encode(state)?;
    let reference = weights::reference(&file.name);
    files.insert(file.name, file.bytes);
    Ok(reference.into())
}

/// By way of text: straight to a tree, 0.001 as an `f32` would become 0.0010000000474974513.
pub fn to_json(value: &impl Serialize) -> Result<Value, String> {
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

fn to_object(value: &impl Serialize) -> Result<Map<String, Value>, String> {
    match to_json(value)? {
        Value::Object(map) => Ok(map),
        other => Err(format!("{other} is not an object")),
    }
}
