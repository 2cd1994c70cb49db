//! Training: one run as a state machine without a thread ([`Run`]), the worker thread that drives runs,
//! commands in, events out, history and checkpoints. Knows nothing of the screen.

mod check;
mod checkpoint;
mod codes;
mod cut;
mod divergence;
mod early_stopping;
mod error;
mod evaluate;
mod fastest;
mod feed;
mod fitting;
mod guarded;
mod history;
mod keyframe;
mod keyframes;
mod lanes;
mod measured;
mod message;
mod notices;
mod observe;
mod order;
mod outcome;
mod phase;
mod run;
mod settings;
mod slot;
mod start;
mod step;
mod thinning;
mod turn;
mod update;
mod variant_id;
mod variant_settings;
mod views;
mod worker;
mod workshop;

pub use checkpoint::{Best, Checkpoint, Position};
pub use error::RunError;
pub use fastest::Choice;
pub use guarded::guarded;
pub use history::{EpochRecord, History, Measures, StepRecord};
pub use keyframe::{Keyframe, StoredWeights, keyframe_at};
pub use lanes::Lanes;
pub use measured::{ColumnMeasured, GaussianCode, Measured, measure_test, measure_test_while};
pub use message::{Command, Event, Job, Progress, RunState};
pub use notices::Notice;
pub use observe::Observed;
pub use order::TrainingOrder;
pub use outcome::{RunEnd, StepOutcome};
pub use phase::{Phase, Stretch};
pub use run::{Run, blueprint};
pub use settings::{EarlyStopping, Schedule, ScheduleShape, TrainingSettings};
pub use slot::Slot;
pub use start::{CarriedOver, Start};
pub use turn::{Candidate, next_round};
pub use variant_id::VariantId;
pub use variant_settings::VariantSettings;
pub use views::{
    Asker, ColumnErrors, DecodeRequest, Decoded, GalleryChoice, GalleryRequest, GalleryView,
    LatentView, PerAsker, Views,
};
pub use worker::Worker;
pub use workshop::{ThisMachine, Workshop};
