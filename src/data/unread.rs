//! What a project says of its data where that makes no sense.

use serde_json::Value;

/// A source as it stands in a project file, something of which is wrong: no other takes its place, and it is written as
/// it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Unread {
    json: Value,
    key: String,
}

impl Unread {
    /// `json`, of which what stands at `key` is wrong.
    pub fn new(json: Value, key: String) -> Self {
        Self { json, key }
    }

    /// All of it.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The first that is wrong.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether it seems to mean a table.
    pub(super) fn is_table(&self) -> bool {
        self.json.get("path").is_some()
    }
}
