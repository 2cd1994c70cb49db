//! One setting by its key, as somebody typed it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::nearest::{nearest, words};
use super::node::{has_type, kinds, own_fields};
use super::schema::steps;
use super::{Field, Schema};

/// Why a setting cannot have a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    #[error("there is no such setting, {}: {key}", words(nearest))]
    Unknown { key: String, nearest: Vec<String> },
    /// One clause on what is wrong with it.
    #[error("{problem}: {key}")]
    Value { problem: String, key: String },
}

impl SetError {
    /// The same, with the key as a person knows it.
    pub fn at(self, key: String) -> Self {
        match self {
            Self::Unknown { nearest, .. } => Self::Unknown { key, nearest },
            Self::Value { problem, .. } => Self::Value { problem, key },
        }
    }
}

/// `settings` with `text` at `key`: JSON, or text as it is. A list of numbers is one of layers of these widths, which keep
/// their other choices; a text where kinds are is the kind with its defaults.
///
/// # Errors
/// When there is no such setting, or it cannot have the value.
pub fn with<T>(settings: &T, schema: &Schema, key: &str, text: &str) -> Result<T, SetError>
where
    T: Serialize + DeserializeOwned,
{
    let steps: Vec<&str> = steps(key).collect();
    let mut tree = tree_of(settings, key)?;
    let Some(node) = schema.node(key, &tree) else {
        let all = schema.keys();
        return Err(match all.iter().any(|known| known == key) {
            // It is one, but of another kind.
            true => refused("it means nothing beside the other choices", key),
            false => SetError::Unknown {
                key: key.to_owned(),
                nearest: nearest(key, &all),
            },
        });
    };
    put(&mut tree, &steps, node, text).map_err(|problem| refused(problem, key))?;
    read(schema, tree, node, key)
}

/// As [`with`], at a `field` of the entry that a map has for a name, which can hold dots.
///
/// # Errors
/// As [`with`].
pub fn with_entry<T>(
    settings: &T,
    schema: &Schema,
    (map, name, field): (&str, &str, &str),
    text: &str,
) -> Result<T, SetError>
where
    T: Serialize + DeserializeOwned,
{
    let key = format!("{map}.{name}.{field}");
    let mut tree = tree_of(settings, &key)?;
    let entry = schema.node(map, &tree);
    let Some(entry) = entry.and_then(|node| node.get("additionalProperties")) else {
        return Err(refused("it means nothing beside the other choices", &key));
    };
    let Some((_, node)) = own_fields(entry).find(|(known, _)| *known == field) else {
        let known: Vec<String> = own_fields(entry).map(|(known, _)| known.clone()).collect();
        let nearest = nearest(field, &known);
        return Err(SetError::Unknown { key, nearest });
    };
    let mut steps: Vec<&str> = steps(map).collect();
    steps.extend([name, field]);
    put(&mut tree, &steps, node, text).map_err(|problem| refused(problem, &key))?;
    read(schema, tree, node, &key)
}

fn refused(problem: impl Into<String>, key: &str) -> SetError {
    SetError::Value {
        problem: problem.into(),
        key: key.to_owned(),
    }
}

fn tree_of<T: Serialize>(settings: &T, key: &str) -> Result<Value, SetError> {
    serde_json::to_value(settings).map_err(|error| refused(error.to_string(), key))
}

/// Puts what `text` means for `node` where `steps` lead.
fn put(tree: &mut Value, steps: &[&str], node: &Value, text: &str) -> Result<(), String> {
    let place = place(tree, steps)?;
    let as_text = || Value::String(text.to_owned());
    let json = match serde_json::from_str(text) {
        Ok(json @ (Value::String(_) | Value::Null)) => json,
        // A value that reads as JSON can be meant as text: the name of an encoding, a delimiter.
        Ok(json) if !has_type(node, "string") => json,
        _ => as_text(),
    };
    *place = shaped(node, json, place);
    let field = Field::of(node);
    if let Value::String(text) = &*place
        && field.excludes(text)
    {
        return Err(format!("choose one of {}, not {text}", field.choices()));
    }
    Ok(())
}

/// Reads `tree`, of which `node` has been set.
fn read<T: DeserializeOwned>(
    schema: &Schema,
    tree: Value,
    node: &Value,
    key: &str,
) -> Result<T, SetError> {
    // Before it is read: what is out of range may not even be one of the type.
    schema
        .check(&tree)
        .map_err(|wrong| refused(wrong.to_string(), key))?;
    serde_json::from_value(tree).map_err(|error| {
        let field = Field::of(node);
        let wanted = match field.values.is_empty() {
            true => field.range.words(),
            false => format!("one of {}", field.choices()),
        };
        refused(format!("the value must be {wanted}, {error}"), key)
    })
}

/// What stands where `steps` lead; objects that are not there are made.
fn place<'a>(tree: &'a mut Value, steps: &[&str]) -> Result<&'a mut Value, String> {
    let mut place = tree;
    for &step in steps {
        place = match (place, step.parse::<usize>()) {
            (Value::Array(items), Ok(index)) => {
                let count = items.len();
                let item = items.get_mut(index);
                item.ok_or_else(|| format!("the list has {count} elements, the first is 0"))?
            }
            (place @ (Value::Null | Value::Object(_)), Err(_)) => {
                if place.is_null() {
                    *place = Value::Object(Map::new());
                }
                &mut place[step]
            }
            _ => return Err(format!("there is nothing below {step}")),
        };
    }
    Ok(place)
}

/// What somebody means who gives `json` where `before` stood.
fn shaped(node: &Value, json: Value, before: &Value) -> Value {
    match json {
        Value::String(kind) if kinds(node).any(|(name, _)| name == kind) => {
            Value::Object(Map::from_iter([("kind".into(), Value::String(kind))]))
        }
        Value::Array(items) if items.iter().any(Value::is_number) => {
            let Some(Value::String(short)) = node["items"].get("x-short") else {
                return Value::Array(items);
            };
            let old = before.as_array().map_or(&[][..], Vec::as_slice);
            let made = items.into_iter().enumerate().map(|(index, item)| {
                if !item.is_number() {
                    return item;
                }
                let like = old.get(index).or(old.last());
                let mut object = like.and_then(Value::as_object).cloned().unwrap_or_default();
                object.insert(short.clone(), item);
                Value::Object(object)
            });
            Value::Array(made.collect())
        }
        other => other,
    }
}
