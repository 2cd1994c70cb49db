//! Phases: stretches of a run that train different parts.

use serde::{Deserialize, Serialize};

use crate::data::Corruption;
use crate::model::Parts;

/// A stretch of a run. Phases follow each other; the last goes on until the epochs are done.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Phase {
    pub epochs: u32,
    /// What is trained; everything else keeps its weights.
    pub parts: Parts,
    /// Takes the place of the run's learning rate.
    pub learning_rate: f32,
    /// Takes the place of the run's corruption.
    pub corruption: Option<Corruption>,
}

impl Default for Phase {
    fn default() -> Self {
        Self {
            epochs: 5,
            parts: Parts::All,
            learning_rate: 1e-3,
            corruption: None,
        }
    }
}
