//! What a run has recorded so far.

use serde::{Deserialize, Serialize};

/// Mean losses over a set of images. Pixel means unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// The chosen loss, mean over pixels and images.
    pub loss: f64,
    /// Squared error in the scale of the inputs, mean over pixels and images.
    pub mse: f64,
    /// Binary cross-entropy in nats, mean over pixels and images; `None` where it means nothing.
    pub bce: Option<f64>,
}

/// One optimiser update.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StepRecord {
    /// Updates done before it plus one: 1 for the first.
    pub step: u64,
    /// Seconds of training before it ended, pauses and measuring left out.
    pub seconds: f64,
    pub loss: f32,
}

/// One finished epoch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EpochRecord {
    /// 1 for the first.
    pub epoch: u32,
    /// Updates done at its end.
    pub step: u64,
    /// Seconds of training at its end.
    pub seconds: f64,
    /// Mean of the batch losses, weighted by images.
    pub train_loss: f64,
    /// On the validation images, or on the test images when there are none.
    pub validation: Measures,
    /// At its last step, schedule applied.
    pub learning_rate: f64,
    pub samples_per_second: f64,
}

/// The record of a run, step by step and epoch by epoch.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// Thinned: at most a few thousand, evenly spread, the newest always there.
    pub steps: Vec<StepRecord>,
    pub epochs: Vec<EpochRecord>,
}
