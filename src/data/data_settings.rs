//! What a project says about its data.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::held_out::Parting;
use super::{DataError, HoldOut, Scaling, Source};
use crate::settings::unset;

/// What a project says about its data.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct DataSettings {
    /// Where the samples come from.
    #[schemars(title = "Source")]
    pub source: Source,
    /// How each channel or column is scaled by itself, as the training part has it.
    #[schemars(title = "Scaling")]
    pub scaling: Scaling,
    /// Training samples set aside for validation; 0 watches the test part instead.
    #[schemars(title = "Validation", range(max = u32::MAX), extend("x-unit" = "samples"))]
    pub validation: usize,
    /// Draws the validation samples, and the test part where the data have none.
    #[schemars(title = "Split seed")]
    pub split_seed: u64,
    /// Which samples are held out for testing where the data have no test part.
    #[schemars(title = "Held out")]
    #[serde(default, skip_serializing_if = "HoldOut::is_default")]
    pub hold_out: HoldOut,
    /// Classes of the training and validation samples, by their names; all where none is named. The test part stays whole.
    #[schemars(title = "Normal classes")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub normal: Vec<String>,
    /// Draws each pixel black or white with its brightness as probability: in training anew each epoch, the validation and
    /// test parts once. Pictures in [0, 1] alone.
    #[schemars(title = "Binarised")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub binarise: bool,
    /// Share of the cells of a table that are removed before training, drawn cell by cell from both parts by the split seed;
    /// what stood there is kept to measure what fills them in.
    #[schemars(title = "Removed share", range(min = 0.0, max = 1.0))]
    #[serde(default, skip_serializing_if = "unset::is_zero")]
    pub missing_share: f64,
}

impl DataSettings {
    /// What a new project says of the data in the file at `path`.
    ///
    /// # Errors
    /// As [`Source::of_path`].
    pub fn of_path(path: &Path) -> Result<Self, DataError> {
        Source::of_path(path).map(Self::of_source)
    }

    /// What a new project says of these data: bytes of images from 0 to 1, texts as they are, columns of a table
    /// and channels of sequences standardised, ratings less their mean.
    pub fn of_source(source: Source) -> Self {
        let scaling = match source.has_images() || source.has_words() || source.has_tokens() {
            true => Scaling::Unit,
            false if source.has_ratings() => Scaling::Centred,
            false => Scaling::Standardised,
        };
        Self {
            source,
            scaling,
            ..Self::default()
        }
    }

    /// Whether the same samples are read under `other`, in the same parts.
    pub fn reads_as(&self, other: &Self) -> bool {
        let parts = |settings: &Self| {
            let held_out = !settings.source.has_test_part();
            held_out.then_some((settings.hold_out, settings.split_seed))
        };
        // Binarised, the test part is kept as it was drawn.
        self.source == other.source
            && parts(self) == parts(other)
            && self.binarise == other.binarise
    }

    /// The same, of the files that `other` names; `None` where it is of another kind, or names the same.
    pub fn with_files_of(&self, other: &Source) -> Option<Self> {
        let own = &self.source;
        if std::mem::discriminant(own) != std::mem::discriminant(other) {
            return None;
        }
        let mut json = serde_json::to_value(own).ok()?;
        let tree = json.as_object_mut()?;
        for (key, _) in own.paths() {
            tree.remove(key);
        }
        for (key, path) in other.paths() {
            tree.insert(key.to_owned(), serde_json::to_value(path).ok()?);
        }
        let source = Source::deserialize(json).ok()?;
        (source != *own).then(|| Self {
            source,
            ..self.clone()
        })
    }

    /// How a test part is taken out of data that come without one.
    pub(super) fn parting(&self) -> Parting {
        Parting {
            how: self.hold_out,
            seed: self.split_seed,
            whole: false,
        }
    }

    /// What the samples are called that are measured after each epoch.
    pub fn watched(&self) -> &'static str {
        if self.validation == 0 {
            "test"
        } else {
            "validation"
        }
    }
}

impl Default for DataSettings {
    fn default() -> Self {
        Self {
            source: Source::default(),
            scaling: Scaling::default(),
            validation: 5_000,
            split_seed: 0,
            hold_out: HoldOut::default(),
            normal: Vec::new(),
            binarise: false,
            missing_share: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::data::IdxFiles;

    #[test]
    fn tables_and_series_are_standardised_and_images_are_not() {
        let scaling = |name: &str| DataSettings::of_path(Path::new(name)).unwrap().scaling;
        assert_eq!(scaling("a.csv"), Scaling::Standardised);
        assert_eq!(scaling("a.ts"), Scaling::Standardised);
        assert_eq!(scaling("a.idx"), Scaling::Unit);
    }

    #[test]
    fn the_split_seed_draws_a_test_part_only_where_there_is_none() {
        let settings = |split_seed, test: Option<&str>| DataSettings {
            source: Source::Idx(IdxFiles {
                images: "a".into(),
                labels: None,
                test_images: test.map(PathBuf::from),
                test_labels: None,
                ..IdxFiles::default()
            }),
            split_seed,
            ..DataSettings::default()
        };
        assert!(settings(0, Some("b")).reads_as(&settings(1, Some("b"))));
        assert!(!settings(0, None).reads_as(&settings(1, None)));
        assert!(!settings(0, None).reads_as(&settings(0, Some("b"))));
    }
}
