//! Reads a project file, each part as far as it makes sense.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::checkpoints::read_start;
use super::lock::Lock;
use super::marks::marks;
use super::raw::{self, Entries, MAX_VALUES, too_many, unreadable};
use super::repair::{Fitted, count_nodes, fit};
use super::trained::read_trained;
use super::version::Version;
use super::warnings::Warnings;
use super::{BundleError, Opened, PROJECT_FILE, classifiers, paths, validate};
use crate::data::{Source, Unread};
use crate::project::migrate::migrate;
use crate::project::text::text_of;
use crate::project::{Document, Variant};
use crate::training::VariantId;

/// A project file is text for people; one of this size (bytes) is something else.
const MAX_FILE: u64 = 256 << 20;
/// As is one with more variants.
const MAX_VARIANTS: usize = 10_000;

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

pub(super) fn read_bytes(bytes: &[u8], folder: Option<&Path>) -> Result<Opened, String> {
    let text = text_of(bytes).map_err(unreadable)?;
    let file: &RawValue = serde_json::from_str(&text).map_err(unreadable)?;
    let Some(mut entries) = Entries::of(file)? else {
        return Err("this is no project file, it is not a JSON object".into());
    };
    let variants = entries.take("variants");
    let mut tree = migrate(entries.into_map()?)?;
    // Both are written afresh.
    tree.shift_remove("format");
    tree.shift_remove("program");
    let says_selected = tree.contains_key("selected");
    let says_next_id = tree.contains_key("next_id");

    let classifiers = tree.shift_remove(classifiers::KEY);

    let mut warnings = Warnings::default();
    let source = source_in(&tree).cloned();
    let head = fit::<Document>(Value::Object(tree), "", validate::document, &mut warnings);
    let mut document = head.value;
    document.extra = into_map(head.unknown);
    if let Some(json) = source {
        document.data.source = read_source(json, &mut document.extra, &mut warnings);
    }
    if let Some(folder) = folder {
        for path in document.data.source.paths_mut() {
            *path = paths::read(path, folder);
        }
    }
    let Fitted { value, unknown } = classifiers::read(classifiers, folder, &mut warnings);
    document.classifiers = value;
    if let Some(unknown) = unknown {
        document.extra.insert(classifiers::KEY.into(), unknown);
    }
    let mut unknown: usize = document.extra.values().map(count_nodes).sum();
    let mut places = Vec::new();
    if let Some(raw) = variants {
        (places, document.variants) = read_variants(raw, folder, &mut unknown, &mut warnings)?;
    }
    settle_ids(&mut document, says_selected, says_next_id, &mut warnings);
    let warnings = warnings.into_list();
    document.misread = marks(&document, &places, &warnings);
    Ok(Opened {
        document,
        warnings,
        version: None,
    })
}

/// The source, whole or not at all. `extra` is what the document has that is not known.
fn read_source(json: Value, extra: &mut Map<String, Value>, warnings: &mut Warnings) -> Source {
    let problem = match Source::deserialize(&json) {
        Ok(source) => return source,
        Err(problem) => problem,
    };
    let key = match warnings.wrong_source() {
        Some(key) => key.to_owned(),
        // What is missing, and would make it another source.
        None => {
            warnings.add("data.source", problem, "");
            "data.source".to_owned()
        }
    };
    // Not even what it has that is not known comes back in another.
    if let Some(Value::Object(data)) = extra.get_mut("data") {
        data.shift_remove("source");
    }
    Source::Unread(Unread::new(json, key))
}

/// Where the tree of a file says what the data are.
fn source_in(tree: &Map<String, Value>) -> Option<&Value> {
    match tree.get("data")? {
        Value::Object(data) => data.get("source"),
        other => Some(other),
    }
}

/// At least one variant, each with its place in the file; their ids may still be the same. `unknown` counts the values that this version does not know.
fn read_variants(
    raw: &RawValue,
    folder: Option<&Path>,
    unknown: &mut usize,
    warnings: &mut Warnings,
) -> Result<(Vec<usize>, Vec<Variant>), String> {
    let (mut places, mut variants) = (Vec::new(), Vec::new());
    let is_list = raw::each(raw, |index, value| {
        let key = format!("variants[{index}]");
        let at = |problem: String| format!("{problem}: {key}");
        if index == MAX_VARIANTS {
            return Err(at(format!("there are more than {MAX_VARIANTS} variants")));
        }
        let Some(entries) = Entries::of(value).map_err(at)? else {
            let written = raw::tree(value).ok();
            warnings.left_out(&key, "not an object", written.as_ref());
            return Ok(());
        };
        let variant = read_variant(entries, &key, folder, warnings).map_err(at)?;
        *unknown += variant.extra.values().map(count_nodes).sum::<usize>();
        if *unknown > MAX_VALUES {
            return Err(at(too_many()));
        }
        places.push(index);
        variants.push(variant);
        Ok(())
    })?;
    if variants.is_empty() {
        let problem = if is_list {
            "there is none"
        } else {
            "not a list"
        };
        warnings.add("variants", problem, "one default variant is used");
        variants.push(Variant::unnamed());
    }
    Ok((places, variants))
}

fn read_variant(
    mut entries: Entries,
    key: &str,
    folder: Option<&Path>,
    warnings: &mut Warnings,
) -> Result<Variant, String> {
    let start = entries.take_some("start");
    let trained = entries.take_some("trained");
    let tree = Value::Object(entries.into_map()?);
    let Fitted { value, unknown } = fit(tree, key, validate::variant, warnings);
    let mut variant: Variant = value;
    variant.extra = into_map(unknown);
    if let Some(raw) = start {
        match raw::tree(raw).and_then(|json| read_start(json, folder)) {
            Ok(Fitted { value, unknown }) => {
                variant.start = Some(Arc::new(value));
                if let Some(unknown) = unknown {
                    variant.extra.insert("start".into(), unknown);
                }
            }
            Err(problem) => {
                let key = format!("{key}.start");
                warnings.add(&key, problem, "fresh weights take its place");
            }
        }
    }
    if let Some(raw) = trained {
        let key = format!("{key}.trained");
        match read_trained(raw, &key, &variant.settings, folder, warnings) {
            Ok(Fitted { value, unknown }) => {
                variant.trained = Some(value);
                if let Some(unknown) = unknown {
                    variant.extra.insert("trained".into(), unknown);
                }
            }
            Err((key, problem)) => {
                warnings.add(&key, problem, "the variant opens untrained");
            }
        }
    }
    Ok(variant)
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
            let outcome = format!("{free} is used");
            warnings.add(&key, format!("{taken} is taken"), &outcome);
            variant.id = VariantId(free);
            seen.insert(variant.id);
            free = free.saturating_add(1);
        }
    }
    if !seen.contains(&document.selected) {
        if says_selected {
            let problem = format!("no variant {}", document.selected.0);
            warnings.add("selected", problem, "the first is selected");
        }
        document.selected = document.variants[0].id;
    }
    if document.next_id < free {
        if says_next_id {
            let problem = format!("{} is not new", document.next_id);
            warnings.add("next_id", problem, &format!("{free} is used"));
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
