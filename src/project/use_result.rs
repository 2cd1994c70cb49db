//! What was found when a trained variant was used, as far as it is kept in the project.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::eval::{Curves, Figures};
use crate::training::Position;

/// The result of one use of one variant; its table and samples are found again by using it again.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct UseResult {
    /// What it was used for: "anomaly".
    #[serde(rename = "use")]
    pub name: String,
    /// Settings of the use that somebody chose, each with its value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<(String, String)>,
    /// What it was used on, where that was not the test part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Which weights it is of.
    pub weights: UsedWeights,
    pub figures: Figures,
    /// What others reach in the same figures, each by its name.
    pub baselines: Vec<(String, Figures)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub curves: Vec<Curves>,
    /// Why there are no figures, in one clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unmeasured: Option<String>,
}

/// Names the weights of a run: no two runs come to as many updates in the same time, to the last bit.
#[derive(Debug, Clone, Copy, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct UsedWeights {
    /// Finished epochs.
    pub epoch: u32,
    /// Updates done in all.
    pub step: u64,
    /// Seconds of training in all.
    pub seconds: f64,
}

impl UsedWeights {
    /// Those that a run has at `position`.
    pub fn at(position: &Position) -> Self {
        Self {
            epoch: position.epoch,
            step: position.step,
            seconds: position.seconds,
        }
    }
}

impl UseResult {
    /// Whether it is of other weights than those of now.
    pub fn is_stale(&self, now: Option<UsedWeights>) -> bool {
        now != Some(self.weights)
    }
}
