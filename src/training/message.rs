//! The commands to the worker and the events from it, as plain data.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    CarriedOver, Checkpoint, EpochRecord, Job, ObservationRequest, Progress, ResumeState,
    StepRecord, TrainingOrder, VariantId, VariantSettings,
};
use crate::model::{DeviceChoice, DeviceId};

/// What the application asks of the worker.
#[derive(Debug, Clone)]
pub enum Command {
    /// Builds the model (replacing the variant's run, if any) and publishes its views; does not train.
    Load(Box<Job>),
    /// Forgets the variant's run.
    Unload(VariantId),
    /// Trains these until their epochs are done. In one command, so that none makes a step before all have begun.
    Train(Vec<VariantId>),
    /// Stops after the batch under way; the run can go on.
    Pause(VariantId),
    /// One update, then pause.
    Step(VariantId),
    /// As pause, and the run counts as ended.
    Stop(VariantId),
    /// New settings for a run under way; only those that [`VariantSettings::can_become`] allows.
    Update(VariantId, Box<VariantSettings>),
    /// Asks for an [`Event::ResumeState`] now.
    Snapshot(VariantId),
    /// What is wanted of these views from now on.
    Observe(ObservationRequest),
    /// Views of this variant are wanted or not (a hidden panel costs nothing).
    Watch { variant: VariantId, views: bool },
    /// Views and decoded codes are of this many epochs from now on, as far as weights of then are kept; of the present
    /// weights with `None`.
    LookAt(Option<f64>),
    /// Most bytes of past weights to keep of each run that is loaded, from now on.
    KeepAtMost(usize),
    /// Who takes the next batch when several runs are in training.
    Order(TrainingOrder),
    /// What to train on from now on. Runs that are loaded go on there from where they are.
    Device(DeviceChoice),
    /// Looks into [`super::Views::decode`]; [`super::Worker::decode`] sends it.
    Decode,
    /// Ends the thread.
    Shutdown,
}

impl Command {
    /// Whom it is about, if it is about one.
    pub fn variant(&self) -> Option<VariantId> {
        match self {
            Self::Load(job) => Some(job.variant),
            Self::Unload(variant)
            | Self::Pause(variant)
            | Self::Step(variant)
            | Self::Stop(variant)
            | Self::Update(variant, _)
            | Self::Snapshot(variant)
            | Self::Watch { variant, .. } => Some(*variant),
            Self::Train(_)
            | Self::Observe(_)
            | Self::LookAt(_)
            | Self::KeepAtMost(_)
            | Self::Order(_)
            | Self::Device(_)
            | Self::Decode
            | Self::Shutdown => None,
        }
    }
}

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Fresh weights, or loaded and not yet trained further.
    #[default]
    Ready,
    Training,
    Paused,
    /// All epochs done, or stopped early.
    Finished,
    /// Ended by a person.
    Stopped,
    /// Loss not a number or diverging; the last good weights are kept.
    Diverged,
    Failed,
}

impl RunState {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Training => "training",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
            Self::Diverged => "diverged",
            Self::Failed => "failed",
        }
    }
}

/// What the worker reports. Big values go through [`super::Views`] instead.
#[derive(Debug, Clone)]
pub enum Event {
    State {
        variant: VariantId,
        state: RunState,
    },
    /// At most about thirty a second a run; `steps` are those since the last one (thinned if many).
    Progress {
        variant: VariantId,
        progress: Progress,
        steps: Vec<StepRecord>,
    },
    Epoch {
        variant: VariantId,
        record: Box<EpochRecord>,
    },
    /// Answer to [`Command::Snapshot`], and sent unasked whenever training pauses or ends.
    ResumeState {
        variant: VariantId,
        resume_state: Arc<ResumeState>,
    },
    /// The checkpoints, oldest first; sent whenever they change.
    Checkpoints {
        variant: VariantId,
        checkpoints: Vec<Arc<Checkpoint>>,
    },
    /// A run was loaded that begins with the weights of another one: which of its tensors they are.
    CarriedOver {
        variant: VariantId,
        carried: CarriedOver,
    },
    /// Where the run's model is from now on; sent when it was loaded, and when it moved. `reason` says why where it was
    /// measured, or where it is not what was asked for: a sentence without a full stop.
    Device {
        variant: VariantId,
        device: DeviceId,
        reason: Option<String>,
    },
    /// Something a person should know; `advice` says what to do about it, and `best_epoch` where it is a way out to go
    /// back to the weights of that epoch.
    Warning {
        variant: VariantId,
        message: String,
        advice: String,
        best_epoch: Option<u32>,
    },
    /// Why a run has diverged; it comes after its state, and `advice` says what to do about it.
    Diverged {
        variant: VariantId,
        message: String,
        advice: String,
    },
    /// The run could not begin or go on; other runs live on.
    Failed {
        variant: VariantId,
        message: String,
    },
}

impl Event {
    /// Whom it is about.
    pub fn variant(&self) -> VariantId {
        match self {
            Self::State { variant, .. }
            | Self::Progress { variant, .. }
            | Self::Epoch { variant, .. }
            | Self::ResumeState { variant, .. }
            | Self::Checkpoints { variant, .. }
            | Self::CarriedOver { variant, .. }
            | Self::Device { variant, .. }
            | Self::Warning { variant, .. }
            | Self::Diverged { variant, .. }
            | Self::Failed { variant, .. } => *variant,
        }
    }
}
