//! What fails in the worker ends the run it is about, with its reason, and no other.

mod training_support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use hourglass::model::ModelError;
use hourglass::training::{
    Asker, Command, DecodeRequest, Event, RunState, TrainingSettings, VariantId,
};
use training_support::*;

const ONE: VariantId = VariantId(1);
const TWO: VariantId = VariantId(2);

#[test]
fn a_panic_ends_one_run_and_nothing_else() {
    for fault in [Fault::Panic, Fault::Device] {
        let probes: BTreeMap<u64, Arc<Probe>> = [(11, Arc::default()), (22, Arc::default())].into();
        *probes[&11].fault.lock().unwrap() = Some((3, fault));
        let worker = worker_of(1, move |blueprint| {
            Ok(Box::new(Tied::new(blueprint, &probes[&blueprint.seed])))
        });
        let other = TrainingSettings {
            seed: 22,
            ..settings(2)
        };
        load(&worker, 1, settings(2));
        load(&worker, 2, other);
        send(&worker, Command::Train(vec![ONE]));
        send(&worker, Command::Train(vec![TWO]));
        let events = events_until_state(&worker, 2, RunState::Finished);
        let message = events.iter().find_map(|event| match event {
            Event::Failed { variant, message } => Some((variant.0, message.clone())),
            _ => None,
        });
        let (failed, message) = message.unwrap();
        assert_eq!(failed, 1);
        let expected = match fault {
            Fault::Panic => "the test model was told to panic",
            _ => "the device failed: out of memory",
        };
        assert!(message.ends_with(expected), "{message}");
        // What was left of it, and it is gone.
        assert_eq!(resume_state_in(&events, 1).unwrap().position.step, 0);
        send(&worker, Command::Train(vec![ONE]));
        events_until(
            &worker,
            |event| matches!(event, Event::Failed { message, .. } if message.contains("not loaded")),
        );
        load(&worker, 1, settings(2));
        events_until_state(&worker, 1, RunState::Ready);
    }
}

#[test]
fn a_panic_in_what_nobody_guards_ends_the_run_it_is_about() {
    let probes: BTreeMap<u64, Arc<Probe>> = [(11, Arc::default()), (22, Arc::default())].into();
    let meddled = Arc::clone(&probes[&11]);
    let worker = worker_of(1, move |blueprint| {
        Ok(Box::new(Tied::new(blueprint, &probes[&blueprint.seed])))
    });
    let other = TrainingSettings {
        seed: 22,
        ..settings(200)
    };
    load(&worker, 1, settings(2));
    load(&worker, 2, other);
    send(&worker, Command::Train(vec![ONE]));
    events_until_state(&worker, 1, RunState::Finished);
    send(&worker, Command::Train(vec![TWO]));
    meddled.no_width.store(true, Ordering::Relaxed);
    let code = vec![0.0; 3];
    worker.decode(Asker::Sliders, DecodeRequest { variant: ONE, code });
    let events = events_until_state(&worker, 2, RunState::Finished);
    let failed = events.iter().find_map(|event| match event {
        Event::Failed { variant, message } => Some((*variant, message.clone())),
        _ => None,
    });
    let (variant, message) = failed.expect("a failure");
    assert_eq!(variant, ONE);
    assert!(message.ends_with("was told to have no width"), "{message}");
    // What it had reached was reported when it ended, and is not replaced by anything older.
    assert_eq!(resume_state_in(&events, 1), None);
    meddled.no_width.store(false, Ordering::Relaxed);
    load(&worker, 1, settings(2));
    events_until_state(&worker, 1, RunState::Ready);
}

#[test]
fn a_job_that_cannot_be_built_fails_with_a_sentence() {
    let worker = worker_of(1, |_| {
        Err(ModelError::Width {
            width: 3,
            field: "code.width".into(),
        })
    });
    load(&worker, 1, settings(1));
    let events = events_until(&worker, |event| matches!(event, Event::Failed { .. }));
    let Some(Event::Failed { message, .. }) = events.last() else {
        unreachable!()
    };
    assert!(
        message.starts_with("no layer of width 3 exists"),
        "{message}"
    );
}

#[test]
fn divergence_is_a_state_a_warning_and_the_kept_weights() {
    let probe = Arc::new(Probe::default());
    *probe.fault.lock().unwrap() = Some((7, Fault::NanLoss));
    let worker = worker(&probe);
    load(&worker, 1, settings(2));
    send(&worker, Command::Train(vec![ONE]));
    let events = events_until(&worker, |event| matches!(event, Event::Diverged { .. }));
    let state = events.iter().rev().find_map(|event| match event {
        Event::State { state, .. } => Some(*state),
        _ => None,
    });
    assert_eq!(state, Some(RunState::Diverged));
    let kept = resume_state_in(&events, 1).unwrap();
    assert_eq!(kept.position.step, 0);
    assert!(events.iter().all(|event| match event {
        Event::Progress { steps, .. } => steps.iter().all(|step| step.loss.is_finite()),
        _ => true,
    }));
    // It can go on.
    *probe.fault.lock().unwrap() = None;
    send(&worker, Command::Train(vec![ONE]));
    events_until_state(&worker, 1, RunState::Finished);
}
