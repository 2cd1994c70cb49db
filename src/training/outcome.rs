//! What a step did, what it leaves to report, and what is left to do of the last one of an epoch.

use std::time::Duration;

use super::evaluate::Measuring;
use super::{EpochRecord, Notice, StepRecord, TrainingPhase};

/// What a device that works by itself is given to do at a time: short against a frame and half of another, so that
/// pausing and views wait no longer.
pub(super) const AT_ONCE: Duration = Duration::from_millis(12);

/// An update that was not reported yet.
pub(super) struct Taken {
    pub(super) images: usize,
    pub(super) phase: TrainingPhase,
    pub(super) learning_rate: f64,
}

/// What one step did.
#[derive(Debug, Clone, PartialEq)]
pub struct StepOutcome {
    /// Of the last update.
    pub record: StepRecord,
    /// Of the updates before it that were done in one go.
    pub earlier: Vec<StepRecord>,
    /// Images in the batches.
    pub images: usize,
    /// When the batch was the last of its epoch.
    pub epoch: Option<EpochRecord>,
    /// What a person should know after this epoch and did not have to know after the one before.
    pub notices: Vec<Notice>,
    /// When the run has come to an end.
    pub end: Option<RunEnd>,
}

/// How a run ends by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEnd {
    /// All epochs are done; the last weights stay.
    Finished,
    /// No improvement for too long; the best weights are back.
    StoppedEarly,
    /// The last good weights, position and history are back.
    Diverged { message: String, advice: String },
}

impl StepOutcome {
    pub(super) fn new(record: StepRecord, earlier: Vec<StepRecord>, images: usize) -> Self {
        Self {
            record,
            earlier,
            images,
            epoch: None,
            notices: Vec::new(),
            end: None,
        }
    }
}

/// What is left to do of the last step of an epoch.
pub(super) struct EpochEnd {
    pub(super) measuring: Measuring,
    /// The phase of the epoch.
    pub(super) phase: TrainingPhase,
    /// Of the last update.
    pub(super) learning_rate: f64,
    pub(super) outcome: StepOutcome,
}
