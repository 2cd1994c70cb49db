//! Several real models in training at once: whatever the order and the threads, each ends as it would alone.

mod training_support;

use std::sync::Arc;

use hourglass::data::Corruption;
use hourglass::model::{Activation, Architecture, Code, Distribution, Layer, Loss};
use hourglass::training::{
    Command, Event, Job, ResumeState, Run, RunState, TrainingOrder, TrainingSettings, VariantId,
    VariantSettings, Worker,
};
use training_support::{
    blobs, events_until, finish, job, prepared, resume_state_in, send, timeless,
};

const EPOCHS: u32 = 3;

/// A variant of 16 numbers between images and a code of `width`.
fn variant(id: u32, width: usize, batch: usize) -> Job {
    let training = TrainingSettings {
        learning_rate: 0.01,
        batch,
        epochs: EPOCHS,
        seed: 5,
        ..TrainingSettings::default()
    };
    let layer = Layer {
        width: 16,
        activation: Activation::Relu,
        dropout: 0.1,
    };
    let code = Code {
        width,
        activation: Activation::Identity,
        ..Code::default()
    };
    Job {
        data: prepared(blobs(), 4),
        settings: VariantSettings {
            architecture: Architecture {
                encoder: vec![layer],
                code,
                ..Architecture::default()
            },
            training,
            ..VariantSettings::default()
        },
        ..job(id, training)
    }
}

/// Dense with two codes, a variational one, and one that removes noise with batches of another size.
fn variants() -> Vec<Job> {
    let mut variational = variant(3, 2, 8);
    variational.settings.architecture.code.distribution = Distribution::Gaussian;
    variational.settings.loss = Loss::Bce;
    let mut denoising = variant(4, 4, 6);
    denoising.settings.corruption = Corruption::Gaussian { std: 0.3 };
    vec![variant(1, 2, 8), variant(2, 8, 8), variational, denoising]
}

fn alone(job: Job) -> ResumeState {
    let mut run = Run::new(job).unwrap();
    finish(&mut run);
    timeless(run.resume_state())
}

/// Trains all variants in a worker with so many threads; asks for them from the last to the first.
fn together(order: TrainingOrder, threads: usize) -> Vec<Event> {
    let worker = Worker::spawn(threads, Arc::new(|| {})).unwrap();
    send(&worker, Command::Order(order));
    let ids: Vec<VariantId> = variants().iter().map(|job| job.variant).collect();
    for job in variants() {
        send(&worker, Command::Load(Box::new(job)));
    }
    let last_first = ids.iter().rev().copied().collect();
    send(&worker, Command::Train(last_first));
    let mut events = Vec::new();
    for _ in &ids {
        events.extend(events_until(&worker, |event| {
            let state = RunState::Finished;
            matches!(event, Event::State { state: s, .. } if *s == state)
        }));
    }
    events
}

/// The variant of each epoch that ended, in order.
fn epochs(events: &[Event]) -> Vec<u32> {
    let ended = |event: &Event| match event {
        Event::Epoch { variant, .. } => Some(variant.0),
        _ => None,
    };
    events.iter().filter_map(ended).collect()
}

#[test]
fn each_ends_bit_for_bit_as_it_would_alone() {
    let alone: Vec<ResumeState> = variants().into_iter().map(alone).collect();
    for order in [TrainingOrder::LockStep, TrainingOrder::OneAfterAnother] {
        for threads in [1, 2, 3, 8] {
            let events = together(order, threads);
            for (job, alone) in variants().iter().zip(&alone) {
                let resume_state = resume_state_in(&events, job.variant.0).unwrap();
                let resume_state = timeless(resume_state.as_ref().clone());
                assert_eq!(&resume_state, alone, "{order:?}, {threads} threads");
            }
        }
    }
}

#[test]
fn in_lock_step_nobody_is_an_epoch_ahead() {
    for threads in [1, 4] {
        let ended = epochs(&together(TrainingOrder::LockStep, threads));
        assert_eq!(ended.len(), 4 * EPOCHS as usize);
        for round in ended.chunks(4) {
            let mut round = round.to_vec();
            round.sort_unstable();
            assert_eq!(round, [1, 2, 3, 4], "{ended:?}");
        }
    }
}

#[test]
fn one_after_another_each_ends_before_the_next_begins() {
    let ended = epochs(&together(TrainingOrder::OneAfterAnother, 4));
    // The worker sees the first request before the others: which one is first is known, the rest follows.
    assert_eq!(ended, [4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1]);
}
