//! Where a dataset comes from.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{BuiltIn, ImageShape, Images, Scaling};

/// Where the images come from, as a person chose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    BuiltIn {
        set: BuiltIn,
    },
    /// Standard IDX files, plain or gzipped. Without test images every sixth training image
    /// becomes a test image.
    Idx {
        images: PathBuf,
        labels: Option<PathBuf>,
        test_images: Option<PathBuf>,
        test_labels: Option<PathBuf>,
    },
}

impl Source {
    /// The files and folders it names; a project keeps them relative to its own folder.
    pub fn paths_mut(&mut self) -> Vec<&mut PathBuf> {
        match self {
            Self::BuiltIn { .. } => Vec::new(),
            Self::Idx {
                images,
                labels,
                test_images,
                test_labels,
            } => [
                Some(images),
                labels.as_mut(),
                test_images.as_mut(),
                test_labels.as_mut(),
            ]
            .into_iter()
            .flatten()
            .collect(),
        }
    }
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
    /// Training images set aside for validation; 0 watches the test set instead.
    pub validation: usize,
    /// Draws the validation images.
    pub split_seed: u64,
}

impl DataSettings {
    /// What the images are called that are measured after each epoch.
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
        }
    }
}

/// A loaded dataset; cheap to clone.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// "MNIST", or the file's name.
    pub name: String,
    pub train: Images,
    pub test: Images,
    /// Names of the classes by label, where known.
    pub class_names: Option<Vec<String>>,
}

impl Dataset {
    pub fn shape(&self) -> ImageShape {
        self.train.shape()
    }
}
