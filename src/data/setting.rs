//! Sets one data setting by its key, as it stands in a project file below `data`.

use serde_json::{Map, Value};

use super::DataSettings;

/// Keys of the settings themselves; all others are the source's.
const OWN: [&str; 5] = ["source", "scaling", "validation", "split_seed", "hold_out"];

impl DataSettings {
    /// Sets `key` (`scaling`, `missing`, `columns.age.type`) to `value`: JSON, or text as it is.
    ///
    /// # Errors
    /// One sentence that ends with the key, when there is no such setting or it cannot have the value; nothing is changed
    /// then.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let at = format!("data.{key}");
        let json = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        // A value that reads as JSON can be meant as text: the name of an encoding, a delimiter, a number's digits.
        let text = Value::String(value.to_owned());
        let mut refused = None;
        for value in [json, text] {
            match self.with(key, value) {
                Ok(settings) => {
                    *self = settings;
                    return Ok(());
                }
                Err(problem) => {
                    refused.get_or_insert(problem);
                }
            }
        }
        Err(format!("{}: {at}", refused.unwrap_or_default()))
    }

    fn with(&self, key: &str, value: Value) -> Result<Self, String> {
        let head = key.split('.').next().unwrap_or_default();
        let (own, known) = (OWN.contains(&head), self.source.keys());
        if !own && !known.contains(&head) {
            let known: Vec<&str> = OWN[1..].iter().chain(known).copied().collect();
            return Err(format!(
                "there is no such setting of these data, choose one of {}",
                known.join(", ")
            ));
        }
        let unreadable = |error: serde_json::Error| format!("the value cannot be used, {error}");
        let mut tree = serde_json::to_value(self).map_err(unreadable)?;
        let place = if own { &mut tree } else { &mut tree["source"] };
        put(place, key, value)?;
        serde_json::from_value(tree).map_err(unreadable)
    }
}

/// Puts `value` at the dotted `key` of `tree`, making objects on the way. The last but one part of a key below `columns`
/// is a column's name, which can hold dots itself.
fn put(tree: &mut Value, key: &str, value: Value) -> Result<(), String> {
    let parts: Vec<&str> = match key
        .strip_prefix("columns.")
        .and_then(|rest| rest.rsplit_once('.'))
    {
        Some((column, field)) => vec!["columns", column, field],
        None => key.split('.').collect(),
    };
    let mut place = tree;
    for part in &parts[..parts.len() - 1] {
        if place.get(part).is_none() {
            place[*part] = Value::Object(Map::new());
        }
        place = &mut place[*part];
        if !place.is_object() {
            return Err(format!("there is nothing below {part}"));
        }
    }
    let last = parts.last().copied().unwrap_or_default();
    match place {
        Value::Object(map) if !last.is_empty() => {
            map.insert(last.to_owned(), value);
            Ok(())
        }
        _ => Err("give KEY=VALUE with the key of a setting".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ColumnChoice, ColumnType, Scaling, Source, TableOptions};

    fn table() -> DataSettings {
        DataSettings {
            source: Source::Table {
                path: "a.csv".into(),
                test: None,
                options: TableOptions::default(),
            },
            ..DataSettings::default()
        }
    }

    fn options(settings: &DataSettings) -> &TableOptions {
        match &settings.source {
            Source::Table { options, .. } => options,
            other => panic!("not a table: {other:?}"),
        }
    }

    #[test]
    fn settings_are_set_by_key() {
        let mut settings = table();
        settings.set("scaling", "standardised").unwrap();
        settings.set("validation", "7").unwrap();
        settings.set("missing", "[]").unwrap();
        settings.set("delimiter", ";").unwrap();
        settings.set("header", "false").unwrap();
        settings.set("test", "b.csv").unwrap();
        settings.set("columns.body.mass.type", "category").unwrap();
        settings.set("columns.age.weight", "2").unwrap();
        assert_eq!(settings.scaling, Scaling::Standardised);
        assert_eq!(settings.validation, 7);
        let options = options(&settings);
        assert_eq!(options.missing, Some(vec![]));
        assert_eq!(
            (options.delimiter, options.header),
            (Some(';'), Some(false))
        );
        let mass = options.columns["body.mass"];
        assert_eq!(mass.kind, Some(ColumnType::Category));
        let age = ColumnChoice {
            weight: Some(2.0),
            ..ColumnChoice::default()
        };
        assert_eq!(options.columns["age"], age);
        let Source::Table { test, .. } = &settings.source else {
            panic!("still a table");
        };
        assert_eq!(test.as_deref(), Some(std::path::Path::new("b.csv")));
    }

    #[test]
    fn wrong_keys_and_values_change_nothing() {
        let refused = |key: &str, value: &str| {
            let mut settings = table();
            let problem = settings.set(key, value).expect_err("refused");
            assert_eq!(settings, table());
            problem
        };
        assert_eq!(
            refused("delimeter", ";"),
            "there is no such setting of these data, choose one of scaling, validation, split_seed, hold_out, path, \
             test, delimiter, decimal, quote, header, encoding, missing, columns: data.delimeter"
        );
        let problem = refused("scaling", "huge");
        assert!(problem.contains("standardised"), "{problem}");
        assert!(problem.ends_with(": data.scaling"), "{problem}");
        assert!(refused("validation", "-1").ends_with(": data.validation"));
        assert!(refused("columns.age.type", "animal").contains("category"));
        assert!(refused("", "1").ends_with(": data."));
        let mut images = DataSettings::default();
        let problem = images.set("missing", "[]").expect_err("refused");
        assert!(problem.contains("no such setting"), "{problem}");
    }
}
