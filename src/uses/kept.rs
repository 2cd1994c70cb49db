//! What was found, as far as a project keeps it.

use std::path::Path;

use super::Outcome;
use crate::project::{UseResult, UsedWeights};

impl Outcome {
    /// This of the use called `name`, whose settings were chosen so, of these weights; on `input` where that was not the test
    /// part.
    pub fn kept<'a>(
        &self,
        name: &str,
        settings: impl Iterator<Item = (&'static str, &'a str)>,
        input: Option<&Path>,
        weights: UsedWeights,
    ) -> UseResult {
        let baselines = self.baselines.iter();
        UseResult {
            name: name.into(),
            settings: settings
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
            input: input.map(|path| path.display().to_string()),
            weights,
            figures: self.figures.clone(),
            baselines: baselines
                .map(|(name, figures)| ((*name).into(), figures.clone()))
                .collect(),
            curves: self.curves.clone(),
            unmeasured: self.unmeasured.clone(),
        }
    }
}
