//! Sets one data setting by its key, as it stands in a project file below `data`.

use serde_json::{Map, Value};

use super::{DataSettings, SCHEMA, Source};
use crate::settings::{SetError, nearest, with, with_entry};

/// Choices of single columns, by their names.
const COLUMNS: &str = "columns";
/// What the source is, as it may be written.
const KIND: [&str; 2] = ["source.kind", "kind"];

impl DataSettings {
    /// Sets `key` (`scaling`, `missing`, `columns.age.type`) to `value`, as [`with`] does. What is a setting of the source
    /// needs no `source.` before it.
    ///
    /// # Errors
    /// When there is no such setting or it cannot have the value; nothing is changed then.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), SetError> {
        let tree = serde_json::to_value(&*self).unwrap_or_default();
        // `source.columns` is the same as `columns`.
        let key = key
            .strip_prefix("source.columns.")
            .map_or_else(|| key.to_owned(), |column| format!("{COLUMNS}.{column}"));
        let key = &*key;
        let of_source = format!("source.{key}");
        // The last part of a key below `columns` is a field, what stands before a column's name, which can hold dots.
        let of_column = key
            .strip_prefix(COLUMNS)
            .and_then(|rest| rest.strip_prefix('.'))
            .and_then(|rest| rest.rsplit_once('.'));
        let set = if KIND.contains(&key) {
            self.read_as(value).map_err(|problem| SetError::Value {
                problem,
                key: KIND[0].to_owned(),
            })
        } else if let Some((column, field)) = of_column {
            with_entry(self, &SCHEMA, ("source.columns", column, field), value)
        } else if SCHEMA.field(key, &tree).is_some() {
            with(self, &SCHEMA, key, value)
        } else if SCHEMA.field(&of_source, &tree).is_some() {
            with(self, &SCHEMA, &of_source, value)
        } else {
            Err(SetError::Unknown {
                key: key.to_owned(),
                nearest: nearest(key, &self.keys()),
            })
        };
        let before = std::mem::replace(self, set.map_err(|error| error.at(format!("data.{key}")))?);
        // Rows that become images, or images that become rows, are scaled as these are, unless somebody chose otherwise.
        let usual = |settings: &Self| Self::of_source(settings.source.clone()).scaling;
        if before.scaling == usual(&before) && self.scaling == before.scaling {
            self.scaling = usual(self);
        }
        Ok(())
    }

    /// The same file or folder read as data of another `kind`, as a project file calls it, with all else found or as it
    /// usually is.
    ///
    /// # Errors
    /// One clause, when there is no such kind, or what is named cannot be of it.
    pub fn read_as(&self, kind: &str) -> Result<Self, String> {
        let tree = serde_json::to_value(&self.source).map_err(|error| error.to_string())?;
        let kinds = SCHEMA.field("source", &tree).unwrap_or_default();
        if kinds.excludes(kind) {
            return Err(format!("choose one of {}, not {kind}", kinds.choices()));
        }
        if tree["kind"] == kind {
            return Ok(self.clone());
        }
        let paths = ["path", "test", "encoding"].into_iter();
        let paths = paths.filter_map(|key| Some((key.to_owned(), tree.get(key)?.clone())));
        let mut other: Map<String, Value> = paths.collect();
        other.insert("kind".into(), kind.into());
        let other: Option<Source> = serde_json::from_value(Value::Object(other)).ok();
        let same_path = |other: &Source| other.paths().first() == self.source.paths().first();
        match other.filter(|other| !other.paths().is_empty() && same_path(other)) {
            Some(source) => Ok(Self {
                source,
                ..self.clone()
            }),
            None => Err(format!("what is named cannot be read as {kind}")),
        }
    }

    /// The keys that can be set of these data.
    pub fn keys(&self) -> Vec<String> {
        let tree = serde_json::to_value(self).unwrap_or_default();
        let own = SCHEMA.keys_at("", &tree);
        own.into_iter()
            .chain(SCHEMA.keys_at("source", &tree))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{
        ArrayFile, ColumnChoice, ColumnType, Layout, Scaling, Source, TableFile, TableOptions,
    };

    fn table() -> DataSettings {
        DataSettings {
            source: Source::Table(TableFile {
                path: "a.csv".into(),
                test: None,
                options: TableOptions::default(),
            }),
            ..DataSettings::default()
        }
    }

    fn options(settings: &DataSettings) -> &TableOptions {
        match &settings.source {
            Source::Table(TableFile { options, .. }) => options,
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
        settings.set("source.columns.age.weight", "2").unwrap();
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
        let Source::Table(TableFile { test, .. }) = &settings.source else {
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
            problem.to_string()
        };
        assert_eq!(
            refused("delimeter", ";"),
            "there is no such setting, the nearest is delimiter: data.delimeter"
        );
        let problem = refused("scaling", "huge");
        assert!(problem.contains("standardised"), "{problem}");
        assert!(problem.ends_with(": data.scaling"), "{problem}");
        assert!(refused("validation", "-1").ends_with(": data.validation"));
        assert!(refused("columns.age.type", "animal").contains("category"));
        assert!(refused("", "1").ends_with(": data."));
        let mut images = DataSettings::default();
        let problem = images
            .set("missing", "[]")
            .expect_err("refused")
            .to_string();
        assert!(problem.contains("no such setting"), "{problem}");
    }

    #[test]
    fn rows_that_become_images_are_scaled_as_images() {
        let mut settings = DataSettings::of_source(Source::Array(ArrayFile {
            layout: Some(Layout::Rows),
            ..ArrayFile::default()
        }));
        assert_eq!(settings.scaling, Scaling::Standardised);
        settings.set("shape", "[2,2,1]").unwrap();
        settings.set("source.layout", "nhwc").unwrap();
        assert_eq!(settings.scaling, Scaling::Unit);
        settings.set("scaling", "robust").unwrap();
        settings.set("layout", "rows").unwrap();
        assert_eq!(settings.scaling, Scaling::Robust);
        let refused = settings.set("layout", "sideways").unwrap_err().to_string();
        assert!(refused.contains("nchw"), "{refused}");
    }
}
