//! What the types of settings say of their fields: the JSON schema that `schemars` derives, with every reference
//! followed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::node::{field, fields, followed, has_type, is_number, kinds, may_be_null, own_fields};
use super::{Field, Range};

/// The description of a type and of everything inside.
#[derive(Debug)]
pub struct Schema {
    json: Value,
    /// The same with every reference followed.
    top: Value,
}

/// A field with its key, and the kinds that have it; none where there are no kinds.
pub(super) struct Described<'a> {
    pub key: String,
    pub kinds: Vec<&'a str>,
    pub node: &'a Value,
}

impl Schema {
    /// Of the type `T`.
    pub fn of<T: JsonSchema>() -> Self {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let mut json = generator.into_root_schema_for::<T>().to_value();
        shorten(&mut json);
        Self {
            top: followed(&json, &json),
            json,
        }
    }

    /// The schema as it is given to editors.
    pub fn as_json(&self) -> &Value {
        &self.json
    }

    /// The field at `place`; where kinds differ, as `tree` has them.
    pub fn field(&self, place: &str, tree: &Value) -> Option<Field> {
        self.node(place, tree).map(Field::of)
    }

    /// The schema of what stands at `place`; the whole for an empty one.
    pub(super) fn node(&self, place: &str, tree: &Value) -> Option<&Value> {
        let (mut node, mut tree) = (&self.top, tree);
        for step in steps(place) {
            (node, tree) = match step.parse::<usize>() {
                Ok(index) => (node.get("items")?, &tree[index]),
                Err(_) => (field(node, tree, step)?, &tree[step]),
            };
        }
        Some(node)
    }

    /// The names of the fields of what stands at `place` of `tree`.
    pub fn keys_at(&self, place: &str, tree: &Value) -> Vec<String> {
        let Some(node) = self.node(place, tree) else {
            return Vec::new();
        };
        let inside = steps(place).fold(tree, |tree, step| &tree[step]);
        let kind = inside.get("kind").and_then(Value::as_str);
        fields(node, kind).map(|(key, _)| key.clone()).collect()
    }

    /// Every key there is, of all kinds; `name[]` is each element of a list.
    pub fn keys(&self) -> Vec<String> {
        let all = self.every_field().into_iter();
        all.map(|described| described.key).collect()
    }

    /// The fields by their keys; of kinds that have fields of the same name the first.
    pub fn fields_by_key(&self) -> BTreeMap<String, Field> {
        let mut found = BTreeMap::new();
        for Described { key, node, .. } in self.every_field() {
            found.entry(key).or_insert_with(|| Field::of(node));
        }
        found
    }

    /// Every field there is. A name that means something else in another kind is there once for each.
    pub(super) fn every_field(&self) -> Vec<Described<'_>> {
        let mut found = Vec::new();
        collect(&self.top, "", &mut found);
        found
    }

    /// The smallest object of each choice inside that has this kind; two choices may use the same word.
    pub fn examples(&self, kind: &str) -> Vec<Value> {
        let types = self.json.get("$defs").and_then(Value::as_object);
        let types = types.into_iter().flat_map(Map::values);
        let of_kind = |node| kinds(node).find(|(name, _)| *name == kind);
        types
            .filter_map(of_kind)
            .map(|(_, branch)| example(&followed(&self.json, branch)))
            .collect()
    }

    /// Whether every number of `tree` lies in its range.
    ///
    /// # Errors
    /// The first that does not.
    pub fn check(&self, tree: &Value) -> Result<(), OutOfRange> {
        check(&self.top, tree, &mut String::new())
    }
}

/// Adds every field of `node`, which stands at `at`, each followed by those inside.
fn collect<'a>(node: &'a Value, at: &str, found: &mut Vec<Described<'a>>) {
    let own = own_fields(node).map(|(name, field)| (name, Vec::new(), field));
    let mut all: Vec<(&String, Vec<&str>, &Value)> = own.collect();
    for (kind, branch) in kinds(node) {
        for (name, field) in own_fields(branch) {
            match all
                .iter_mut()
                .find(|(known, _, other)| *known == name && *other == field)
            {
                Some((_, kinds, _)) => kinds.push(kind),
                None => all.push((name, vec![kind], field)),
            }
        }
    }
    for (name, kinds, node) in all {
        let key = below(at, name);
        found.push(Described {
            key: key.clone(),
            kinds,
            node,
        });
        collect(node, &key, found);
        if let Some(items) = node.get("items") {
            collect(items, &format!("{key}[]"), found);
        }
        if let Some(entries @ Value::Object(_)) = node.get("additionalProperties") {
            collect(entries, &format!("{key}.NAME"), found);
        }
    }
}

fn below(at: &str, name: &str) -> String {
    match at {
        "" => name.to_owned(),
        _ => format!("{at}.{name}"),
    }
}

/// An object with the fields that one of `branch` must have.
fn example(branch: &Value) -> Value {
    let required = branch.get("required").and_then(Value::as_array);
    let required = required.into_iter().flatten().filter_map(Value::as_str);
    let example = required.map(|name| {
        let field = &branch["properties"][name];
        let value = match field.get("const") {
            Some(only) => only.clone(),
            None if has_type(field, "string") => "".into(),
            None if has_type(field, "array") => Value::Array(Vec::new()),
            None => 0.into(),
        };
        (name.to_owned(), value)
    });
    Value::Object(example.collect())
}

/// Whether the numbers of `tree` lie in the ranges that `node` names; `at` is where it stands.
fn check(node: &Value, tree: &Value, at: &mut String) -> Result<(), OutOfRange> {
    let dot = if at.is_empty() { "" } else { "." };
    let mut inside = |node: &Value, tree: &Value, step: &str| {
        let length = at.len();
        at.push_str(step);
        let checked = check(node, tree, at);
        at.truncate(length);
        checked
    };
    match tree {
        Value::Object(map) => {
            map.iter()
                .try_for_each(|(key, value)| match field(node, tree, key) {
                    Some(field) => inside(field, value, &format!("{dot}{key}")),
                    None => Ok(()),
                })
        }
        Value::Array(items) => {
            let each = &node["items"];
            let mut items = items.iter().enumerate();
            items.try_for_each(|(index, item)| inside(each, item, &format!("[{index}]")))
        }
        // What JSON has no number for is written as null.
        Value::Null if is_number(node) && !may_be_null(node) => {
            Err(OutOfRange::new(node, "infinite or no number", at))
        }
        Value::Number(number) if is_number(node) => {
            match number.as_f64().is_none_or(|n| Range::of(node).contains(n)) {
                true => Ok(()),
                false => Err(OutOfRange::new(node, &shortest(number), at)),
            }
        }
        _ => Ok(()),
    }
}

/// A number that a setting cannot have.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{name} must be {}, not {value}", range.words())]
pub struct OutOfRange {
    name: String,
    range: Range,
    value: String,
    /// Where it stands.
    pub place: String,
}

impl OutOfRange {
    fn new(node: &Value, value: &str, place: &str) -> Self {
        Self {
            name: Field::of(node).name().to_owned(),
            range: Range::of(node),
            value: value.to_owned(),
            place: place.to_owned(),
        }
    }
}

/// As a person typed it: single precision is not shown in double.
fn shortest(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => (float as f32).to_string(),
        _ => number.to_string(),
    }
}

/// Writes numbers of single precision as short as they were typed.
fn shorten(tree: &mut Value) {
    match tree {
        Value::Object(map) => map.values_mut().for_each(shorten),
        Value::Array(items) => items.iter_mut().for_each(shorten),
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().unwrap_or_default() as f32;
            if let Ok(short) = float.to_string().parse::<f64>() {
                *tree = short.into();
            }
        }
        _ => {}
    }
}

/// The parts of a place: `a.b[1]` is a, b, 1.
pub(super) fn steps(place: &str) -> impl Iterator<Item = &str> {
    let parts = place.split(['.', '[']).filter(|part| !part.is_empty());
    parts.map(|part| part.trim_end_matches(']'))
}
