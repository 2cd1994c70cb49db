//! What the types of settings say of their fields: the JSON schema that `schemars` derives, with every reference
//! followed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::node::{has_type, kinds};
use super::{Field, Range};

/// The description of a type and of everything inside.
#[derive(Debug)]
pub struct Schema {
    root: Value,
}

impl Schema {
    /// Of the type `T`.
    pub fn of<T: JsonSchema>() -> Self {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let mut root = generator.into_root_schema_for::<T>().to_value();
        shorten(&mut root);
        Self { root }
    }

    /// The schema as it is given to editors.
    pub fn as_json(&self) -> &Value {
        &self.root
    }

    /// The whole, as its type says.
    pub(super) fn top(&self) -> Value {
        self.resolved(&self.root)
    }

    /// `node` with its reference followed and what may be `null` unwrapped; what it says itself goes before what its
    /// type says.
    pub(super) fn resolved(&self, node: &Value) -> Value {
        let mut found = node.as_object().cloned().unwrap_or_default();
        let mut null = has_type(node, "null");
        loop {
            let inner = if let Some(reference) = found.remove("$ref") {
                let pointer = reference.as_str().unwrap_or_default();
                self.root.pointer(pointer.trim_start_matches('#')).cloned()
            } else if let Some(Value::Array(any)) = found.remove("anyOf") {
                null |= any.iter().any(|one| has_type(one, "null"));
                any.into_iter().find(|one| !has_type(one, "null"))
            } else {
                break;
            };
            let Some(Value::Object(inner)) = inner else {
                break;
            };
            for (key, value) in inner {
                found.entry(key).or_insert(value);
            }
        }
        if null {
            found.insert("x-null".into(), Value::Bool(true));
        }
        Value::Object(found)
    }

    /// The fields of a resolved `node`; of one that comes in kinds those of `kind`.
    pub(super) fn fields(&self, node: &Value, kind: Option<&str>) -> Map<String, Value> {
        let mut fields = own_fields(node);
        if let Some(kind) = kind
            && let Some(branch) = kinds(node).find(|(name, _)| *name == kind)
        {
            fields.extend(own_fields(branch.1));
            fields.shift_remove("kind");
        }
        fields
    }

    /// The field at `place`; where kinds differ, as `tree` has them.
    pub fn field(&self, place: &str, tree: &Value) -> Option<Field> {
        let node = self.node(place, tree)?;
        Some(Field::of(&node))
    }

    /// The resolved schema of what stands at `place`.
    pub(super) fn node(&self, place: &str, tree: &Value) -> Option<Value> {
        let (mut node, mut tree) = (self.top(), tree);
        for step in steps(place) {
            let next = match step.parse::<usize>() {
                Ok(index) => {
                    tree = tree.get(index).unwrap_or(&Value::Null);
                    node.get("items").cloned()
                }
                Err(_) => {
                    let kind = tree.get("kind").and_then(Value::as_str);
                    let found = self.fields(&node, kind).shift_remove(step);
                    tree = tree.get(step).unwrap_or(&Value::Null);
                    found
                }
            };
            node = self.resolved(&next?);
        }
        Some(node)
    }

    /// The names of the fields of what stands at `place` of `tree`.
    pub fn keys_at(&self, place: &str, tree: &Value) -> Vec<String> {
        let node = match place {
            "" => Some(self.top()),
            _ => self.node(place, tree),
        };
        let kind = tree.get(place).and_then(|tree| tree.get("kind"));
        let fields = node.map(|node| self.fields(&node, kind.and_then(Value::as_str)));
        fields
            .unwrap_or_default()
            .into_iter()
            .map(|(key, _)| key)
            .collect()
    }

    /// Every key there is, of all kinds; `name[]` is each element of a list.
    pub fn keys(&self) -> Vec<String> {
        let all = self.every_field().into_iter();
        all.map(|(key, ..)| key).collect()
    }

    /// The fields by their keys; of kinds that have fields of the same name the first.
    pub fn fields_by_key(&self) -> BTreeMap<String, Field> {
        let mut found = BTreeMap::new();
        for (key, _, node) in self.every_field() {
            found.entry(key).or_insert_with(|| Field::of(&node));
        }
        found
    }

    /// Every field with its key, the kinds that have it (none where there are no kinds), and its schema.
    pub(super) fn every_field(&self) -> Vec<(String, Vec<String>, Value)> {
        let mut found = Vec::new();
        self.collect(&self.top(), "", &mut found);
        found
    }

    fn collect(&self, node: &Value, at: &str, found: &mut Vec<(String, Vec<String>, Value)>) {
        let mut fields: Vec<(String, Vec<String>, Value)> = own_fields(node)
            .into_iter()
            .map(|(name, field)| (name, Vec::new(), field))
            .collect();
        for (kind, _) in kinds(node) {
            for (name, field) in self.fields(node, Some(kind)) {
                let same = |(known, _, other): &&mut (String, Vec<String>, Value)| {
                    *known == name && *other == field
                };
                match fields.iter_mut().find(same) {
                    Some((_, kinds, _)) => kinds.push(kind.to_owned()),
                    None => fields.push((name, vec![kind.to_owned()], field)),
                }
            }
        }
        for (name, kinds, field) in fields {
            let key = match at.is_empty() {
                true => name,
                false => format!("{at}.{name}"),
            };
            let node = self.resolved(&field);
            found.push((key.clone(), kinds, node.clone()));
            self.collect(&node, &key, found);
            if let Some(items) = node.get("items") {
                self.collect(&self.resolved(items), &format!("{key}[]"), found);
            }
            if let Some(entries @ Value::Object(_)) = node.get("additionalProperties") {
                self.collect(&self.resolved(entries), &format!("{key}.NAME"), found);
            }
        }
    }

    /// The smallest object of each choice inside that has this kind; two choices may use the same word.
    pub fn examples(&self, kind: &str) -> Vec<Value> {
        let types = self.root.get("$defs").and_then(Value::as_object);
        let types = types.into_iter().flat_map(Map::values);
        let of_kind = |node| kinds(node).find(|(name, _)| *name == kind);
        types
            .filter_map(of_kind)
            .map(|(_, branch)| self.example(branch))
            .collect()
    }

    /// An object with the fields that one of `branch` must have.
    fn example(&self, branch: &Value) -> Value {
        let required = branch.get("required").and_then(Value::as_array);
        let mut example = Map::new();
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            let field = own_fields(branch).shift_remove(name).unwrap_or_default();
            let field = self.resolved(&field);
            let value = match field.get("const") {
                Some(only) => only.clone(),
                None if has_type(&field, "string") => "".into(),
                None if has_type(&field, "array") => Value::Array(Vec::new()),
                None => 0.into(),
            };
            example.insert(name.to_owned(), value);
        }
        Value::Object(example)
    }

    /// Whether every number of `tree` lies in its range.
    ///
    /// # Errors
    /// The first that does not.
    pub fn check(&self, tree: &Value) -> Result<(), OutOfRange> {
        self.check_node(&self.top(), tree, "")
    }

    fn check_node(&self, node: &Value, tree: &Value, at: &str) -> Result<(), OutOfRange> {
        match tree {
            Value::Object(map) => {
                let kind = map.get("kind").and_then(Value::as_str);
                let fields = self.fields(node, kind);
                for (key, value) in map {
                    let Some(field) = fields.get(key) else {
                        continue;
                    };
                    let at = match at.is_empty() {
                        true => key.clone(),
                        false => format!("{at}.{key}"),
                    };
                    self.check_node(&self.resolved(field), value, &at)?;
                }
                Ok(())
            }
            Value::Array(items) => {
                let each = self.resolved(node.get("items").unwrap_or(&Value::Null));
                let mut items = items.iter().enumerate();
                items.try_for_each(|(index, item)| {
                    self.check_node(&each, item, &format!("{at}[{index}]"))
                })
            }
            // What JSON has no number for is written as null.
            Value::Null if is_number(node) && node.get("x-null").is_none() => {
                Err(OutOfRange::new(node, "infinite or no number", at))
            }
            Value::Number(number) => {
                let fits = number.as_f64().is_none_or(|n| Range::of(node).contains(n));
                match fits || !is_number(node) {
                    true => Ok(()),
                    false => Err(OutOfRange::new(node, &shortest(number), at)),
                }
            }
            _ => Ok(()),
        }
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
    let parts = place.split(['.', '[']);
    parts.map(|part| part.trim_end_matches(']'))
}

fn is_number(node: &Value) -> bool {
    has_type(node, "number") || has_type(node, "integer")
}

fn own_fields(node: &Value) -> Map<String, Value> {
    let fields = node.get("properties").and_then(Value::as_object);
    fields.cloned().unwrap_or_default()
}
