//! The settings of a variant: architecture, loss, noise, training and phases.

use serde::{Deserialize, Serialize};

use super::{Phase, TrainingSettings};
use crate::data::Corruption;
use crate::model::{Architecture, Loss, Objective};

/// Everything a person chooses for one variant.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VariantSettings {
    pub architecture: Architecture,
    pub loss: Loss,
    pub objective: Objective,
    /// Noise on the inputs, in training, in measuring and in the gallery; the target stays clean.
    pub corruption: Corruption,
    pub training: TrainingSettings,
    /// What is trained when; empty for everything all the time.
    pub phases: Vec<Phase>,
}
