//! Project files of other formats than this program writes.

use serde_json::{Map, Value};

/// The number this version writes. A format that older versions would misread gets the next one, and
/// [`migrate`] a step from this one to it; keys that are merely new do not.
pub const FORMAT: u64 = 1;

/// The tree of a project file, brought to [`FORMAT`].
///
/// # Errors
/// One clause when it is not a project file or of a format that this version does not know.
pub fn migrate(file: Value) -> Result<Map<String, Value>, String> {
    let Value::Object(tree) = file else {
        return Err("this is no project file, it is not a JSON object".into());
    };
    match tree.get("format").and_then(Value::as_u64) {
        Some(FORMAT) => Ok(tree),
        Some(newer) if newer > FORMAT => Err(format!(
            "the project is of format {newer} and this version reads up to {FORMAT}, \
             a newer version of Hourglass can open it"
        )),
        _ => Err("this is no project file, it has no valid format number".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn this_format_is_left_as_it_is() {
        let tree = migrate(json!({"format": 1, "name": "a"})).unwrap();
        assert_eq!(Value::Object(tree), json!({"format": 1, "name": "a"}));
    }

    #[test]
    fn other_files_are_refused_with_a_reason() {
        let newer = migrate(json!({"format": 2})).unwrap_err();
        assert!(
            newer.contains("format 2") && newer.contains("newer version"),
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
}
