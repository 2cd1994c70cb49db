//! Migrates project files of older formats.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::absolute;
use super::text::text_of;

/// One step of [`migrate`]: changes the tree of a file of one format to what the next format says.
type Step = fn(&mut Map<String, Value>);

/// What makes each format into the next, the step from 1 to 2 first. A format that older versions would misread gets
/// a new number and so a step here; keys that are merely new do not.
const STEPS: &[Step] = &[from_1, from_2];

/// The number this version writes.
pub const FORMAT: u64 = STEPS.len() as u64 + 1;

/// The tree of a project file (all but its variants), brought to [`FORMAT`] step by step.
///
/// # Errors
/// One clause when it is not a project file or of a format that this version does not know.
pub fn migrate(mut tree: Map<String, Value>) -> Result<Map<String, Value>, String> {
    match tree.get("format").and_then(Value::as_u64) {
        Some(format @ 1..=FORMAT) => {
            let steps = (1..).zip(STEPS).skip_while(|(from, _)| *from < format);
            for (from, step) in steps {
                step(&mut tree);
                tree.insert("format".into(), (from + 1).into());
            }
            Ok(tree)
        }
        Some(newer) if newer > FORMAT => Err(format!(
            "the project is of format {newer} and this version reads up to {FORMAT}, \
             a newer version of Hourglass can open it"
        )),
        _ => Err("this is no project file, it has no valid format number".into()),
    }
}

/// The format that the text of a project file says it has; `None` when it is no project file.
pub fn format_of(bytes: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Mark {
        format: u64,
    }
    // Else a list would be read as an object without names.
    let text = text_of(bytes).ok()?;
    let is_object = text.trim_start().starts_with('{');
    let mark: Mark = serde_json::from_str(&text).ok().filter(|_| is_object)?;
    Some(mark.format)
}

/// From 1 to 2.
fn from_1(tree: &mut Map<String, Value>) {
    paths_from_the_project(tree);
    hold_out_as_before(tree);
}

/// From 2 to 3: histories have files of their own, and are read where they are.
fn from_2(_: &mut Map<String, Value>) {}

/// Without test images, every sixth image of the file was one; now a sixth is drawn.
fn hold_out_as_before(tree: &mut Map<String, Value>) {
    let Some(Value::Object(data)) = tree.get_mut("data") else {
        return;
    };
    let source = data.get("source");
    let is = |key: &str| source.and_then(|source| source.get(key));
    let held_out = is("test_images").is_none_or(Value::is_null);
    if is("kind").and_then(Value::as_str) == Some("idx") && held_out {
        data.insert("hold_out".into(), "every_sixth".into());
    }
}

/// A relative path meant a file below the working directory, now it means one below the project's folder.
fn paths_from_the_project(tree: &mut Map<String, Value>) {
    let source = tree.get_mut("data").and_then(|data| data.get_mut("source"));
    let Some(source) = source else { return };
    if source.get("kind").and_then(Value::as_str) != Some("idx") {
        return;
    }
    for key in ["images", "labels", "test_images", "test_labels"] {
        let Some(Value::String(path)) = source.get_mut(key) else {
            continue;
        };
        if let Some(whole) = absolute(Path::new(path)).to_str() {
            *path = whole.to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn migrate(file: Value) -> Result<Map<String, Value>, String> {
        super::migrate(file.as_object().cloned().unwrap_or_default())
    }

    #[test]
    fn images_without_a_test_part_go_on_with_every_sixth() {
        let data = |test: Value| {
            let source = json!({"kind": "idx", "images": "/a", "test_images": test});
            let tree = migrate(json!({"format": 1, "data": {"source": source}})).unwrap();
            tree["data"].get("hold_out").cloned()
        };
        assert_eq!(data(Value::Null), Some(json!("every_sixth")));
        assert_eq!(data(json!("/b")), None);
        let built_in = json!({"format": 1, "data": {"source": {"kind": "built_in"}}});
        assert_eq!(migrate(built_in).unwrap()["data"].get("hold_out"), None);
    }

    #[test]
    fn this_format_is_left_as_it_is() {
        assert_eq!(FORMAT, 3);
        let source = json!({"kind": "idx", "images": "images.gz"});
        let file = json!({"format": 3, "name": "a", "data": {"source": source}});
        let tree = migrate(file.clone()).unwrap();
        assert_eq!(Value::Object(tree), file);
    }

    #[test]
    fn paths_of_format_1_keep_their_meaning() {
        let here = std::env::current_dir().unwrap();
        let below = here.join("sets").join("a.gz");
        let whole = std::path::absolute("/b").unwrap();
        let file = json!({"format": 1, "name": "a", "data": {"validation": 3, "source": {
            "kind": "idx", "images": "sets/a.gz", "labels": whole.to_str(), "test_images": "",
            "test_labels": null, "mine": "c"}}});
        let tree = migrate(file).unwrap();
        let expected = json!({"format": 3, "name": "a", "data": {"validation": 3, "source": {
            "kind": "idx", "images": below.to_str(), "labels": whole.to_str(), "test_images": "",
            "test_labels": null, "mine": "c"}}});
        assert_eq!(Value::Object(tree), expected);
        for data in [
            json!(3),
            json!({"source": []}),
            json!({"source": {"kind": "built_in", "images": "a"}}),
            json!({"source": {"kind": "idx", "images": 5, "test_images": "/b"}}),
        ] {
            let tree = migrate(json!({"format": 1, "data": data})).unwrap();
            assert_eq!(Value::Object(tree), json!({"format": 3, "data": data}));
        }
    }

    #[test]
    fn other_files_are_refused_with_a_reason() {
        let newer = migrate(json!({"format": 4})).unwrap_err();
        assert!(
            newer.contains("format 4") && newer.contains("newer version"),
            "{newer}"
        );
        for foreign in [
            json!([]),
            json!({}),
            json!({"format": 0}),
            json!({"format": "1"}),
            json!({"format": 1.5}),
            json!({"format": -1}),
        ] {
            let problem = migrate(foreign).unwrap_err();
            assert!(problem.starts_with("this is no project file"), "{problem}");
        }
    }

    #[test]
    fn the_format_is_read_from_the_text() {
        assert_eq!(format_of(br#"{"name": "a", "format": 1}"#), Some(1));
        assert_eq!(format_of(br#"{"format": 7}"#), Some(7));
        for foreign in ["", "[1]", "{}", r#"{"format": "1"}"#, r#"{"format": 1"#] {
            assert_eq!(format_of(foreign.as_bytes()), None, "{foreign}");
        }
    }
}
