//! What one node of a JSON schema says.

use serde_json::Value;

/// Whether values are of the JSON type `name`, perhaps among others.
pub(super) fn has_type(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => false,
    }
}

/// The kinds that a tagged choice comes in, each with its schema.
pub(super) fn kinds(node: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let all = node.get("oneOf").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(|one| {
        let kind = one.pointer("/properties/kind/const")?.as_str()?;
        Some((kind, one))
    })
}
