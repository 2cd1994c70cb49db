//! The history of a run in a file of its own, so that a save writes only those that have grown.

use std::path::Path;

use serde::Serialize;

use super::content_file::{ContentFile, JSON, is_named, read_checked};
use super::record::{DivergenceEntry, EpochRow, StepRow};
use crate::training::History;

/// The folder of these files, beside the project file.
pub const HISTORY_FOLDER: &str = "history";

/// The file for `history`, a row a line; none where nothing has happened yet.
///
/// # Errors
/// One clause when it cannot be written as JSON.
pub fn encode(history: &History) -> Result<Option<ContentFile>, String> {
    if *history == History::default() {
        return Ok(None);
    }
    let mut text = b"{\"epochs\": [".to_vec();
    put_rows(&mut text, history.epochs.iter().cloned().map(EpochRow))?;
    text.extend_from_slice(b"], \"steps\": [");
    put_rows(&mut text, history.steps.iter().copied().map(StepRow))?;
    text.extend_from_slice(b"]");
    if let Some(diverged) = history.diverged.clone() {
        text.extend_from_slice(b", \"diverged\": ");
        put(&mut text, &DivergenceEntry::from(diverged))?;
    }
    text.extend_from_slice(b"}\n");
    Ok(Some(ContentFile::new(text, JSON)))
}

fn put_rows(text: &mut Vec<u8>, rows: impl Iterator<Item = impl Serialize>) -> Result<(), String> {
    for (index, row) in rows.enumerate() {
        text.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        put(text, &row)?;
    }
    Ok(())
}

fn put(text: &mut Vec<u8>, value: &impl Serialize) -> Result<(), String> {
    serde_json::to_writer(text, value).map_err(|error| error.to_string())
}

/// How the project file names a file of the name `name`.
pub fn reference(name: &str) -> String {
    format!("{HISTORY_FOLDER}/{name}")
}

/// The text of the file that `reference` names in the project `folder`.
///
/// # Errors
/// One clause when the reference is of another form, or the file is missing, changed, or no text.
pub fn load(folder: Option<&Path>, reference: &str) -> Result<String, String> {
    let name = reference.strip_prefix(HISTORY_FOLDER);
    let name = name.and_then(|name| name.strip_prefix('/'));
    let name = name
        .filter(|name| is_named(name, JSON))
        .ok_or_else(|| format!("{reference:?} is not the name of a history"))?;
    let folder = folder.ok_or("shipped projects have no history")?;
    let bytes = read_checked(&folder.join(HISTORY_FOLDER).join(name));
    let bytes = bytes.map_err(|why| why.of(reference))?;
    String::from_utf8(bytes).map_err(|_| format!("{reference} is no text"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::StepRecord;

    #[test]
    fn a_row_is_a_line_with_numbers_as_they_are() {
        assert!(encode(&History::default()).unwrap().is_none());
        let step = StepRecord {
            step: 3,
            seconds: 0.5,
            loss: 0.001,
            ..StepRecord::default()
        };
        let history = History {
            steps: vec![step],
            ..History::default()
        };
        let file = encode(&history).unwrap().unwrap();
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        assert!(
            text.starts_with(
                "{\"epochs\": [], \"steps\": [\n{\"step\":3,\"seconds\":0.5,\"loss\":0.001"
            ),
            "{text}"
        );
        let folder = tempfile::tempdir().unwrap();
        let reference = reference(&file.name);
        let missing = load(Some(folder.path()), &reference).unwrap_err();
        assert!(missing.starts_with(&format!("cannot read {reference}, ")));
        std::fs::create_dir(folder.path().join(HISTORY_FOLDER)).unwrap();
        std::fs::write(folder.path().join(&reference), &file.bytes).unwrap();
        assert_eq!(load(Some(folder.path()), &reference).unwrap(), text);
        for wrong in ["../history", "history/project.json", ""] {
            assert!(load(Some(folder.path()), wrong).is_err());
        }
    }
}
