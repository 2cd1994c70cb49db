//! The resume state of a run: everything it needs to go on bit for bit.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Checkpoint, History, checkpoint};
use crate::data::{Prepared, Scaler, TrainedOn};
use crate::model::{LossParts, ModelState};

/// Where a run stands, between two steps.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Position {
    /// Finished epochs.
    pub epoch: u32,
    /// Batches done in the current epoch.
    pub batch: u32,
    /// Updates done in all.
    pub step: u64,
    /// Seconds of training in all.
    pub seconds: f64,
    /// Loss times images, summed over the batches of the current epoch.
    pub loss_sum: f64,
    /// The parts of the loss, likewise.
    pub parts_sum: LossParts,
    /// Images seen in the current epoch.
    pub images: u64,
}

/// The best epoch so far, kept while early stopping is on.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    pub epoch: u32,
    pub loss: f64,
    pub state: Arc<ModelState>,
}

/// The state a run resumes from; never changed once made, so that saving can happen while training goes on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResumeState {
    pub position: Position,
    pub history: History,
    pub state: Arc<ModelState>,
    pub best: Option<Best>,
    /// Ended by early stopping: more epochs continue it only if patience is raised or switched off.
    pub stopped_early: bool,
    /// Oldest first.
    pub checkpoints: Vec<Arc<Checkpoint>>,
    /// How its samples were scaled, and what they are; `None` of projects that did not keep it.
    pub scaler: Option<Arc<Scaler>>,
    /// The data that it was trained on last; `None` of projects that did not keep it.
    pub data: Option<Arc<TrainedOn>>,
}

impl ResumeState {
    /// How samples are scaled for its weights: as they were in training.
    pub fn scaler_for(&self, data: &Prepared) -> Arc<Scaler> {
        match &self.scaler {
            Some(scaler) => Arc::clone(scaler),
            None => {
                let train = &data.dataset.train;
                Arc::new(Scaler::fit_format_1(data.settings.scaling, train))
            }
        }
    }

    /// Bytes of the weights alone: what each checkpoint takes.
    pub fn weight_bytes(&self) -> usize {
        checkpoint::bytes(&self.state.weights)
    }
}
