//! One field of a type of settings.

use serde_json::Value;

use super::Range;
use super::node::kinds;

/// What a field's type and its place in a type say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its label in the panels; empty where it has none.
    pub title: String,
    /// What it is for, in one sentence without a full stop.
    pub sentence: String,
    /// What else is to be known, with full stops; often empty.
    pub details: String,
    /// What it counts; empty for a bare number.
    pub unit: String,
    pub range: Range,
    /// What it can be, where that is one of a few texts, numbers or kinds.
    pub values: Vec<String>,
    /// What it is unless somebody chooses; `None` where somebody must.
    pub default: Option<Value>,
}

impl Field {
    pub(super) fn of(node: &Value) -> Self {
        let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
        let (sentence, details) = match text("description").split_once("\n\n") {
            Some((sentence, details)) => (sentence, details),
            None => (text("description"), ""),
        };
        let on_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            title: text("title").to_owned(),
            sentence: on_one_line(sentence).trim_end_matches('.').to_owned(),
            details: on_one_line(details),
            unit: text("x-unit").to_owned(),
            range: Range::of(node),
            values: values(node),
            default: node.get("default").cloned(),
        }
    }

    /// What a sentence about its value begins with.
    pub(super) fn name(&self) -> String {
        match self.title.is_empty() {
            true => "The value".into(),
            false => self.title.clone(),
        }
    }
}

/// The texts, numbers or kinds that a choice is between; empty for whatever is none.
fn values(node: &Value) -> Vec<String> {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if let Some(Value::Array(all)) = node.get("enum") {
        return all.iter().map(plain).collect();
    }
    let kinds: Vec<String> = kinds(node).map(|(kind, _)| kind.to_owned()).collect();
    if !kinds.is_empty() {
        return kinds;
    }
    let all = node.get("oneOf").and_then(Value::as_array);
    let all = all.into_iter().flatten();
    all.flat_map(|one| match (one.get("const"), one.get("enum")) {
        (Some(only), _) => vec![plain(only)],
        (None, Some(Value::Array(several))) => several.iter().map(plain).collect(),
        _ => Vec::new(),
    })
    .collect()
}
