//! What one node of a JSON schema says, once every reference in it has been followed.

use serde_json::{Map, Value};

/// Says that `null` is a value too, where a node says so by none of its own words any more.
const NULL: &str = "x-null";

/// `node` of the schema `root` with every reference followed and what may be `null` unwrapped, to the last inside; what a
/// place says itself goes before what its type says. Types that hold themselves have no end.
pub(super) fn followed(root: &Value, node: &Value) -> Value {
    let mut found = node.as_object().cloned().unwrap_or_default();
    let mut null = has_type(node, "null");
    loop {
        let inner = if let Some(reference) = found.remove("$ref") {
            let pointer = reference.as_str().unwrap_or_default();
            root.pointer(pointer.trim_start_matches('#')).cloned()
        } else if let Some(Value::Array(any)) = found.remove("anyOf") {
            null |= any.iter().any(|one| has_type(one, "null"));
            any.into_iter().find(|one| !has_type(one, "null"))
        } else {
            break;
        };
        let Some(Value::Object(inner)) = inner else {
            break;
        };
        for (key, value) in inner {
            match (found.get_mut(&key), value) {
                // The kind of a choice stands beside what all values of that kind have.
                (Some(Value::Object(own)), Value::Object(more)) if key == "properties" => {
                    for (name, field) in more {
                        own.entry(name).or_insert(field);
                    }
                }
                (Some(_), _) => {}
                (None, value) => {
                    found.insert(key, value);
                }
            }
        }
    }
    if null {
        found.insert(NULL.into(), Value::Bool(true));
    }
    found.remove("$defs");
    for (key, value) in &mut found {
        let follow = |inner: &mut Value| *inner = followed(root, inner);
        match (key.as_str(), value) {
            ("properties", Value::Object(fields)) => fields.values_mut().for_each(follow),
            ("oneOf", Value::Array(all)) => all.iter_mut().for_each(follow),
            ("items" | "additionalProperties", inner @ Value::Object(_)) => follow(inner),
            _ => {}
        }
    }
    Value::Object(found)
}

/// Whether values are of the JSON type `name`, perhaps among others.
pub(super) fn has_type(node: &Value, name: &str) -> bool {
    match node.get("type") {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => false,
    }
}

pub(super) fn is_number(node: &Value) -> bool {
    has_type(node, "number") || has_type(node, "integer")
}

pub(super) fn may_be_null(node: &Value) -> bool {
    node.get(NULL).is_some()
}

/// The kinds that a tagged choice comes in, each with its schema.
pub(super) fn kinds(node: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let all = node.get("oneOf").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(|one| {
        let kind = one.pointer("/properties/kind/const")?.as_str()?;
        Some((kind, one))
    })
}

/// The fields of `node` itself, without those of its kinds.
pub(super) fn own_fields(node: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let fields = node.get("properties").and_then(Value::as_object);
    let fields = fields.into_iter().flat_map(Map::iter);
    fields.filter(|(name, _)| *name != "kind")
}

/// The fields of `node`; of one that comes in kinds also those of `kind`.
pub(super) fn fields<'a>(
    node: &'a Value,
    kind: Option<&str>,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let branch = kind.and_then(|kind| kinds(node).find(|(name, _)| *name == kind));
    own_fields(node).chain(
        branch
            .into_iter()
            .flat_map(|(_, branch)| own_fields(branch)),
    )
}

/// The field `name` of `node` where it holds `tree`.
pub(super) fn field<'a>(node: &'a Value, tree: &Value, name: &str) -> Option<&'a Value> {
    let kind = tree.get("kind").and_then(Value::as_str);
    fields(node, kind).find_map(|(known, field)| (known == name).then_some(field))
}
