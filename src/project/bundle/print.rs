//! Prints JSON for people and version control: two blanks an indent, keys in their order, small things on one line, a
//! newline at the end.

use serde_json::Value;

/// Containers that hold no others stand on one line up to this many columns.
const COLUMNS: usize = 100;

/// The text of `value`.
pub fn print(value: &Value) -> String {
    let mut text = String::new();
    print_at(value, 0, &mut text);
    text.push('\n');
    text
}

fn print_at(value: &Value, indent: usize, text: &mut String) {
    if let Some(line) = on_one_line(value)
        && line.len() + 2 * indent <= COLUMNS
    {
        text.push_str(&line);
        return;
    }
    match value {
        Value::Array(items) => print_lines('[', ']', items, indent, text, |item, text| {
            print_at(item, indent + 1, text);
        }),
        Value::Object(map) => print_lines('{', '}', map, indent, text, |(key, item), text| {
            text.push_str(&scalar(&Value::String(key.clone())));
            text.push_str(": ");
            print_at(item, indent + 1, text);
        }),
        _ => text.push_str(&scalar(value)),
    }
}

fn print_lines<I: IntoIterator>(
    open: char,
    close: char,
    items: I,
    indent: usize,
    text: &mut String,
    mut print_item: impl FnMut(I::Item, &mut String),
) {
    text.push(open);
    for (index, item) in items.into_iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(indent + 1));
        print_item(item, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(indent));
    text.push(close);
}

/// `{ "width": 512, "activation": "relu" }`; `None` when there are containers inside.
fn on_one_line(value: &Value) -> Option<String> {
    let is_container = |value: &Value| value.is_array() || value.is_object();
    match value {
        Value::Array(items) if items.is_empty() => Some("[]".into()),
        Value::Object(map) if map.is_empty() => Some("{}".into()),
        Value::Array(items) if !items.iter().any(is_container) => {
            let items: Vec<_> = items.iter().map(scalar).collect();
            Some(format!("[{}]", items.join(", ")))
        }
        Value::Object(map) if !map.values().any(is_container) => {
            let entry = |(key, item): (&String, &Value)| {
                format!("{}: {}", scalar(&Value::String(key.clone())), scalar(item))
            };
            let entries: Vec<_> = map.iter().map(entry).collect();
            Some(format!("{{ {} }}", entries.join(", ")))
        }
        _ => None,
    }
}

fn scalar(value: &Value) -> String {
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn small_things_stand_on_one_line() {
        let value = json!({
            "name": "a \"b\"\n",
            "layers": [{"width": 2, "dropout": 0.5}, {"width": 4, "dropout": 0.0}],
            "none": [], "nothing": {}, "some": [1, null, true],
        });
        let expected = r#"{
  "name": "a \"b\"\n",
  "layers": [
    { "width": 2, "dropout": 0.5 },
    { "width": 4, "dropout": 0.0 }
  ],
  "none": [],
  "nothing": {},
  "some": [1, null, true]
}
"#;
        assert_eq!(print(&value), expected);
    }

    #[test]
    fn long_lines_are_broken_and_read_back() {
        let value = json!({"a": {"b": (0..60).collect::<Vec<_>>()}, "c": "x".repeat(200)});
        let text = print(&value);
        assert!(text.contains("      0,\n      1,\n"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
