//! Places in a tree of JSON: where two trees differ, and which place lies below which.

use serde_json::Value;

/// Where `before` and `after` differ, as deep as both have the same keys or lists as long: `encoder[1].width`.
pub fn differing(before: &Value, after: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(before, after, String::new(), &mut found);
    found
}

fn collect(before: &Value, after: &Value, at: String, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) if old.keys().eq(new.keys()) => {
            for ((key, old), new) in old.iter().zip(new.values()) {
                let below = match at.is_empty() {
                    true => key.clone(),
                    false => format!("{at}.{key}"),
                };
                collect(old, new, below, found);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                collect(old, new, format!("{at}[{index}]"), found);
            }
        }
        (old, new) if old != new => found.push(at),
        _ => {}
    }
}

/// Whether `place` is `key` or lies below it.
pub fn is_within(place: &str, key: &str) -> bool {
    place
        .strip_prefix(key)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_are_found_as_deep_as_the_trees_are_alike() {
        let before = json!({"a": 1, "b": {"c": [1, 2], "d": null}, "e": {"kind": "x"}});
        let after = json!({"a": 1, "b": {"c": [1, 3], "d": {"f": 1}}, "e": {"kind": "y", "g": 2}});
        assert_eq!(differing(&before, &after), ["b.c[1]", "b.d", "e"]);
        assert_eq!(differing(&before, &before), [""; 0]);
        let shorter = json!({"a": 1, "b": {"c": [1], "d": null}, "e": {"kind": "x"}});
        assert_eq!(differing(&before, &shorter), ["b.c"]);
    }

    #[test]
    fn a_key_is_no_part_of_a_longer_word() {
        assert!(is_within("code.width", "code"));
        assert!(is_within("code", "code"));
        assert!(is_within("encoder[0]", "encoder"));
        assert!(!is_within("coder", "code"));
        assert!(!is_within("code", "code.width"));
    }
}
