//! Training: one run as a state machine without a thread ([`Run`]), the worker thread that drives runs, its commands
//! and events, history, checkpoints and resume states. Knows nothing of the screen.

mod all_settings;
mod check;
mod checkpoint;
mod checkpoints;
mod codes;
mod cut;
mod divergence;
mod early_stopping;
mod error;
mod evaluate;
mod factory;
mod fastest;
mod fitting;
mod guarded;
mod history;
mod loader;
mod measured;
mod message;
mod notices;
mod observe;
mod order;
mod outcome;
mod phase;
mod resume_state;
mod run;
mod settings;
mod slot;
mod start;
mod step;
mod thinning;
mod thread_pools;
mod turn;
mod update;
mod variant_id;
mod variant_settings;
mod views;
mod worker;

pub use all_settings::{SCHEMA, SETTINGS};
pub use checkpoint::{Checkpoint, StoredWeights, checkpoint_at};
pub use error::RunError;
pub use factory::{ModelFactory, ThisMachine};
pub use fastest::Choice;
pub use guarded::guarded;
pub use history::{EpochRecord, History, Measures, StepRecord};
pub use measured::{ColumnMeasured, GaussianCode, Measured, measure_test, measure_test_while};
pub use message::{Command, Event, Job, Progress, RunState};
pub use notices::Notice;
pub use observe::{
    ColumnErrors, GalleryChoice, GalleryRequest, GalleryView, LatentRequest, LatentView, Listed,
    Observation, ObservationId, ObservationRequest, Observations, Observed, PerObservation,
};
pub use order::TrainingOrder;
pub use outcome::{RunEnd, StepOutcome};
pub use phase::{Phase, TrainingPhase};
pub use resume_state::{Best, Position, ResumeState};
pub use run::{Run, blueprint};
pub use settings::{EarlyStopping, Schedule, ScheduleShape, TrainingSettings};
pub use slot::Slot;
pub use start::{CarriedOver, Start};
pub use thread_pools::ThreadPools;
pub use turn::{Candidate, next_round};
pub use variant_id::VariantId;
pub use variant_settings::VariantSettings;
pub use views::{Asker, ByVariant, DecodeRequest, Decoded, PerAsker, Views};
pub use worker::Worker;
