//! The trained variant that is used, and the data it is used on.

use std::sync::Arc;

use super::Problem;
use crate::data::{Prepared, Scaler};
use crate::project::Trained;
use crate::training::OneByOne;

/// A trained variant with its project's data.
pub struct Subject<'a> {
    /// What the variant is called.
    pub name: &'a str,
    pub trained: &'a Trained,
    pub data: &'a Prepared,
    /// The variant's own.
    pub scaler: Arc<Scaler>,
}

impl<'a> Subject<'a> {
    pub fn new(name: &'a str, trained: &'a Trained, data: &'a Prepared) -> Self {
        Self {
            name,
            trained,
            data,
            scaler: trained.resume_state.scaler_for(data),
        }
    }

    /// Its model with its weights.
    ///
    /// # Errors
    /// When there are no test samples, or the weights do not fit.
    pub(super) fn model(&self) -> Result<OneByOne<'_>, Problem> {
        let dataset = &self.data.dataset;
        if dataset.test.is_empty() {
            let name = &dataset.name;
            return Err(Problem(format!("there are no test samples: {name}")));
        }
        if self.scaler.shape() != dataset.shape() {
            return Err(Problem(format!(
                "the weights are for samples of {}, these are {} or have other columns: {}",
                self.scaler.shape(),
                dataset.shape(),
                self.name
            )));
        }
        let Trained {
            resume_state,
            settings,
            ..
        } = self.trained;
        OneByOne::new(settings, &resume_state.state, &self.scaler).map_err(Problem::of)
    }

    /// What each test sample's class is called; empty where it has none.
    pub(super) fn class_names(&self) -> Vec<String> {
        let dataset = &self.data.dataset;
        let label = |index| dataset.test.label(index);
        let name = |index| label(index).map_or_else(String::new, |label| dataset.class_name(label));
        (0..dataset.test.len()).map(name).collect()
    }

    /// Whether test samples have labels.
    pub(super) fn has_labels(&self) -> bool {
        let counts = self.data.dataset.test.label_counts();
        !counts.is_empty()
    }
}
