//! A project file taken apart as text: only pieces of a size that makes sense become trees, since a tree takes up to
//! seventy times the memory of its text. Rows of a history are read one by one.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Most values in one tree: far more than any settings have.
pub const MAX_VALUES: usize = 150_000;

/// The entries of an object, in their order.
pub struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Entries<'a> {
    /// Those of `raw`; `None` when it is no object.
    ///
    /// # Errors
    /// One clause when they are more than make sense, or not readable.
    pub fn of(raw: &'a RawValue) -> Result<Option<Self>, String> {
        if !raw.get().starts_with('{') {
            return Ok(None);
        }
        let mut json = serde_json::Deserializer::from_str(raw.get());
        let entries = json.deserialize_map(EntryVisitor).map_err(unreadable)?;
        if entries.len() > MAX_VALUES {
            return Err(too_many());
        }
        Ok(Some(Self(entries)))
    }

    /// Takes the entry `key` out; of several the last counts, as everywhere.
    pub fn take(&mut self, key: &str) -> Option<&'a RawValue> {
        let found = self.0.iter().rev().find(|(name, _)| name == key)?.1;
        self.0.retain(|(name, _)| name != key);
        Some(found)
    }

    /// As [`Self::take`], but `null` is nothing.
    pub fn take_some(&mut self, key: &str) -> Option<&'a RawValue> {
        self.take(key).filter(|raw| raw.get() != "null")
    }

    /// The rest as a tree.
    ///
    /// # Errors
    /// As [`tree`].
    pub fn into_map(self) -> Result<Map<String, Value>, String> {
        let values: usize = self.0.iter().map(|(_, raw)| count(raw)).sum();
        if values > MAX_VALUES {
            return Err(too_many());
        }
        let entries = self.0.into_iter();
        entries
            .map(|(key, raw)| Ok((key, tree(raw)?)))
            .collect::<Result<_, String>>()
    }
}

/// `raw` as a tree.
///
/// # Errors
/// One clause when it holds more than makes sense, or is not readable.
pub fn tree(raw: &RawValue) -> Result<Value, String> {
    if count(raw) > MAX_VALUES {
        return Err(too_many());
    }
    serde_json::from_str(raw.get()).map_err(unreadable)
}

/// Calls `take` with every element of the list `raw` and its index, until it fails.
///
/// # Errors
/// As `take`; `Ok(false)` when it is no list.
pub fn each<'a>(
    raw: &'a RawValue,
    take: impl FnMut(usize, &'a RawValue) -> Result<(), String>,
) -> Result<bool, String> {
    if !raw.get().starts_with('[') {
        return Ok(false);
    }
    let mut json = serde_json::Deserializer::from_str(raw.get());
    let taken = json.deserialize_seq(ElementVisitor(take));
    taken.map_err(unreadable)?.map(|()| true)
}

/// About how many values `raw` holds, from its commas and brackets.
fn count(raw: &RawValue) -> usize {
    let (mut count, mut in_string, mut escaped) = (1, false, false);
    for byte in raw.get().bytes() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else {
            in_string = byte == b'"';
            count += usize::from(matches!(byte, b',' | b'[' | b'{'));
        }
    }
    count
}

/// More of these than make sense.
pub fn too_many() -> String {
    format!("it holds more than {MAX_VALUES} values, too many for a project")
}

/// Why a text is not JSON.
pub fn unreadable(error: impl fmt::Display) -> String {
    format!("the project file is not readable JSON, {error}")
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
            if entries.len() > MAX_VALUES {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            }
        }
        Ok(entries)
    }
}

struct ElementVisitor<F>(F);

impl<'de, F: FnMut(usize, &'de RawValue) -> Result<(), String>> Visitor<'de> for ElementVisitor<F> {
    /// What the function said.
    type Value = Result<(), String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut index = 0;
        while let Some(raw) = list.next_element()? {
            if let Err(problem) = (self.0)(index, raw) {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(Err(problem));
            }
            index += 1;
        }
        Ok(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> &RawValue {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn an_object_is_taken_apart_and_the_last_of_the_same_keys_counts() {
        let text = r#"{"a": 1, "b\u0020": [2, {"c": null}], "a": {"d": 3}, "n": null}"#;
        let mut entries = Entries::of(raw(text)).unwrap().unwrap();
        assert_eq!(entries.take("a").map(RawValue::get), Some(r#"{"d": 3}"#));
        assert!(entries.take("a").is_none() && entries.take_some("n").is_none());
        let rest = Value::Object(entries.into_map().unwrap());
        assert_eq!(rest.to_string(), r#"{"b ":[2,{"c":null}]}"#);
        assert!(Entries::of(raw("[1]")).unwrap().is_none());
    }

    #[test]
    fn elements_come_one_by_one_and_end_with_a_failure() {
        let mut seen = Vec::new();
        let all = each(raw("[1, [2], {}]"), |index, raw| {
            seen.push((index, raw.get()));
            Ok(())
        });
        assert_eq!(all, Ok(true));
        assert_eq!(seen, [(0, "1"), (1, "[2]"), (2, "{}")]);
        let ended = each(raw("[1, 2]"), |_, raw| Err(raw.get().to_owned()));
        assert_eq!(ended, Err("1".into()));
        assert_eq!(each(raw("{}"), |_, _| Ok(())), Ok(false));
    }

    #[test]
    fn what_is_too_much_is_counted_and_not_made() {
        assert_eq!(count(raw(r#"{"a,[": ["\"],", 2, {}]}"#)), 6);
        let long = format!("[{}0]", "0,".repeat(MAX_VALUES));
        assert_eq!(tree(raw(&long)), Err(too_many()));
        let object: String = (0..=MAX_VALUES)
            .map(|key| format!("\"{key}\":0,"))
            .collect();
        let object = format!("{{{object}\"a\":0}}");
        assert_eq!(Entries::of(raw(&object)).err(), Some(too_many()));
        let text = format!("\"{}\"", "[,".repeat(MAX_VALUES));
        assert!(tree(raw(&text)).is_ok());
    }
}
