//! Reads a project file, each part as far as it makes sense.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::checkpoints::read_start;
use super::lock::Lock;
use super::repair::{Fitted, fit};
use super::trained::read_trained;
use super::version::Version;
use super::warnings::Warnings;
use super::{BundleError, Opened, PROJECT_FILE, paths, validate};
use crate::project::migrate::migrate;
use crate::project::{Document, Variant};
use crate::training::VariantId;

/// A project file is text for people; one of this size (bytes) is something else.
const MAX_FILE: u64 = 256 << 20;

/// Reads the bundle at `path`, a folder or its `project.json`.
///
/// # Errors
/// When there is no project file, it is not JSON, or it is of a newer format.
pub fn open(path: &Path) -> Result<Opened, BundleError> {
    let file = project_file(path)?;
    let length = fs::metadata(&file).map_err(BundleError::cannot("read", &file))?;
    if length.len() > MAX_FILE {
        let problem = "the file is far too large for a project";
        return Err(BundleError::new(&file, problem));
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    // Else a save could remove the weights that the text names before they are read.
    let _lock = Lock::to_open(folder)?;
    let text = fs::read(&file).map_err(BundleError::cannot("read", &file))?;
    let opened =
        read_bytes(&text, Some(folder)).map_err(|problem| BundleError::new(&file, problem))?;
    Ok(Opened {
        version: Some(Arc::new(Version::of(&opened.document, &text))),
        ..opened
    })
}

/// Reads a project without weight files from the text of its project file.
///
/// # Errors
/// One clause, as [`open`].
pub fn read_text(text: &str) -> Result<Opened, String> {
    read_bytes(text.as_bytes(), None)
}

fn project_file(path: &Path) -> Result<PathBuf, BundleError> {
    if path.is_dir() {
        let file = path.join(PROJECT_FILE);
        if !file.is_file() {
            let problem = format!("the folder is no project, it has no {PROJECT_FILE}");
            return Err(BundleError::new(path, problem));
        }
        return Ok(file);
    }
    if !path.exists() {
        return Err(BundleError::new(path, "there is no project here"));
    }
    if !path.is_file() || !path.ends_with(PROJECT_FILE) {
        let problem = format!("a project is a folder or the {PROJECT_FILE} in it");
        return Err(BundleError::new(path, problem));
    }
    Ok(path.to_path_buf())
}

pub(super) fn read_bytes(text: &[u8], folder: Option<&Path>) -> Result<Opened, String> {
    let file = serde_json::from_slice(text)
        .map_err(|error| format!("the project file is not readable JSON, {error}"))?;
    let mut tree = migrate(file)?;
    // Both are written afresh.
    tree.shift_remove("format");
    tree.shift_remove("program");
    let variants = tree.shift_remove("variants");
    let says_selected = tree.contains_key("selected");
    let says_next_id = tree.contains_key("next_id");

    let mut warnings = Warnings::default();
    let head = fit::<Document>(Value::Object(tree), "", validate::document, &mut warnings);
    let mut document = head.value;
    document.extra = into_map(head.unknown);
    if let Some(folder) = folder {
        for path in document.data.source.paths_mut() {
            *path = paths::read(path, folder);
        }
    }
    if let Some(variants) = variants {
        document.variants = read_variants(variants, folder, &mut warnings);
    }
    settle_ids(&mut document, says_selected, says_next_id, &mut warnings);
    Ok(Opened {
        document,
        warnings: warnings.into_list(),
        version: None,
    })
}

/// At least one variant; their ids may still be the same.
fn read_variants(json: Value, folder: Option<&Path>, warnings: &mut Warnings) -> Vec<Variant> {
    let Value::Array(list) = json else {
        warnings.add("variants", "not a list; one default variant is used");
        return vec![Variant::default()];
    };
    let mut variants = Vec::new();
    for (index, json) in list.into_iter().enumerate() {
        let key = format!("variants[{index}]");
        match json {
            Value::Object(tree) => variants.push(read_variant(tree, &key, folder, warnings)),
            _ => warnings.add(&key, "not an object; it is left out"),
        }
    }
    if variants.is_empty() {
        warnings.add("variants", "there is none; one default variant is used");
        variants.push(Variant::default());
    }
    variants
}

fn read_variant(
    mut tree: Map<String, Value>,
    key: &str,
    folder: Option<&Path>,
    warnings: &mut Warnings,
) -> Variant {
    let start = tree.shift_remove("start").filter(|json| !json.is_null());
    let trained = tree.shift_remove("trained").filter(|json| !json.is_null());
    let Fitted { value, unknown } = fit(Value::Object(tree), key, validate::variant, warnings);
    let mut variant: Variant = value;
    variant.extra = into_map(unknown);
    if let Some(json) = start {
        match read_start(json, folder) {
            Ok(Fitted { value, unknown }) => {
                variant.start = Some(Arc::new(value));
                if let Some(unknown) = unknown {
                    variant.extra.insert("start".into(), unknown);
                }
            }
            Err(problem) => {
                let key = format!("{key}.start");
                warnings.add(&key, format!("{problem}; fresh weights take its place"));
            }
        }
    }
    if let Some(json) = trained {
        let key = format!("{key}.trained");
        match read_trained(json, &key, &variant.settings, folder, warnings) {
            Ok(Fitted { value, unknown }) => {
                variant.trained = Some(value);
                if let Some(unknown) = unknown {
                    variant.extra.insert("trained".into(), unknown);
                }
            }
            Err((key, problem)) => {
                warnings.add(&key, format!("{problem}; the variant opens untrained"));
            }
        }
    }
    variant
}

/// Makes ids unique, the selected one real and the next one new.
fn settle_ids(
    document: &mut Document,
    says_selected: bool,
    says_next_id: bool,
    warnings: &mut Warnings,
) {
    let ids = document.variants.iter().map(|variant| variant.id.0);
    let mut free = ids.max().unwrap_or(0).saturating_add(1);
    let mut seen = BTreeSet::new();
    for (index, variant) in document.variants.iter_mut().enumerate() {
        if !seen.insert(variant.id) {
            let key = format!("variants[{index}].id");
            let taken = variant.id.0;
            warnings.add(&key, format!("{taken} is taken; {free} is used"));
            variant.id = VariantId(free);
            seen.insert(variant.id);
            free = free.saturating_add(1);
        }
    }
    if !seen.contains(&document.selected) {
        if says_selected {
            let problem = format!("no variant {}; the first is selected", document.selected.0);
            warnings.add("selected", problem);
        }
        document.selected = document.variants[0].id;
    }
    if document.next_id < free {
        if says_next_id {
            let problem = format!("{} is not new; {free} is used", document.next_id);
            warnings.add("next_id", problem);
        }
        document.next_id = free;
    }
}

fn into_map(unknown: Option<Value>) -> Map<String, Value> {
    match unknown {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}
