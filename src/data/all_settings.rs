//! Every setting of the data, described once, as [`crate::training::SETTINGS`] does for a variant.

use std::sync::LazyLock;

use super::{ArrayFile, DataSettings, HoldOut, Source, TableFile};
use crate::settings::{Schema, Setting, Settings};

type Of = Setting<DataSettings>;

/// What the types of the data's settings say of each field.
pub static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<DataSettings>);

/// Every setting of the data. Other data need other weights, so all are locked.
pub static SETTINGS: Settings<DataSettings> = Settings {
    all: &[&[
        Of::new("source", "data", |d| d.source.name())
            .called_by(|before, after| vec![changed_source(&before.source, &after.source).into()]),
        Of::new("scaling", "scaling", |d| d.scaling.name().into()),
        Of::new("validation", "validation", |d| d.validation.to_string()).called_by(|_, after| {
            let many = match after.source.has_images() {
                true => "images",
                false if after.source.has_ratings() => "ratings",
                false if after.source.has_sequences() => "sequences",
                false if after.source.has_tokens() => "texts",
                false => "rows",
            };
            vec![format!("the validation {many}")]
        }),
        Of::new("split_seed", "split seed", |d| d.split_seed.to_string()),
        Of::new("hold_out", "test part", |d| {
            match d.hold_out {
                HoldOut::Drawn => "a sixth, drawn",
                HoldOut::EverySixth => "every sixth",
            }
            .into()
        }),
        Of::new("normal", "normal classes", |d| match &*d.normal {
            [] => "all".into(),
            names => names.join(", "),
        }),
        Of::new("binarise", "binarised pictures", |d| match d.binarise {
            true => "binarised".into(),
            false => "as they are".into(),
        }),
        Of::new("missing_share", "removed share", |d| {
            d.missing_share.to_string()
        })
        .called("the share of removed cells"),
    ]],
    together: &[],
};

/// What differs between two choices of a source.
fn changed_source(before: &Source, after: &Source) -> &'static str {
    if let (Source::Array(old), Source::Array(new)) = (before, after) {
        return changed_array(old, new);
    }
    if let (Source::Pictures(old), Source::Pictures(new)) = (before, after) {
        return match (old.path != new.path, old.test != new.test) {
            (true, _) => "the data",
            (false, true) => "the test part",
            (false, false) if old.labels != new.labels => "the classes",
            (false, false) => "how pictures are read",
        };
    }
    if let (Source::Text(old), Source::Text(new)) = (before, after) {
        return match (old.path != new.path, old.test != new.test) {
            (true, _) => "the data",
            (false, true) => "the test part",
            (false, false) => "how the texts are read",
        };
    }
    if let (Source::Ratings(old), Source::Ratings(new)) = (before, after) {
        return match (old.path != new.path, old.test != new.test) {
            (true, _) => "the data",
            (false, true) => "the test part",
            (false, false) => "how ratings are read",
        };
    }
    if let (Source::Series(old), Source::Series(new)) = (before, after) {
        return match (old.path != new.path, old.test != new.test) {
            (true, _) => "the data",
            (false, true) => "the test part",
            (false, false) => "how the series are read",
        };
    }
    if let (Source::Sound(old), Source::Sound(new)) = (before, after) {
        return match (old.path != new.path, old.test != new.test) {
            (true, _) => "the data",
            (false, true) => "the test part",
            (false, false) if old.labels != new.labels => "the classes",
            (false, false) => "how sounds are read",
        };
    }
    let (
        Source::Table(TableFile {
            path: old_path,
            test: old_test,
            options: old,
        }),
        Source::Table(TableFile {
            path,
            test,
            options: new,
        }),
    ) = (before, after)
    else {
        return "the data";
    };
    if old_path != path {
        return "the data";
    }
    match (old_test != test, old.columns != new.columns) {
        (true, _) => "the test part",
        (false, true) => "the columns",
        (false, false) => "how the table is read",
    }
}

/// What differs between two choices of arrays.
fn changed_array(old: &ArrayFile, new: &ArrayFile) -> &'static str {
    if (&old.path, &old.array) != (&new.path, &new.array) {
        return "the data";
    }
    let labels = |files: &ArrayFile| (files.labels.clone(), files.label_array.clone());
    if (&old.test, &old.test_labels) != (&new.test, &new.test_labels) {
        return "the test part";
    }
    match labels(old) != labels(new) {
        true => "the labels",
        false => "how the array is read",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ColumnChoice, Scaling, TableOptions};

    fn phrase(before: &DataSettings, after: &DataSettings) -> String {
        SETTINGS.changes(before, after).phrase()
    }

    #[test]
    fn changes_are_named() {
        let before = DataSettings::default();
        let after = DataSettings {
            scaling: Scaling::Standardised,
            validation: 0,
            ..before.clone()
        };
        assert_eq!(
            phrase(&before, &after),
            "the scaling and the validation images"
        );
        let table = |change: fn(&mut TableOptions)| {
            let mut options = TableOptions::default();
            change(&mut options);
            DataSettings {
                source: Source::Table(TableFile {
                    path: "a.csv".into(),
                    test: None,
                    options,
                }),
                ..before.clone()
            }
        };
        let plain = table(|_| {});
        assert_eq!(phrase(&before, &plain), "the data");
        let semicolons = table(|options| options.delimiter = Some(';'));
        assert_eq!(phrase(&plain, &semicolons), "how the table is read");
        let columns = table(|options| {
            options
                .columns
                .insert("age".into(), ColumnChoice::default());
        });
        assert_eq!(phrase(&plain, &columns), "the columns");
    }
}
