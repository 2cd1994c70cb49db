//! The classifiers of a project in its file: each by its name and its weight file.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content_file::read_checked;
use super::json::to_json;
use super::record::read_row;
use super::repair::Fitted;
use super::unknown::unknown;
use super::warnings::Warnings;
use crate::model::{ClassifierId, TrainedClassifier};

/// Where they stand in the project file.
pub const KEY: &str = "classifiers";

/// An element of the list.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// For people; what counts stands in the file.
    #[serde(default)]
    name: String,
    weights: String,
}

impl Entry {
    fn of(classifier: &TrainedClassifier) -> Self {
        Self {
            name: classifier.name(),
            weights: classifier.id().to_string(),
        }
    }
}

/// The list as it is written.
///
/// # Errors
/// One clause when an entry cannot be written as JSON.
pub fn list(classifiers: &[Arc<TrainedClassifier>]) -> Result<Value, String> {
    let entries = classifiers.iter();
    entries.map(|one| to_json(&Entry::of(one))).collect()
}

/// Reads the list and the files it names; an entry without one is left out.
pub fn read(
    json: Option<Value>,
    folder: Option<&Path>,
    warnings: &mut Warnings,
) -> Fitted<Vec<Arc<TrainedClassifier>>> {
    let (mut value, mut unknown) = (Vec::new(), Vec::new());
    let list = match json {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list,
        Some(other) => {
            warnings.left_out(KEY, "not a list", Some(&other));
            Vec::new()
        }
    };
    for (index, json) in list.into_iter().enumerate() {
        match read_one(&json, folder) {
            Ok(fitted) => {
                value.push(fitted.value);
                unknown.push(fitted.unknown);
            }
            Err(problem) => {
                let key = format!("{KEY}[{index}]");
                warnings.left_out(&key, problem, Some(&json));
            }
        }
    }
    // As `unknown` keeps those of a list.
    let is_any = unknown.iter().any(Option::is_some);
    let unknown = unknown.into_iter().map(Option::unwrap_or_default).collect();
    Fitted {
        value,
        unknown: is_any.then_some(Value::Array(unknown)),
    }
}

fn read_one(json: &Value, folder: Option<&Path>) -> Result<Fitted<Arc<TrainedClassifier>>, String> {
    if !json.is_object() {
        return Err("not an object".into());
    }
    let entry: Entry = read_row(json)?;
    // The form is checked before the file is looked for.
    let id: ClassifierId = entry.weights.parse()?;
    let reference = id.to_string();
    let folder = folder.ok_or("shipped projects have no weights")?;
    let bytes = read_checked(&folder.join(&reference)).map_err(|why| why.of(&reference))?;
    let classifier = TrainedClassifier::of_file(bytes)
        .map_err(|why| format!("{reference} holds no classifier, {why}"))?;
    Ok(Fitted {
        value: classifier,
        unknown: unknown(json, &to_json(&entry)?),
    })
}
