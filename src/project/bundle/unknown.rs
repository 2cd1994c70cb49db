//! Keys this version does not know: taken out of what was read, put back into what is written.
//!
//! They are kept as a tree that repeats the known keys on the way to an unknown one and nothing else:
//! `{"training": {"future_key": 5}}`. Lists repeat their length, with `null` where nothing is unknown, and
//! a choice between kinds repeats its `kind`, so that keys of one kind never come back in another.

use serde_json::{Map, Value};

/// What `read` has and `known` has not; `None` when that is nothing.
pub fn unknown(read: &Value, known: &Value) -> Option<Value> {
    match (read, known) {
        (Value::Object(read), Value::Object(known)) => {
            let mut tree = Map::new();
            for (key, value) in read {
                let part = match known.get(key) {
                    Some(known) => unknown(value, known),
                    None => Some(value.clone()),
                };
                if let Some(part) = part {
                    tree.insert(key.clone(), part);
                }
            }
            if tree.is_empty() {
                return None;
            }
            if let Some(kind) = known.get("kind") {
                tree.insert("kind".into(), kind.clone());
            }
            Some(Value::Object(tree))
        }
        (Value::Array(read), Value::Array(known)) if read.len() == known.len() => {
            let parts: Vec<_> = read.iter().zip(known).map(|(r, k)| unknown(r, k)).collect();
            if parts.iter().all(Option::is_none) {
                return None;
            }
            let parts = parts.into_iter().map(Option::unwrap_or_default);
            Some(Value::Array(parts.collect()))
        }
        _ => None,
    }
}

/// The keys in `tree`, which [`unknown`] made beside `known` and stands at `at`, that are not known. Those that begin
/// with `$` are for editors.
pub fn keys(tree: &Map<String, Value>, known: &Value, at: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for (key, value) in tree {
        let dot = if at.is_empty() { "" } else { "." };
        let here = format!("{at}{dot}{key}");
        match known.get(key) {
            Some(known) => keys_below(value, known, &here, &mut keys),
            None if key.starts_with('$') => {}
            None => keys.push(here),
        }
    }
    keys
}

fn keys_below(tree: &Value, known: &Value, at: &str, keys: &mut Vec<String>) {
    match (tree, known) {
        (Value::Object(tree), _) => keys.extend(self::keys(tree, known, at)),
        (Value::Array(tree), Value::Array(known)) => {
            for (index, (tree, known)) in tree.iter().zip(known).enumerate() {
                keys_below(tree, known, &format!("{at}[{index}]"), keys);
            }
        }
        _ => {}
    }
}

/// Puts a tree made by [`unknown`] back. What is known in `written` always wins.
pub fn put_back(written: &mut Value, tree: &Value) {
    match (written, tree) {
        (Value::Object(written), Value::Object(tree)) => put_back_keys(written, tree),
        (Value::Array(written), Value::Array(tree)) if written.len() == tree.len() => {
            for (written, tree) in written.iter_mut().zip(tree) {
                put_back(written, tree);
            }
        }
        _ => {}
    }
}

/// [`put_back`] for the keys of one object.
pub fn put_back_keys(written: &mut Map<String, Value>, tree: &Map<String, Value>) {
    if let Some(kind) = tree.get("kind")
        && written.get("kind").is_some_and(|now| now != kind)
    {
        return;
    }
    for (key, value) in tree {
        match written.get_mut(key) {
            Some(written) => put_back(written, value),
            None => {
                written.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_is_unknown_is_kept() {
        let known = json!({"a": 1, "list": [{"w": 2}, {"w": 4}], "o": {"kind": "x", "p": 1}});
        assert_eq!(unknown(&known, &known), None);
        let read = json!({"a": "wrong", "b": [0], "list": [{"w": 2}, {"w": 4, "new": 1}],
            "o": {"kind": "x", "p": 1, "q": null}});
        assert_eq!(
            unknown(&read, &known),
            Some(json!({"b": [0], "list": [null, {"new": 1}], "o": {"q": null, "kind": "x"}}))
        );
    }

    #[test]
    fn what_is_unknown_has_a_key() {
        let known = json!({"a": 1, "list": [{"w": 2}, {"w": 4}], "o": {"kind": "x"}});
        let read = json!({"$schema": "s", "list": [{"w": 2}, {"w": 4, "new": {"w": 1}}],
            "o": {"kind": "x", "q": null}, "b": [0]});
        let Some(Value::Object(tree)) = unknown(&read, &known) else {
            panic!("something is unknown");
        };
        assert_eq!(keys(&tree, &known, "s"), ["s.list[1].new", "s.o.q", "s.b"]);
        assert_eq!(keys(&tree, &known, "")[2], "b");
    }

    #[test]
    fn it_comes_back_where_it_was() {
        let tree = json!({"b": [0], "list": [null, {"new": 1}], "a": 9});
        let mut written = json!({"a": 1, "list": [{"w": 2}, {"w": 8}]});
        put_back(&mut written, &tree);
        assert_eq!(
            written,
            json!({"a": 1, "list": [{"w": 2}, {"w": 8, "new": 1}], "b": [0]})
        );
    }

    #[test]
    fn it_stays_away_from_a_changed_list_or_kind() {
        let tree =
            json!({"list": [null, {"new": 1}], "o": {"layers": [{"new": 1}], "kind": "own"}});
        let mut written = json!({"list": [{"w": 2}], "o": {"kind": "mirrored"}});
        let before = written.clone();
        put_back(&mut written, &tree);
        assert_eq!(written, before);
    }
}
