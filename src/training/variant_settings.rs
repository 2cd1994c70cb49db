//! The settings of a variant: architecture, loss, noise, training and phases.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Phase, TrainingSettings};
use crate::data::Corruption;
use crate::model::{Architecture, Loss, Objective};

/// Everything a person chooses for one variant.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct VariantSettings {
    /// The model.
    #[schemars(title = "Architecture")]
    pub architecture: Architecture,
    /// How outputs are compared with samples.
    ///
    /// A mean over pixels with a point code, a sum over the pixels of an image with a Gaussian code; a mean over images.
    #[schemars(title = "Loss")]
    pub loss: Loss,
    /// The numbers of the loss, and what is added to it.
    #[schemars(title = "Objective")]
    pub objective: Objective,
    /// Noise on the inputs, in training, in measuring and in the gallery; the target stays clean.
    #[schemars(title = "Noise")]
    pub corruption: Corruption,
    /// How it is trained.
    #[schemars(title = "Training")]
    pub training: TrainingSettings,
    /// What is trained when, at most 256 phases; empty for everything all the time.
    #[schemars(title = "Phases", length(max = 256))]
    pub phases: Vec<Phase>,
}
