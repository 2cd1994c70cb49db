//! Checkpoints, and the weights a fork began with, in the project file: weights without an optimiser.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::json::to_json;
use super::number;
use super::raw;
use super::record::read_row;
use super::repair::Fitted;
use super::stored::WeightsOnDisk;
use super::unknown::unknown;
use super::warnings::Warnings;
use super::weights::{self, load_weights, named};
use crate::training::{Checkpoint, Start};

/// An element of `checkpoints`, without its weights.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct CheckpointEntry {
    epochs: f64,
    step: u64,
    #[serde(with = "number::option", default)]
    loss: Option<f64>,
}

impl CheckpointEntry {
    pub fn of(checkpoint: &Checkpoint) -> Self {
        Self {
            epochs: checkpoint.epochs,
            step: checkpoint.step,
            loss: checkpoint.loss,
        }
    }
}

/// The entry `start`, without its weights.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct StartEntry {
    epochs: f64,
    step: u64,
}

impl StartEntry {
    pub fn of(start: &Start) -> Self {
        Self {
            epochs: start.epochs,
            step: start.step,
        }
    }
}

/// Reads the entry `start` of a variant and its weight file.
///
/// # Errors
/// One clause when it says nothing useful, or the weights cannot be had.
pub fn read_start(json: Value, folder: Option<&Path>) -> Result<Fitted<Start>, String> {
    let (reference, tree) = take_weights(json)?;
    let entry: StartEntry = read_row(&tree)?;
    check_epochs(entry.epochs)?;
    let (folder, reference) = named(reference, folder)?;
    let path = weights::path_of(folder, &reference)?;
    let weights = load_weights(&path).map_err(|why| why.of(&reference))?;
    Ok(Fitted {
        value: Start {
            epochs: entry.epochs,
            step: entry.step,
            weights: Arc::new(weights),
        },
        unknown: unknown(&tree, &to_json(&entry)?),
    })
}

/// Reads the list `checkpoints`, which stands at `key`, and brings it into the order of time. Of their files only
/// whether they exist: an entry without one is left out.
pub fn read_checkpoints(
    raw: Option<&RawValue>,
    key: &str,
    folder: Option<&Path>,
    warnings: &mut Warnings,
) -> Fitted<Vec<Arc<Checkpoint>>> {
    let mut read = Vec::new();
    if let Some(raw) = raw.filter(|raw| raw.get() != "null") {
        let list = raw::each(raw, |index, raw| {
            match raw::tree(raw).and_then(|json| read_checkpoint(json, folder)) {
                Ok(fitted) => read.push(fitted),
                Err(problem) => {
                    warnings.add(&format!("{key}[{index}]"), problem, "it is left out");
                }
            }
            Ok(())
        });
        if list != Ok(true) {
            let problem = list.err().unwrap_or("not a list".into());
            warnings.add(key, problem, "it is left out");
        }
    }
    read.sort_by(|a, b| a.value.epochs.total_cmp(&b.value.epochs));
    let (checkpoints, unknown): (Vec<_>, Vec<_>) = read
        .into_iter()
        .map(|fitted| (Arc::new(fitted.value), fitted.unknown))
        .unzip();
    // As `unknown` keeps those of a list.
    let is_any = unknown.iter().any(Option::is_some);
    let unknown = unknown.into_iter().map(Option::unwrap_or_default).collect();
    Fitted {
        value: checkpoints,
        unknown: is_any.then_some(Value::Array(unknown)),
    }
}

fn read_checkpoint(json: Value, folder: Option<&Path>) -> Result<Fitted<Checkpoint>, String> {
    let (reference, tree) = take_weights(json)?;
    let entry: CheckpointEntry = read_row(&tree)?;
    let CheckpointEntry { epochs, step, loss } = entry;
    check_epochs(epochs)?;
    let (folder, reference) = named(reference, folder)?;
    let path = weights::path_of(folder, &reference)?;
    if !path.is_file() {
        return Err(format!("there is no file {reference}"));
    }
    let name = weights::name_at(&path);
    let stored = Box::new(WeightsOnDisk::new(path, name.clone()));
    Ok(Fitted {
        value: Checkpoint::stored(epochs, step, loss, stored, name),
        unknown: unknown(&tree, &to_json(&entry)?),
    })
}

/// The reference to the weight file, and the rest of the entry.
fn take_weights(json: Value) -> Result<(Option<Value>, Value), String> {
    let Value::Object(mut tree) = json else {
        return Err("not an object".into());
    };
    let reference = tree.shift_remove("weights");
    Ok((reference, Value::Object(tree)))
}

fn check_epochs(epochs: f64) -> Result<(), String> {
    // Not finite cannot be written in JSON, but 1e999 can.
    if epochs.is_finite() && epochs >= 0.0 {
        Ok(())
    } else {
        Err(format!("{epochs} epochs make no sense"))
    }
}
