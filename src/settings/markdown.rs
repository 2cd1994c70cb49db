//! Tables of settings in Markdown, as the description of the project file has them.

use serde_json::Value;

use super::{Field, Schema};

/// A table with a line for each key of `schema`: key, meaning, default.
pub fn table(schema: &Schema) -> String {
    let mut lines = vec![
        "| key | meaning | default |".to_owned(),
        "|---|---|---|".into(),
    ];
    for (key, kinds, node) in schema.every_field() {
        let field = Field::of(&node);
        let of = match &kinds[..] {
            [] => String::new(),
            kinds => format!("of `{}`: ", kinds.join("`, `")),
        };
        let (meaning, default) = (meaning(&field), default(&field));
        lines.push(format!("| `{key}` | {of}{meaning} | {default} |"));
    }
    lines.join("\n")
}

fn default(field: &Field) -> String {
    match &field.default {
        None => String::new(),
        Some(Value::Object(map)) => match map.get("kind") {
            Some(kind) => format!("`{kind}`"),
            None => String::new(),
        },
        Some(Value::Array(items)) if items.iter().any(Value::is_object) => {
            let widths = items.iter().filter_map(|item| item.get("width"));
            let widths: Vec<String> = widths.map(ToString::to_string).collect();
            widths.join(", ")
        }
        Some(other) => format!("`{other}`"),
    }
}

fn meaning(field: &Field) -> String {
    let mut text = field.sentence.clone();
    if !field.unit.is_empty() {
        text += &format!(" (in {})", field.unit);
    }
    if !field.details.is_empty() {
        text += &format!(". {}", field.details.trim_end_matches('.'));
    }
    let told: Vec<String> = field
        .values
        .iter()
        .map(|(value, about)| match about.trim_end_matches('.') {
            "" => format!("`{value}`"),
            about => format!("`{value}` ({about})"),
        })
        .collect();
    let words = field.range.words();
    if !told.is_empty() {
        text += &format!(": {}", told.join(", "));
    } else if field.range.low.is_some() || field.range.high.is_some() {
        text += &format!(", {words}");
    }
    text.replace('|', "\\|")
}
