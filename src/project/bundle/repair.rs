//! Tolerant reading: what fits stays, what does not becomes its default with a warning that names its key.
//!
//! No code here knows a field. When a tree does not read as a `T`, it is laid piece by piece over the JSON of
//! `T::default()`: a piece after which the whole still reads and passes its check stays; one that does not is
//! opened and its own pieces are tried, down to the smallest that is wrong.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::json::to_json;
use super::unknown::unknown;
use super::warnings::Warnings;
use crate::project::schema::SCHEMA;

/// A value made of what fits, and the keys that its type does not know.
#[derive(Debug)]
pub struct Fitted<T> {
    pub value: T,
    pub unknown: Option<Value>,
}

/// Reads `json` as a `T`. `key` is where it stands in the file; `check` gives one clause when a value makes no
/// sense. `T::default()` must pass it.
pub fn fit<T: Default + Serialize + DeserializeOwned>(
    json: Value,
    key: &str,
    check: fn(&T) -> Result<(), String>,
    warnings: &mut Warnings,
) -> Fitted<T> {
    let read = |json: &Value| -> Result<T, String> {
        let value = T::deserialize(json).map_err(|error| error.to_string())?;
        check(&value)?;
        Ok(value)
    };
    let (value, tree) = match read(&json) {
        Ok(value) => (value, json),
        Err(_) => {
            let mut repair = Repair {
                tree: to_json(&T::default()).unwrap_or_default(),
                fits: &|tree| read(tree).map(drop),
                nodes: count_nodes(&json),
                warnings,
            };
            repair.place(&mut Vec::new(), key, json);
            let tree = repair.tree;
            (read(&tree).unwrap_or_default(), tree)
        }
    };
    let unknown = to_json(&value).ok().and_then(|own| unknown(&tree, &own));
    Fitted { value, unknown }
}

struct Repair<'a> {
    /// Reads as a `T` before and after every [`Repair::place`].
    tree: Value,
    fits: &'a dyn Fn(&Value) -> Result<(), String>,
    /// Size of what is read: what one trial costs at most.
    nodes: usize,
    warnings: &'a mut Warnings,
}

#[derive(Clone)]
enum Step {
    Key(String),
    /// The list's next element.
    Push,
    Index(usize),
}

impl Repair<'_> {
    /// Puts as much of `piece` as fits at `at`; `key` names it in warnings.
    fn place(&mut self, at: &mut Vec<Step>, key: &str, piece: Value) {
        let is_new_element = matches!(at.last(), Some(Step::Push));
        let before = self.put(at, Some(piece.clone()));
        let Err(problem) = self.trial() else { return };
        match piece {
            Value::Object(pieces) if self.start_object(at, &pieces, before.as_ref()) => {
                for (name, piece) in pieces {
                    let inner = if key.is_empty() {
                        name.clone()
                    } else {
                        format!("{key}.{name}")
                    };
                    at.push(Step::Key(name));
                    self.place(at, &inner, piece);
                    at.pop();
                }
            }
            Value::Array(pieces) if self.start(at, Value::Array(Vec::new())) => {
                for (index, piece) in pieces.into_iter().enumerate() {
                    at.push(Step::Push);
                    self.place(at, &format!("{key}[{index}]"), piece);
                    at.pop();
                }
            }
            // Of a fixed length: its elements take the places of the default's.
            Value::Array(pieces) if self.start_array(at, &pieces, before.as_ref()) => {
                for (index, piece) in pieces.into_iter().enumerate() {
                    at.push(Step::Index(index));
                    self.place(at, &format!("{key}[{index}]"), piece);
                    at.pop();
                }
            }
            // One that may not be empty: the first that fits alone opens it.
            Value::Array(pieces) if pieces.iter().any(|piece| self.start_one(at, piece)) => {
                let mut opened = false;
                for (index, piece) in pieces.into_iter().enumerate() {
                    let key = format!("{key}[{index}]");
                    if opened {
                        at.push(Step::Push);
                        self.place(at, &key, piece);
                        at.pop();
                        continue;
                    }
                    self.put(at, Some(Value::Array(vec![piece.clone()])));
                    match self.trial() {
                        Ok(()) => opened = true,
                        Err(problem) => self.warnings.left_out(&key, problem, Some(&piece)),
                    }
                }
            }
            piece => {
                self.put(at, before);
                match is_new_element {
                    true => self.warnings.left_out(key, problem, Some(&piece)),
                    false => self.warnings.replaced(key, problem, &piece),
                }
            }
        }
    }

    /// Lays a valid object at `at` on which the pieces can be placed: an example of the same kind, what stood
    /// there before, or nothing but defaults.
    fn start_object(
        &mut self,
        at: &mut [Step],
        pieces: &Map<String, Value>,
        before: Option<&Value>,
    ) -> bool {
        let kind = pieces.get("kind").and_then(Value::as_str);
        let mut starts = kind.map(|kind| SCHEMA.examples(kind)).unwrap_or_default();
        starts.extend(before.filter(|value| value.is_object()).cloned());
        starts.push(Value::Object(Map::new()));
        starts.into_iter().any(|start| self.start(at, start))
    }

    /// Lays what stood there before at `at` again, when that is a list as long as `pieces`.
    fn start_array(&mut self, at: &mut [Step], pieces: &[Value], before: Option<&Value>) -> bool {
        match before {
            Some(Value::Array(items)) if items.len() == pieces.len() => {
                self.start(at, Value::Array(items.clone()))
            }
            _ => false,
        }
    }

    fn start_one(&mut self, at: &mut [Step], piece: &Value) -> bool {
        self.start(at, Value::Array(vec![piece.clone()]))
    }

    fn start(&mut self, at: &mut [Step], value: Value) -> bool {
        self.put(at, Some(value));
        self.trial().is_ok()
    }

    fn trial(&mut self) -> Result<(), String> {
        if !self.warnings.may_try(self.nodes) {
            return Err("too much of the file is wrong".into());
        }
        (self.fits)(&self.tree)
    }

    /// Replaces what stands at `at` (`None`: nothing) and gives it back. A pushed element turns its step into an
    /// index, and back once it is taken away.
    fn put(&mut self, at: &mut [Step], value: Option<Value>) -> Option<Value> {
        let Some((last, way)) = at.split_last_mut() else {
            return Some(std::mem::replace(&mut self.tree, value.unwrap_or_default()));
        };
        let mut parent = &mut self.tree;
        for step in way {
            parent = match step {
                Step::Key(name) => parent.get_mut(name.as_str())?,
                Step::Index(index) => parent.get_mut(*index)?,
                Step::Push => return None,
            };
        }
        match (parent, &*last, value) {
            (Value::Object(map), Step::Key(name), Some(value)) => map.insert(name.clone(), value),
            (Value::Object(map), Step::Key(name), None) => map.shift_remove(name),
            (Value::Array(items), Step::Push, Some(value)) => {
                *last = Step::Index(items.len());
                items.push(value);
                None
            }
            (Value::Array(items), Step::Index(index), Some(value)) => items
                .get_mut(*index)
                .map(|item| std::mem::replace(item, value)),
            (Value::Array(items), Step::Index(_), None) => {
                *last = Step::Push;
                items.pop()
            }
            _ => None,
        }
    }
}

/// How many values there are in `value`.
pub fn count_nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count_nodes).sum::<usize>(),
        Value::Object(map) => map.values().map(count_nodes).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
