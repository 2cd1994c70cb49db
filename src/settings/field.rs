//! One field of a type of settings.

use serde_json::Value;

use super::Range;
use super::node::kinds;

/// How texts look that one branch of a choice allows.
pub const FORM: &str = "x-form";

/// What a field's type and its place in a type say of it.
#[derive(Debug, Clone, PartialEq, Default)]
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
    /// What it can be, where that is one of a few texts, numbers or kinds, and what each means.
    pub values: Vec<(String, String)>,
    /// Whether it can be any text of a form that is one of `values`, too.
    pub is_open: bool,
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
        Self {
            title: text("title").to_owned(),
            sentence: on_one_line(sentence).trim_end_matches('.').to_owned(),
            details: on_one_line(details),
            unit: text("x-unit").to_owned(),
            range: Range::of(node),
            values: values(node),
            is_open: branches(node).any(|one| one.get(FORM).is_some()),
            default: node.get("default").cloned(),
        }
    }

    /// What a sentence about its value begins with.
    pub(super) fn name(&self) -> &str {
        match &*self.title {
            "" => "The value",
            title => title,
        }
    }

    /// Whether it is a choice between a few, and `value` none of them.
    pub fn excludes(&self, value: &str) -> bool {
        !self.is_open
            && !self.values.is_empty()
            && self.values.iter().all(|(known, _)| known != value)
    }

    /// What it can be, between commas; empty for whatever is no choice between a few.
    pub fn choices(&self) -> String {
        let names = self.values.iter().map(|(value, _)| value.as_str());
        names.collect::<Vec<_>>().join(", ")
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn branches(node: &Value) -> impl Iterator<Item = &Value> {
    let all = node.get("oneOf").and_then(Value::as_array);
    all.into_iter().flatten()
}

/// The texts, numbers or kinds that a choice is between, with their descriptions; empty for whatever is none.
fn values(node: &Value) -> Vec<(String, String)> {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let about = |node: &Value| {
        let text = node.get("description").and_then(Value::as_str);
        on_one_line(text.unwrap_or_default())
    };
    if let Some(Value::Array(all)) = node.get("enum") {
        return all.iter().map(|one| (plain(one), String::new())).collect();
    }
    let kinds: Vec<_> = kinds(node)
        .map(|(kind, branch)| (kind.to_owned(), about(branch)))
        .collect();
    if !kinds.is_empty() {
        return kinds;
    }
    branches(node)
        .flat_map(
            |one| match (one.get("const").or(one.get(FORM)), one.get("enum")) {
                (Some(only), _) => vec![(plain(only), about(one))],
                (None, Some(Value::Array(several))) => several
                    .iter()
                    .map(|one| (plain(one), String::new()))
                    .collect(),
                _ => Vec::new(),
            },
        )
        .collect()
}
