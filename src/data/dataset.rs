//! A training and a test part of samples, and what is known of both.

use super::table::counted;
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

    /// How many samples there are, those of both parts once.
    pub fn samples(&self) -> usize {
        let again = self.test.seen().map_or(0, |seen| {
            let rows = 0..seen.rows();
            rows.filter(|&row| seen.count(row) > 0).count()
        });
        self.train.len() + self.test.len() - again
    }

    /// How long sequences or texts are: "7 to 29 steps", "2 to 18 tokens"; `None` of other samples.
    pub fn steps(&self) -> Option<String> {
        let parts = [&self.train, &self.test].map(Samples::lengths);
        let ends = parts.into_iter().flatten();
        let [least, most] = ends.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])?;
        let step = match self.shape() {
            SampleShape::Text(_) => "token",
            _ => "step",
        };
        Some(match least == most {
            true => counted(most, step),
            false => format!("{least} to {}", counted(most, step)),
        })
    }

    /// What class `number` is called; the number itself where it has no name.
    pub fn class_name(&self, number: u32) -> String {
        let names = self.class_names.as_ref();
        let name = names.and_then(|names| names.get(number as usize)).cloned();
        name.unwrap_or_else(|| number.to_string())
    }
}
