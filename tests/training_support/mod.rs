//! A small model with a known inside, and helpers to train it.
#![allow(
    dead_code,
    unused_imports,
    reason = "each test binary uses its own part of this"
)]

mod blobs;
mod bundle;
mod factories;
mod gone;
mod hooked;
mod real;
mod tied;

pub use blobs::blobs;
pub use bundle::{assert_same, through_a_bundle, through_format_1};
pub use factories::{Alone, TwoDevices, lost_after};
pub use gone::Gone;
pub use hooked::{Call, Hooked};
pub use real::{narrow, real};
pub use tied::{Fault, Probe, Tied};

use std::sync::Arc;
use std::time::{Duration, Instant};

use hourglass::data::random::{Purpose, stream};
use hourglass::data::{DataSettings, Dataset, ImageShape, Prepared, Samples};
use hourglass::model::{Blueprint, Model, ModelError};
use hourglass::training::{
    Checkpoint, Command, Event, Job, ResumeState, Run, RunState, StepOutcome, TrainingSettings,
    VariantId, VariantSettings, Worker,
};
use rand::Rng;

pub const SHAPE: ImageShape = ImageShape {
    height: 3,
    width: 3,
    channels: 1,
};

/// 22 training images of which 4 validate: 18 make 5 batches of 4, the last of 2.
pub fn dataset() -> Dataset {
    let images = |count: usize, seed: u64| {
        let mut random = stream(seed, Purpose::Sampling, 0, 0);
        let pixels: Vec<u8> = (0..count * SHAPE.size()).map(|_| random.random()).collect();
        Samples::images(SHAPE, pixels, None).unwrap()
    };
    Dataset::new("noise", images(22, 1), images(7, 2))
}

pub fn settings(epochs: u32) -> TrainingSettings {
    TrainingSettings {
        learning_rate: 0.05,
        batch: 4,
        epochs,
        seed: 11,
        ..TrainingSettings::default()
    }
}

/// `dataset` with `validation` of its training images set aside.
pub fn prepared(dataset: Dataset, validation: usize) -> Arc<Prepared> {
    let settings = DataSettings {
        validation,
        ..DataSettings::default()
    };
    Arc::new(Prepared::new(dataset, &settings).unwrap())
}

pub fn job(variant: u32, training: TrainingSettings) -> Job {
    Job::new(
        VariantId(variant),
        prepared(dataset(), 4),
        VariantSettings {
            training,
            ..VariantSettings::default()
        },
    )
}

pub fn resumed(mut job: Job, from: &ResumeState) -> Job {
    job.resume = Some(Arc::new(from.clone()));
    job
}

pub fn run_with(job: Job, probe: &Arc<Probe>) -> Run {
    let model = Box::new(Tied::new(&hourglass::training::blueprint(&job), probe));
    Run::with_model(job, model).unwrap()
}

pub fn run(job: Job) -> Run {
    run_with(job, &Arc::default())
}

/// Steps until the run ends; the last outcome.
pub fn finish(run: &mut Run) -> StepOutcome {
    loop {
        let outcome = run.step().unwrap();
        if outcome.end.is_some() {
            return outcome;
        }
    }
}

/// The resume state without what clocks put into it.
pub fn timeless(mut resume_state: ResumeState) -> ResumeState {
    resume_state.position.seconds = 0.0;
    for step in &mut resume_state.history.steps {
        step.seconds = 0.0;
    }
    for epoch in &mut resume_state.history.epochs {
        epoch.seconds = 0.0;
        epoch.samples_per_second = 0.0;
    }
    resume_state
}

/// Long enough never to be reached by a test that passes.
pub const LONG: Duration = Duration::from_secs(30);

pub fn worker(probe: &Arc<Probe>) -> Worker {
    let probe = Arc::clone(probe);
    worker_of(1, move |blueprint| {
        Ok(Box::new(Tied::new(blueprint, &probe)))
    })
}

/// A worker whose models `build` makes.
pub fn worker_of(
    threads: usize,
    build: impl Fn(&Blueprint) -> Result<Box<dyn Model>, ModelError> + Send + 'static,
) -> Worker {
    Worker::spawn_with(threads, Arc::new(|| {}), Box::new(Alone(build))).unwrap()
}

/// Collects events until one satisfies `last`.
pub fn events_until(worker: &Worker, last: impl Fn(&Event) -> bool) -> Vec<Event> {
    let deadline = Instant::now() + LONG;
    let mut events = Vec::new();
    loop {
        while let Some(event) = worker.try_event() {
            let done = last(&event);
            events.push(event);
            if done {
                return events;
            }
        }
        assert!(Instant::now() < deadline, "still waiting after {events:?}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub fn events_until_state(worker: &Worker, variant: u32, state: RunState) -> Vec<Event> {
    events_until(
        worker,
        |event| matches!(event, Event::State { variant: v, state: s } if v.0 == variant && *s == state),
    )
}

/// The newest resume state among `events`.
pub fn resume_state_in(events: &[Event], variant: u32) -> Option<Arc<ResumeState>> {
    events.iter().rev().find_map(|event| match event {
        Event::ResumeState {
            variant: v,
            resume_state,
        } if v.0 == variant => Some(Arc::clone(resume_state)),
        _ => None,
    })
}

/// The newest list of checkpoints among `events`.
pub fn checkpoints_in(events: &[Event]) -> Vec<Arc<Checkpoint>> {
    let newest = events.iter().rev().find_map(|event| match event {
        Event::Checkpoints { checkpoints, .. } => Some(checkpoints.clone()),
        _ => None,
    });
    newest.expect("checkpoints were reported")
}

pub fn send(worker: &Worker, command: Command) {
    assert!(worker.send(command));
}

pub fn load(worker: &Worker, variant: u32, training: TrainingSettings) {
    send(worker, Command::Load(Box::new(job(variant, training))));
}

/// Waits until all commands before are done.
pub fn settle(worker: &Worker, variant: u32) -> Vec<Event> {
    send(worker, Command::Snapshot(VariantId(variant)));
    events_until(
        worker,
        |event| matches!(event, Event::ResumeState { variant: v, .. } if v.0 == variant),
    )
}
