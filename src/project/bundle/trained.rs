//! Reads what training has made of a variant: its position, its history, its weight files.

use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::checkpoints::read_checkpoints;
use super::json::to_json;
use super::record::{BestEntry, EpochRow, Stand, StepRow, read_row};
use super::repair::{Fitted, fit};
use super::unknown::unknown;
use super::warnings::Warnings;
use super::{validate, weights};
use crate::data::Scaler;
use crate::model::ModelState;
use crate::project::{Trained, VariantSettings};
use crate::training::{Best, History, ResumeState, RunState};

/// Reads the entry `trained` of a variant, which stands at `key`. Without settings of its own, `own` are those
/// that made it.
///
/// # Errors
/// The key and a clause on it, when the weights cannot be had.
pub fn read_trained(
    json: Value,
    key: &str,
    own: &VariantSettings,
    folder: Option<&Path>,
    warnings: &mut Warnings,
) -> Result<Fitted<Trained>, (String, String)> {
    let Value::Object(mut tree) = json else {
        return Err((key.to_owned(), "not an object".into()));
    };
    let reference = tree.shift_remove("weights");
    let state = load_weights(reference, folder).map_err(|p| (format!("{key}.weights"), p))?;
    let settings = tree.shift_remove("settings");
    let scaler = tree.shift_remove("scaler").filter(|json| !json.is_null());
    let best = tree.shift_remove("best").filter(|json| !json.is_null());
    let checkpoints = tree.shift_remove("checkpoints");
    let history = tree.shift_remove("history");

    let stand = fit::<Stand>(Value::Object(tree), key, |_| Ok(()), warnings);
    let mut not_known = match stand.unknown {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    };
    let mut keep_unknown = |name: &str, unknown: Option<Value>| {
        if let Some(unknown) = unknown {
            not_known.insert(name.to_owned(), unknown);
        }
    };
    let settings = match settings {
        Some(json) => {
            let key = format!("{key}.settings");
            let fitted = fit(json, &key, validate::settings, warnings);
            keep_unknown("settings", fitted.unknown);
            fitted.value
        }
        None => own.clone(),
    };
    let scaler = scaler.and_then(|json| match read_row::<Scaler>(&json) {
        Ok(scaler) => {
            let own = to_json(&scaler).unwrap_or_default();
            keep_unknown("scaler", unknown(&json, &own));
            Some(scaler)
        }
        Err(problem) => {
            let key = format!("{key}.scaler");
            let outcome = "the scaling is fitted to the data again";
            warnings.add(&key, format!("{problem}; {outcome}"));
            None
        }
    });
    let best = best.and_then(|json| match read_best(json, folder) {
        Ok(fitted) => {
            keep_unknown("best", fitted.unknown);
            Some(fitted.value)
        }
        Err(problem) => {
            let key = format!("{key}.best");
            warnings.add(&key, format!("{problem}; the best weights are left out"));
            None
        }
    });
    let key_of_checkpoints = format!("{key}.checkpoints");
    let kept = read_checkpoints(checkpoints, &key_of_checkpoints, folder, warnings);
    keep_unknown("checkpoints", kept.unknown);
    let history = read_history(history, &format!("{key}.history"), warnings);
    let value = Trained {
        resume_state: Arc::new(ResumeState {
            position: stand.value.position,
            history,
            state: Arc::new(state),
            best,
            stopped_early: stand.value.stopped_early,
            checkpoints: kept.value,
            scaler: scaler.map(Arc::new),
        }),
        settings,
        state: match stand.value.state {
            RunState::Training => RunState::Paused,
            state => state,
        },
    };
    let unknown = (!not_known.is_empty()).then_some(Value::Object(not_known));
    Ok(Fitted { value, unknown })
}

fn load_weights(reference: Option<Value>, folder: Option<&Path>) -> Result<ModelState, String> {
    let (folder, reference) = weights::named(reference, folder)?;
    weights::load(folder, &reference)
}

fn read_best(json: Value, folder: Option<&Path>) -> Result<Fitted<Best>, String> {
    let Value::Object(mut tree) = json else {
        return Err("not an object".into());
    };
    let reference = tree.shift_remove("weights");
    let tree = Value::Object(tree);
    let entry: BestEntry = read_row(&tree)?;
    let state = Arc::new(load_weights(reference, folder)?);
    let unknown = unknown(&tree, &to_json(&entry)?);
    let BestEntry { epoch, loss } = entry;
    Ok(Fitted {
        value: Best { epoch, loss, state },
        unknown,
    })
}

fn read_history(json: Option<Value>, key: &str, warnings: &mut Warnings) -> History {
    let mut lists = match json {
        Some(Value::Object(lists)) => lists,
        None => Map::new(),
        Some(_) => {
            warnings.add(key, "not an object; it is left out");
            Map::new()
        }
    };
    let mut rows = |name: &str| (format!("{key}.{name}"), lists.shift_remove(name));
    let (epochs_key, epochs) = rows("epochs");
    let (steps_key, steps) = rows("steps");
    let epochs: Vec<EpochRow> = read_rows(epochs, &epochs_key, warnings);
    let steps: Vec<StepRow> = read_rows(steps, &steps_key, warnings);
    History {
        epochs: epochs.into_iter().map(|row| row.0).collect(),
        steps: steps.into_iter().map(|row| row.0).collect(),
    }
}

fn read_rows<T: DeserializeOwned>(
    json: Option<Value>,
    key: &str,
    warnings: &mut Warnings,
) -> Vec<T> {
    let rows = match json {
        Some(Value::Array(rows)) => rows,
        None => return Vec::new(),
        Some(_) => {
            warnings.add(key, "not a list; it is left out");
            return Vec::new();
        }
    };
    let mut read = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        match read_row(row) {
            Ok(row) => read.push(row),
            Err(problem) => {
                let key = format!("{key}[{index}]");
                warnings.add(&key, format!("{problem}; it is left out"));
            }
        }
    }
    read
}
