//! Training on a device that works by itself, moving from one to another, and losing one.

mod training_support;

use std::sync::Arc;
use std::time::Duration;

use hourglass::data::Corruption;
use hourglass::model::{self, DeviceChoice, DeviceId, Model};
use hourglass::training::{
    Command, Event, Job, Run, RunState, ThisMachine, TrainingSettings, VariantSettings, Worker,
    blueprint,
};
use training_support::{
    Alone, Hooked, TwoDevices, dataset, events_until, job, lost_after, narrow, real, settings,
    timeless,
};

const GPU: DeviceId = DeviceId::Cuda(0);

/// A small model of the real engine, 6 batches an epoch.
fn small(corruption: Corruption) -> Job {
    let settings = VariantSettings {
        architecture: narrow(),
        corruption,
        training: TrainingSettings {
            clip_norm: Some(0.5),
            ..settings(3)
        },
        ..VariantSettings::default()
    };
    Job {
        checkpoint_bytes: 1 << 20,
        ..real(dataset(), settings)
    }
}

fn on_a_gpu(model: Box<dyn Model>, most: u32) -> Hooked {
    Hooked::new(model, |_| Ok(())).queued(most)
}

/// The same run with its model behind a queue.
fn queued(job: &Job) -> Run {
    let model = model::build(&blueprint(job)).unwrap();
    Run::with_model(job.clone(), Box::new(on_a_gpu(model, 32))).unwrap()
}

/// Trains to the end, as many steps at once as the run does; the numbers of the steps as they are reported.
fn finish_at_once(run: &mut Run) -> Vec<u64> {
    let mut steps = Vec::new();
    while !run.is_finished() {
        if let Some(outcome) = run.advance(u32::MAX).unwrap() {
            let records = outcome.earlier.iter().chain([&outcome.record]);
            steps.extend(records.map(|record| record.step));
        }
    }
    steps
}

#[test]
fn several_updates_at_once_are_the_same_as_one_after_another() {
    for corruption in [Corruption::None, Corruption::Gaussian { std: 0.2 }] {
        let job = small(corruption);
        let mut one_by_one = Run::new(job.clone()).unwrap();
        while !one_by_one.is_finished() {
            one_by_one.step().unwrap();
        }
        let mut at_once = queued(&job);
        let steps = finish_at_once(&mut at_once);
        assert_eq!(steps, (1..=18).collect::<Vec<u64>>());
        assert_eq!(
            timeless(at_once.resume_state()),
            timeless(one_by_one.resume_state())
        );
        let places =
            |run: &Run| -> Vec<f64> { run.checkpoints().iter().map(|kept| kept.epochs).collect() };
        assert_eq!(places(&at_once), places(&one_by_one));
    }
}

#[test]
fn no_more_steps_are_done_at_once_than_were_asked_for() {
    let mut run = queued(&small(Corruption::None));
    // What a step takes is not known yet, and weights of the first epoch are kept on the way.
    assert_eq!(run.advance(1).unwrap().unwrap().record.step, 1);
    assert_eq!(run.advance(1).unwrap().unwrap().record.step, 2);
    let outcome = run.advance(u32::MAX).unwrap().unwrap();
    assert_eq!(outcome.record.step, 3);
    assert!(outcome.earlier.is_empty());
}

#[test]
fn a_run_that_moves_between_devices_goes_on_with_the_same_steps() {
    let job = small(Corruption::None);
    let mut straight = Run::new(job.clone()).unwrap();
    let mut moving = Run::new(job.clone()).unwrap();
    for step in 1..=18 {
        straight.step().unwrap();
        moving.step().unwrap();
        let model = model::build(&moving.blueprint()).unwrap();
        match step {
            4 => moving.move_to(Box::new(on_a_gpu(model, 8))).unwrap(),
            11 => moving.move_to(model).unwrap(),
            _ => {}
        }
    }
    assert_eq!(
        timeless(moving.resume_state()),
        timeless(straight.resume_state())
    );
}

#[test]
fn a_lost_device_leaves_the_last_good_weights() {
    let job = small(Corruption::None);
    let model = model::build(&blueprint(&job)).unwrap();
    let model = Hooked::new(model, lost_after(7)).queued(4);
    let mut run = Run::with_model(job, Box::new(model)).unwrap();
    let begun = run.resume_state();
    let failed = loop {
        if let Err(error) = run.advance(u32::MAX) {
            break error.to_string();
        }
    };
    assert_eq!(failed, "the device failed: it is gone");
    // Nothing newer was shown to be sound before the device went away.
    assert_eq!(run.resume_state(), begun);
    assert_eq!(*run.last_good(), begun);
}

#[test]
fn with_one_device_there_is_nothing_to_find_out() {
    let mut run = Run::new(small(Corruption::None)).unwrap();
    let before = run.resume_state();
    let choice = run.fastest(&Alone(model::build));
    assert_eq!((choice.device, choice.reason), (DeviceId::Cpu, None));
    assert_eq!(run.resume_state(), before);
    // A build without CUDA has one.
    if !cfg!(feature = "cuda") {
        assert_eq!(run.fastest(&ThisMachine).reason, None);
    }
}

fn worker(factory: TwoDevices) -> Worker {
    let worker = Worker::spawn_with(1, Arc::new(|| {}), Box::new(factory)).unwrap();
    worker.send(Command::Load(Box::new(job(1, settings(2)))));
    worker
}

fn is_device(event: &Event) -> bool {
    matches!(event, Event::Device { .. })
}

/// The device that the last of `events` tells of, and why.
fn told(events: &[Event]) -> (DeviceId, Option<String>) {
    match events.last() {
        Some(Event::Device { device, reason, .. }) => (*device, reason.clone()),
        other => panic!("{other:?} tells of no device"),
    }
}

#[test]
fn the_worker_moves_runs_to_the_device_that_was_chosen() {
    let worker = worker(TwoDevices::default());
    let id = job(1, settings(2)).variant;
    assert_eq!(
        told(&events_until(&worker, is_device)),
        (DeviceId::Cpu, None)
    );
    let devices = worker.views.devices.take().unwrap();
    assert_eq!(devices.len(), 3);

    worker.send(Command::Device(DeviceChoice::This(GPU)));
    assert_eq!(told(&events_until(&worker, is_device)), (GPU, None));
    worker.send(Command::Step(id));
    events_until(&worker, |event| matches!(event, Event::ResumeState { .. }));

    worker.send(Command::Device(DeviceChoice::This(DeviceId::Cuda(1))));
    let (device, reason) = told(&events_until(&worker, is_device));
    assert_eq!(device, DeviceId::Cpu);
    assert_eq!(reason.as_deref(), Some("It is too old: cuda:1"));
    worker.send(Command::Train(vec![id]));
    let finished = |event: &Event| {
        matches!(
            event,
            Event::State {
                state: RunState::Finished,
                ..
            }
        )
    };
    events_until(&worker, finished);
}

#[test]
fn left_to_itself_the_worker_takes_the_fastest_device_once_a_run_is_trained() {
    let slow = Duration::from_millis(4);
    for (factory, fastest) in [
        (
            TwoDevices {
                processor: slow,
                ..TwoDevices::default()
            },
            GPU,
        ),
        (
            TwoDevices {
                gpu: slow,
                ..TwoDevices::default()
            },
            DeviceId::Cpu,
        ),
    ] {
        let worker = worker(factory);
        assert_eq!(
            told(&events_until(&worker, is_device)),
            (DeviceId::Cpu, None)
        );
        worker.send(Command::Train(vec![job(1, settings(2)).variant]));
        let (device, reason) = told(&events_until(&worker, is_device));
        assert_eq!(device, fastest);
        let reason = reason.unwrap();
        let start = "images/s of this model: ";
        assert!(
            reason.starts_with(start) && reason.contains(&format!("on {fastest}, ")),
            "{reason}"
        );
    }
}

#[test]
fn a_run_on_a_lost_device_fails_with_its_last_good_weights() {
    let worker = worker(TwoDevices {
        lost_after: Some(3),
        ..TwoDevices::default()
    });
    worker.send(Command::Device(DeviceChoice::This(GPU)));
    events_until(&worker, |event| {
        matches!(event, Event::Device { device: GPU, .. })
    });
    worker.send(Command::Train(vec![job(1, settings(2)).variant]));
    let events = events_until(&worker, |event| matches!(event, Event::Failed { .. }));
    let kept = events.iter().find_map(|event| match event {
        Event::ResumeState { resume_state, .. } => Some(resume_state),
        _ => None,
    });
    assert_eq!(kept.unwrap().position.step, 0);
    let Some(Event::Failed { message, .. }) = events.last() else {
        unreachable!("asked for");
    };
    assert_eq!(message, "the device failed: it is gone");
}
