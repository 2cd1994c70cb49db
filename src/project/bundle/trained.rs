//! Reads what training has made of a variant: its position, its history, its weight files.

use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::checkpoints::read_checkpoints;
use super::json::to_json;
use super::raw::{self, Entries};
use super::record::{BestEntry, DivergenceEntry, EpochRow, Stand, StepRow, read_row};
use super::repair::{Fitted, fit};
use super::unknown::unknown;
use super::warnings::Warnings;
use super::{history_file, paths, validate, weights};
use crate::data::{Scaler, TrainedOn};
use crate::model::ModelState;
use crate::project::{Trained, VariantSettings};
use crate::training::{Best, Divergence, History, ResumeState, RunState};

/// Reads the entry `trained` of a variant, which stands at `key`. Without settings of its own, `own` are those
/// that made it.
///
/// # Errors
/// The key and a clause on it, when the weights cannot be had.
pub fn read_trained(
    raw: &RawValue,
    key: &str,
    own: &VariantSettings,
    folder: Option<&Path>,
    warnings: &mut Warnings,
) -> Result<Fitted<Trained>, (String, String)> {
    let at = |problem: String| (key.to_owned(), problem);
    let Some(mut entries) = Entries::of(raw).map_err(at)? else {
        return Err(at("not an object".into()));
    };
    let reference = entries.take("weights").map(raw::tree).transpose();
    let reference = reference.map_err(at)?;
    let state = load_weights(reference, folder).map_err(|p| (format!("{key}.weights"), p))?;
    let settings = entries.take("settings").map(raw::tree).transpose();
    let settings = settings.map_err(at)?;
    let scaler = entries.take_some("scaler");
    let data = entries.take_some("data");
    let best = entries.take_some("best");
    let checkpoints = entries.take("checkpoints");
    let history = entries.take("history");
    let tree = Value::Object(entries.into_map().map_err(at)?);

    let stand = fit::<Stand>(tree, key, |_| Ok(()), warnings);
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
    let scaler = scaler.and_then(|raw| match read_one::<Scaler>(raw) {
        Ok(scaler) => {
            // That of a table with very many columns has nothing that is not known.
            if let Ok(json) = raw::tree(raw) {
                let own = to_json(&scaler).unwrap_or_default();
                keep_unknown("scaler", unknown(&json, &own));
            }
            Some(scaler)
        }
        Err(problem) => {
            let key = format!("{key}.scaler");
            let outcome = "the scaling is fitted to the data again";
            warnings.add(&key, problem, outcome);
            None
        }
    });
    let data = data.and_then(
        |raw| match raw::tree(raw).and_then(|json| read_data(json, folder)) {
            Ok(fitted) => {
                keep_unknown("data", fitted.unknown);
                Some(Arc::new(fitted.value))
            }
            Err(problem) => {
                let key = format!("{key}.data");
                warnings.add(&key, problem, "what it was trained on is not known");
                None
            }
        },
    );
    let best = best.and_then(
        |raw| match raw::tree(raw).and_then(|json| read_best(json, folder)) {
            Ok(fitted) => {
                keep_unknown("best", fitted.unknown);
                Some(fitted.value)
            }
            Err(problem) => {
                let key = format!("{key}.best");
                warnings.add(&key, problem, "the best weights are left out");
                None
            }
        },
    );
    let key_of_checkpoints = format!("{key}.checkpoints");
    let kept = read_checkpoints(checkpoints, &key_of_checkpoints, folder, warnings);
    keep_unknown("checkpoints", kept.unknown);
    let history = read_history(history, folder, &format!("{key}.history"), warnings);
    let value = Trained {
        resume_state: Arc::new(ResumeState {
            position: stand.value.position,
            history,
            state: Arc::new(state),
            best,
            stopped_early: stand.value.stopped_early,
            checkpoints: kept.value,
            scaler: scaler.map(Arc::new),
            data,
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

fn read_data(json: Value, folder: Option<&Path>) -> Result<Fitted<TrainedOn>, String> {
    let mut value: TrainedOn = read_row(&json)?;
    let unknown = unknown(&json, &to_json(&value)?);
    if let Some(folder) = folder {
        for path in value.settings.source.paths_mut() {
            *path = paths::read(path, folder);
        }
    }
    Ok(Fitted { value, unknown })
}

/// The history in the file that `raw` names, or, up to format 2, in the project file itself.
fn read_history(
    raw: Option<&RawValue>,
    folder: Option<&Path>,
    key: &str,
    warnings: &mut Warnings,
) -> History {
    let Some(raw) = raw else {
        return History::default();
    };
    let read = match serde_json::from_str::<String>(raw.get()) {
        Ok(reference) => history_file::load(folder, &reference).and_then(|text| {
            let raw: &RawValue = serde_json::from_str(&text)
                .map_err(|error| format!("{reference} is not readable JSON, {error}"))?;
            read_lists(raw, key, warnings)
        }),
        Err(_) => read_lists(raw, key, warnings),
    };
    read.unwrap_or_else(|problem| {
        warnings.add(key, problem, "it is left out");
        History::default()
    })
}

fn read_lists(raw: &RawValue, key: &str, warnings: &mut Warnings) -> Result<History, String> {
    let mut lists = Entries::of(raw)?.ok_or("not an object")?;
    let (epochs, steps) = (lists.take("epochs"), lists.take("steps"));
    let diverged = lists.take_some("diverged").map(read_one::<DivergenceEntry>);
    let diverged = diverged.and_then(|read| {
        let problem = |problem| warnings.add(&format!("{key}.diverged"), problem, "it is left out");
        read.map_err(problem).ok()
    });
    let keys = ["epochs", "steps"].map(|list| format!("{key}.{list}"));
    Ok(History {
        epochs: read_rows(epochs, &keys[0], warnings, |row: EpochRow| row.0),
        steps: read_rows(steps, &keys[1], warnings, |row: StepRow| row.0),
        diverged: diverged.map(Divergence::from),
    })
}

/// Row by row: all of them as a tree would take many times the memory.
fn read_rows<T: DeserializeOwned, R>(
    raw: Option<&RawValue>,
    key: &str,
    warnings: &mut Warnings,
    record: impl Fn(T) -> R,
) -> Vec<R> {
    let Some(raw) = raw else {
        return Vec::new();
    };
    let mut read = Vec::new();
    let rows = raw::each(raw, |index, row| {
        match read_one(row) {
            Ok(row) => read.push(record(row)),
            Err(problem) => warnings.add(&format!("{key}[{index}]"), problem, "it is left out"),
        }
        Ok(())
    });
    if rows != Ok(true) {
        let problem = rows.err().unwrap_or("not a list".into());
        warnings.add(key, problem, "it is left out");
    }
    read.shrink_to_fit();
    read
}

/// Straight from the text; the problem, where there is one, without a place in the text.
fn read_one<T: DeserializeOwned>(raw: &RawValue) -> Result<T, String> {
    serde_json::from_str(raw.get()).or_else(|_| read_row(&raw::tree(raw)?))
}
