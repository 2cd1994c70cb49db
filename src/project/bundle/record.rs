//! How the record of a run stands in the file: the training module's types, with numbers that may be NaN.
//!
//! The mirrors (`remote`) must name every field of the originals, so a field added there is an error here.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::number;
use crate::model::LossParts;
use crate::training::{EpochRecord, Measures, Position, RunState, StepRecord};

/// What a trained variant's entry says apart from its settings, weights and history.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stand {
    pub state: RunState,
    /// Ended by early stopping.
    pub stopped_early: bool,
    #[serde(with = "PositionMirror")]
    pub position: Position,
}

/// The best epoch, without its weights.
#[derive(Debug, Serialize, Deserialize)]
pub struct BestEntry {
    pub epoch: u32,
    #[serde(with = "number")]
    pub loss: f64,
}

/// One row of the history by steps.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepRow(#[serde(with = "StepMirror")] pub StepRecord);

/// One row of the history by epochs.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EpochRow(#[serde(with = "EpochMirror")] pub EpochRecord);

/// Reads one row; the error says what is wrong with it.
pub fn read_row<T: for<'de> Deserialize<'de>>(row: &Value) -> Result<T, String> {
    T::deserialize(row).map_err(|error| error.to_string())
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Position", default = "Position::default")]
struct PositionMirror {
    epoch: u32,
    batch: u32,
    step: u64,
    #[serde(with = "number")]
    seconds: f64,
    #[serde(with = "number")]
    loss_sum: f64,
    #[serde(default)]
    parts_sum: LossParts,
    images: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "StepRecord")]
struct StepMirror {
    step: u64,
    #[serde(with = "number")]
    seconds: f64,
    #[serde(with = "number")]
    loss: f32,
    #[serde(default)]
    parts: LossParts,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EpochRecord")]
struct EpochMirror {
    epoch: u32,
    step: u64,
    #[serde(with = "number")]
    seconds: f64,
    #[serde(with = "number")]
    train_loss: f64,
    #[serde(default)]
    train_parts: LossParts,
    #[serde(with = "MeasuresMirror")]
    validation: Measures,
    #[serde(with = "number")]
    learning_rate: f64,
    #[serde(with = "number")]
    samples_per_second: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Measures")]
struct MeasuresMirror {
    #[serde(with = "number")]
    loss: f64,
    #[serde(with = "number")]
    mse: f64,
    #[serde(with = "number::option", default)]
    bce: Option<f64>,
    #[serde(default)]
    parts: LossParts,
}
