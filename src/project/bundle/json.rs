//! Values as JSON trees.

use serde::Serialize;
use serde_json::Value;

/// By way of text: straight to a tree, 0.001 as an `f32` would become 0.0010000000474974513.
pub fn to_json(value: &impl Serialize) -> Result<Value, String> {
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}
