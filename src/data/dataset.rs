//! A training and a test part of samples, and what is known of both.

use super::{About, SampleShape, Samples};

/// A loaded dataset; cheap to clone.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// "MNIST", or the file's name.
    pub name: String,
    pub train: Samples,
    pub test: Samples,
    /// Names of the classes by label, where known.
    pub class_names: Option<Vec<String>>,
    /// How it was read.
    pub about: About,
}

impl Dataset {
    /// Samples without names of classes, of which nothing is said.
    pub fn new(name: impl Into<String>, train: Samples, test: Samples) -> Self {
        Self {
            name: name.into(),
            train,
            test,
            class_names: None,
            about: About::default(),
        }
    }

    pub fn shape(&self) -> &SampleShape {
        self.train.shape()
    }

    /// What class `number` is called; the number itself where it has no name.
    pub fn class_name(&self, number: u32) -> String {
        let names = self.class_names.as_ref();
        let name = names.and_then(|names| names.get(number as usize)).cloned();
        name.unwrap_or_else(|| number.to_string())
    }
}
