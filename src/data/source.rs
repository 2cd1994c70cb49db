//! Where a dataset comes from.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{BuiltIn, HoldOut, SampleShape, Samples, Scaling};

/// Where the images come from, as a person chose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    BuiltIn {
        set: BuiltIn,
    },
    /// Standard IDX files, plain or gzipped. Without test images a sixth of the images is held out for testing.
    Idx {
        images: PathBuf,
        labels: Option<PathBuf>,
        test_images: Option<PathBuf>,
        test_labels: Option<PathBuf>,
    },
}

impl Source {
    /// What it is called while it loads: the set, or the file.
    pub fn name(&self) -> String {
        match self {
            Self::BuiltIn { set } => set.name().to_owned(),
            Self::Idx { images, .. } => file_name(images),
        }
    }

    /// Whether it names a test part; samples of the training part are held out otherwise.
    pub fn has_test_part(&self) -> bool {
        match self {
            Self::BuiltIn { .. } => true,
            Self::Idx { test_images, .. } => test_images.is_some(),
        }
    }
}

/// The last part of `path`.
fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

impl Default for Source {
    fn default() -> Self {
        Self::BuiltIn {
            set: BuiltIn::default(),
        }
    }
}

/// What a project says about its data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSettings {
    pub source: Source,
    pub scaling: Scaling,
    /// Training samples set aside for validation; 0 watches the test set instead.
    pub validation: usize,
    /// Draws the validation samples, and the test part where the data have none.
    pub split_seed: u64,
    /// Which samples are held out for testing where the data have no test part.
    #[serde(default, skip_serializing_if = "HoldOut::is_default")]
    pub hold_out: HoldOut,
}

impl DataSettings {
    /// Whether the same samples are read under `other`, in the same parts.
    pub fn reads_as(&self, other: &Self) -> bool {
        let parts = |settings: &Self| {
            let held_out = !settings.source.has_test_part();
            held_out.then_some((settings.hold_out, settings.split_seed))
        };
        self.source == other.source && parts(self) == parts(other)
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
        }
    }
}

/// A loaded dataset; cheap to clone.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// "MNIST", or the file's name.
    pub name: String,
    pub train: Samples,
    pub test: Samples,
    /// Names of the classes by label, where known.
    pub class_names: Option<Vec<String>>,
}

impl Dataset {
    pub fn shape(&self) -> &SampleShape {
        self.train.shape()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_their_last_part() {
        let source = Source::Idx {
            images: "folder/train-images.idx3-ubyte.gz".into(),
            labels: None,
            test_images: None,
            test_labels: None,
        };
        assert_eq!(source.name(), "train-images.idx3-ubyte.gz");
        assert_eq!(Source::default().name(), "MNIST");
    }

    #[test]
    fn the_split_seed_draws_a_test_part_only_where_there_is_none() {
        let settings = |split_seed, test: Option<&str>| DataSettings {
            source: Source::Idx {
                images: "a".into(),
                labels: None,
                test_images: test.map(PathBuf::from),
                test_labels: None,
            },
            split_seed,
            ..DataSettings::default()
        };
        assert!(settings(0, Some("b")).reads_as(&settings(1, Some("b"))));
        assert!(!settings(0, None).reads_as(&settings(1, None)));
        assert!(!settings(0, None).reads_as(&settings(0, Some("b"))));
    }
}
