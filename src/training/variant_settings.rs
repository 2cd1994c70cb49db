//! The settings of a variant: architecture, loss, noise, training and phases.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Phase, TrainingPhase, TrainingSettings};
use crate::data::Corruption;
use crate::model::{Architecture, Loss, Objective, Parts};

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

impl VariantSettings {
    /// The phase that the epoch after `epoch` finished ones belongs to. Without phases it is one from the first epoch
    /// to the last.
    pub fn phase_at(&self, epoch: u32) -> TrainingPhase {
        let mut start = 0u32;
        let mut index = 0;
        while let Some(phase) = self.phases.get(index)
            && index + 1 < self.phases.len()
            && epoch.saturating_sub(start) >= phase.epochs
        {
            start = start.saturating_add(phase.epochs);
            index += 1;
        }
        let phase = self.phases.get(index);
        let rate = self.training.learning_rate;
        let own = phase.and_then(|phase| phase.corruption);
        let end = phase.map_or(u32::MAX, |phase| start.saturating_add(phase.epochs));
        TrainingPhase {
            index,
            start,
            parts: phase.map_or(Parts::All, |phase| phase.parts),
            learning_rate: phase.map_or(rate, |phase| phase.learning_rate),
            corruption: own.unwrap_or(self.corruption),
            is_last: index + 1 >= self.phases.len() || end >= self.training.epochs,
        }
    }

    /// Leaves out the phases that train something the architecture does not have (any more).
    pub fn drop_impossible_phases(&mut self) {
        let architecture = &self.architecture;
        let layers = Phase::has_layers(architecture).then(|| architecture.encoder.len() + 1);
        self.phases.retain(|phase| match phase.parts {
            Parts::All | Parts::Encoder | Parts::Decoder => true,
            Parts::Layer { index } => layers.is_some_and(|layers| index < layers),
            Parts::Adversary => architecture.adversary.is_some(),
        });
    }

    /// The noise on the inputs in the epoch after `epoch` finished ones, in training and in measuring.
    pub fn corruption_at(&self, epoch: u32) -> Corruption {
        self.phase_at(epoch).corruption
    }
}
