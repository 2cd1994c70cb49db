//! The worker thread: commands within one batch, fair turns, views only when watched, panics kept apart.

mod training_support;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hourglass::model::{Blueprint, Model};
use hourglass::training::{
    Asker, Command, DecodeRequest, Event, GalleryChoice, GalleryRequest, ObservationRequest,
    RunState, TrainingSettings, VariantId, VariantSettings, Worker,
};
use training_support::*;

const ONE: VariantId = VariantId(1);
const TWO: VariantId = VariantId(2);

fn states(events: &[Event]) -> Vec<(u32, RunState)> {
    let state = |event: &Event| match event {
        Event::State { variant, state } => Some((variant.0, *state)),
        _ => None,
    };
    events.iter().filter_map(state).collect()
}

fn alone(variant: u32, training: TrainingSettings) -> hourglass::training::ResumeState {
    let mut run = run(job(variant, training));
    finish(&mut run);
    timeless(run.resume_state())
}

/// The settings of [`job`] with other training.
fn update(training: TrainingSettings) -> Box<VariantSettings> {
    Box::new(job(1, training).settings)
}

#[test]
fn a_run_reports_its_way_from_ready_to_finished() {
    let worker = worker(&Arc::default());
    load(&worker, 1, settings(3));
    send(&worker, Command::Train(vec![ONE]));
    let events = events_until_state(&worker, 1, RunState::Finished);
    assert_eq!(
        states(&events),
        [
            (1, RunState::Ready),
            (1, RunState::Training),
            (1, RunState::Finished)
        ]
    );
    let epochs: Vec<u32> = events
        .iter()
        .filter_map(|event| match event {
            Event::Epoch { record, .. } => Some(record.epoch),
            _ => None,
        })
        .collect();
    assert_eq!(epochs, [1, 2, 3]);
    let steps: Vec<u64> = events
        .iter()
        .filter_map(|event| match event {
            Event::Progress { steps, .. } => Some(steps),
            _ => None,
        })
        .flatten()
        .map(|record| record.step)
        .collect();
    assert_eq!(steps, (1..=15).collect::<Vec<u64>>());
    let resume_state = resume_state_in(&events, 1).unwrap();
    assert_eq!(
        timeless(resume_state.as_ref().clone()),
        alone(1, settings(3))
    );
}

#[test]
fn pause_stop_and_step_are_seen_within_the_batch_under_way() {
    for (command, state) in [
        (Command::Pause(ONE), RunState::Paused),
        (Command::Step(ONE), RunState::Paused),
        (Command::Stop(ONE), RunState::Stopped),
    ] {
        let probe = Arc::new(Probe::default());
        let worker = worker(&probe);
        probe.close_gate();
        load(&worker, 1, settings(1000));
        send(&worker, Command::Train(vec![ONE]));
        probe.wait_at_gate();
        let more = usize::from(matches!(command, Command::Step(_)));
        send(&worker, command);
        probe.open_gate();
        let events = events_until_state(&worker, 1, state);
        assert_eq!(probe.trained(), 1 + more);
        let resume_state = resume_state_in(&events, 1).unwrap();
        assert_eq!(resume_state.position.step as usize, 1 + more);
    }
}

#[test]
fn every_step_asked_for_is_one_update() {
    let probe = Arc::new(Probe::default());
    let worker = worker(&probe);
    load(&worker, 1, settings(2));
    for _ in 0..3 {
        send(&worker, Command::Step(ONE));
    }
    events_until(
        &worker,
        |event| matches!(event, Event::ResumeState { resume_state, .. } if resume_state.position.step == 3),
    );
    settle(&worker, 1);
    assert_eq!(probe.trained(), 3);
}

#[test]
fn pausing_and_looking_do_not_change_the_bits() {
    let probe = Arc::new(Probe::default());
    let worker = worker(&probe);
    send(
        &worker,
        Command::Watch {
            variant: ONE,
            views: true,
        },
    );
    load(&worker, 1, settings(2));
    for step in 1..10 {
        send(&worker, Command::Step(ONE));
        worker.decode(
            Asker::Probe,
            DecodeRequest {
                variant: ONE,
                code: vec![0.1; 3],
            },
        );
        let request = GalleryRequest {
            choice: GalleryChoice::Worst,
            count: 2,
            seed: step,
            ..Default::default()
        };
        send(
            &worker,
            Command::Observe(ObservationRequest::Gallery(request)),
        );
        send(&worker, Command::Update(ONE, update(settings(2))));
        settle(&worker, 1);
    }
    send(&worker, Command::Train(vec![ONE]));
    let events = events_until_state(&worker, 1, RunState::Finished);
    let resume_state = resume_state_in(&events, 1).unwrap();
    assert_eq!(
        timeless(resume_state.as_ref().clone()),
        alone(1, settings(2))
    );
}

#[test]
fn two_variants_take_turns_and_end_as_they_would_alone() {
    let probe = Arc::new(Probe::default());
    let worker = worker(&probe);
    let other = TrainingSettings {
        seed: 22,
        ..settings(2)
    };
    load(&worker, 1, settings(2));
    load(&worker, 2, other);
    probe.close_gate();
    send(&worker, Command::Train(vec![ONE]));
    probe.wait_at_gate();
    send(&worker, Command::Train(vec![TWO]));
    probe.open_gate();
    let events = events_until_state(&worker, 2, RunState::Finished);
    let turns = probe.trained.lock().unwrap().clone();
    assert_eq!(turns, [11, 22].repeat(10));
    for (variant, training) in [(1, settings(2)), (2, other)] {
        let resume_state = resume_state_in(&events, variant).unwrap();
        assert_eq!(
            timeless(resume_state.as_ref().clone()),
            alone(variant, training)
        );
    }
}

#[test]
fn updates_take_hold_or_warn_and_raised_epochs_go_on() {
    let worker = worker(&Arc::default());
    load(&worker, 1, settings(1));
    send(&worker, Command::Train(vec![ONE]));
    events_until_state(&worker, 1, RunState::Finished);
    send(&worker, Command::Train(vec![ONE]));
    let events = events_until(&worker, |event| matches!(event, Event::Warning { .. }));
    let Some(Event::Warning { advice, .. }) = events.last() else {
        unreachable!()
    };
    assert_eq!(advice, "Raise the number of epochs to go on");
    let locked = TrainingSettings {
        batch: 3,
        ..settings(1)
    };
    send(&worker, Command::Update(ONE, update(locked)));
    events_until(&worker, |event| matches!(event, Event::Warning { .. }));
    send(&worker, Command::Update(ONE, update(settings(3))));
    send(&worker, Command::Train(vec![ONE]));
    let events = events_until_state(&worker, 1, RunState::Finished);
    let resume_state = resume_state_in(&events, 1).unwrap();
    assert_eq!(
        timeless(resume_state.as_ref().clone()),
        alone(1, settings(3))
    );
}

#[test]
fn fewer_epochs_end_a_run_under_way() {
    let probe = Arc::new(Probe::default());
    let worker = worker(&probe);
    load(&worker, 1, settings(1000));
    probe.close_gate();
    send(&worker, Command::Train(vec![ONE]));
    probe.wait_at_gate();
    send(&worker, Command::Update(ONE, update(settings(1))));
    probe.open_gate();
    events_until_state(&worker, 1, RunState::Finished);
    assert_eq!(probe.trained(), 5, "one epoch is five batches");
}

#[test]
fn an_idle_worker_sends_nothing_and_wakes_nobody() {
    let woken = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&woken);
    let worker = Worker::spawn_with(
        1,
        Arc::new(move || *counter.lock().unwrap() += 1),
        Box::new(Alone(|blueprint: &Blueprint| {
            let model: Box<dyn Model> = Box::new(Tied::new(blueprint, &Arc::default()));
            Ok(model)
        })),
    )
    .unwrap();
    load(&worker, 1, settings(2));
    send(&worker, Command::Train(vec![ONE]));
    events_until_state(&worker, 1, RunState::Finished);
    settle(&worker, 1);
    std::thread::sleep(Duration::from_millis(50));
    let before = *woken.lock().unwrap();
    assert!(before > 0);
    std::thread::sleep(Duration::from_millis(150));
    assert_eq!(*woken.lock().unwrap(), before);
    assert!(worker.try_event().is_none());
}

#[test]
fn the_last_event_is_announced() {
    // A reader that only looks when it is woken.
    let (sender, receiver) = std::sync::mpsc::channel();
    let worker = Worker::spawn_with(
        1,
        Arc::new(move || {
            let _ = sender.send(());
        }),
        Box::new(Alone(|blueprint: &Blueprint| {
            let model: Box<dyn Model> = Box::new(Tied::new(blueprint, &Arc::default()));
            Ok(model)
        })),
    )
    .unwrap();
    load(&worker, 1, settings(5));
    send(&worker, Command::Train(vec![ONE]));
    let mut last = None;
    while last != Some(RunState::Finished) {
        let woken = receiver.recv_timeout(Duration::from_secs(30));
        assert!(woken.is_ok(), "never woken for the end");
        while let Some(event) = worker.try_event() {
            if let Event::State { state, .. } = event {
                last = Some(state);
            }
        }
    }
}

#[test]
fn unloading_forgets_and_dropping_joins_with_a_full_queue() {
    let probe = Arc::new(Probe::default());
    let worker = worker(&probe);
    load(&worker, 1, settings(1000));
    send(&worker, Command::Unload(ONE));
    send(&worker, Command::Train(vec![ONE]));
    events_until(&worker, |event| matches!(event, Event::Failed { .. }));
    load(&worker, 1, settings(1000));
    probe.close_gate();
    send(&worker, Command::Train(vec![ONE]));
    probe.wait_at_gate();
    let mut sent = 0;
    while worker.send(Command::Snapshot(ONE)) {
        sent += 1;
        assert!(sent < 10_000, "the queue has no end");
    }
    let opener = Arc::clone(&probe);
    let dropper = std::thread::spawn(move || drop(worker));
    opener.open_gate();
    assert!(dropper.join().is_ok());
}

#[test]
fn shutdown_ends_the_thread() {
    let worker = worker(&Arc::default());
    send(&worker, Command::Shutdown);
    let deadline = Instant::now() + Duration::from_secs(30);
    while worker.send(Command::Pause(ONE)) {
        assert!(Instant::now() < deadline, "the thread lives on");
        std::thread::sleep(Duration::from_millis(1));
    }
}
