//! Tables of settings in Markdown, as the description of the project file has them.

use serde_json::Value;

use super::schema::Described;
use super::{Field, Schema};

/// A table with a line for each key of `schema`: key, meaning, values, default. A key that means something else in
/// another kind has a line for each.
pub fn table(schema: &Schema) -> String {
    let mut lines = vec![
        "| key | meaning | values | default |".to_owned(),
        "|---|---|---|---|".into(),
    ];
    for Described { key, kinds, node } in schema.every_field() {
        let field = Field::of(node);
        let of = match &kinds[..] {
            [] => String::new(),
            kinds => format!("of `{}`: ", kinds.join("`, `")),
        };
        let cells =
            [meaning(&field), values(&field), default(&field)].map(|c| c.replace('|', "\\|"));
        lines.push(format!("| `{key}` | {of}{} |", cells.join(" | ")));
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
    match &*field.details {
        "" => field.sentence.clone(),
        details => format!("{}. {}", field.sentence, details.trim_end_matches('.')),
    }
}

fn values(field: &Field) -> String {
    let all: Vec<String> = field
        .values
        .iter()
        .map(|(value, about)| match about.trim_end_matches('.') {
            "" => format!("`{value}`"),
            about => format!("`{value}`: {about}"),
        })
        .collect();
    if !all.is_empty() {
        let apart = field.values.iter().any(|(_, about)| !about.is_empty());
        return all.join(if apart { "; " } else { ", " });
    }
    let unit = match &*field.unit {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    match (field.range.low, field.range.high) {
        (None, None) => unit.trim_start().to_owned(),
        _ => format!("{}{unit}", field.range.words()),
    }
}
