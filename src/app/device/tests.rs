//! Tests of the choice of a device, of a run that fails on one, and of going on with the CPU.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::*;
use crate::app::background::Background;
use crate::app::breakable::{Breakables, Device, document, images};
use crate::app::link::Link;
use crate::app::{Action, DatasetState, MessageKind};
use crate::data::Prepared;
use crate::project::Document;
use crate::training::{Event, RunState, Worker};

const ID: VariantId = VariantId(1);
const CPU: DeviceChoice = DeviceChoice::This(DeviceId::Cpu);
const GPU: DeviceChoice = DeviceChoice::This(DeviceId::Cuda(0));

/// A processor, and a GPU with or without a problem.
fn found(problem: Option<&str>) -> &'static [DeviceInfo] {
    let device = |id, name: &str, problem: Option<&str>| DeviceInfo {
        id,
        name: name.into(),
        memory: None,
        problem: problem.map(Into::into),
    };
    Box::leak(Box::new([
        device(DeviceId::Cpu, "Processor", None),
        device(DeviceId::Cuda(0), "NVIDIA H100", problem),
    ]))
}

fn told(app: &App) -> Vec<(&str, &str)> {
    let messages = app.messages.iter();
    messages
        .map(|message| (message.text.as_str(), message.advice.as_str()))
        .collect()
}

#[test]
fn a_choice_that_cannot_be_used_is_told_once_and_made_no_more() {
    let mut app = App::detached(Document::default());
    // Nobody has looked yet.
    app.apply(Action::ChooseDevice(GPU));
    assert_eq!((app.device(), told(&app)), (GPU, vec![]));
    let found = found(Some("the driver is older than 525"));
    app.take_devices(found);
    app.take_devices(found);
    assert_eq!(app.device(), GPU);
    assert_eq!(
        told(&app),
        [(
            "The driver is older than 525: cuda:0",
            "The CPU is used until another device is chosen"
        )]
    );
    // It is about the machine: opening a project does not take it away, choosing does.
    app.warn("The batch size must be at least 1", "");
    app.apply(Action::New);
    assert_eq!(told(&app).len(), 1);
    app.apply(Action::ChooseDevice(CPU));
    assert_eq!((app.device(), told(&app)), (CPU, vec![]));
    assert_eq!(
        app.check(&Action::ChooseDevice(GPU)),
        Err("The driver is older than 525: cuda:0".into())
    );
    app.apply(Action::ChooseDevice(GPU));
    assert_eq!(app.device(), CPU);
}

#[test]
fn a_device_that_can_be_used_is_no_news() {
    let mut app = App::detached(Document::default());
    app.apply(Action::ChooseDevice(GPU));
    app.take_devices(found(None));
    assert_eq!(told(&app), []);
    let third = DeviceChoice::This(DeviceId::Cuda(2));
    assert!(app.check(&Action::ChooseDevice(third)).is_err());
    assert_eq!(app.check(&Action::ChooseDevice(DeviceChoice::Auto)), Ok(()));
}

/// One variant on 20 images of 3 x 3 in batches of 4, 2 epochs, trained on `device`; and the calls of its threads.
fn training_on(device: &Arc<Device>) -> (App, Receiver<()>) {
    let (sender, wakes) = channel();
    let wake: crate::app::Wake = Arc::new(move || {
        // Nobody waits any more at the end.
        let _ = sender.send(());
    });
    let factory = Breakables(Arc::clone(device));
    let worker = Worker::spawn_with(1, Arc::clone(&wake), Box::new(factory));
    let document = document();
    let data = Prepared::new(images(), &document.data).unwrap();
    let mut app = App::detached(document);
    app.background = Some(Background::new(wake));
    app.runs.link = Link::new(worker.unwrap());
    app.dataset = DatasetState::Ready(Arc::new(data));
    (app, wakes)
}

fn until(app: &mut App, wakes: &Receiver<()>, there: impl Fn(&App) -> bool) {
    loop {
        app.poll();
        if there(app) {
            return;
        }
        let woken = wakes.recv_timeout(Duration::from_secs(30));
        assert!(woken.is_ok(), "still waiting: {:?}", app.messages);
    }
}

#[test]
fn a_run_that_failed_on_a_gpu_goes_on_with_the_cpu_from_its_last_good_weights() {
    let device = Arc::new(Device::default());
    let (mut app, wakes) = training_on(&device);
    app.apply(Action::ChooseDevice(GPU));
    app.apply(Action::Step);
    until(&mut app, &wakes, |app| {
        let trained = app.selected().trained.as_ref();
        trained.is_some_and(|trained| trained.resume_state.position.step == 1)
    });
    assert_eq!(app.device_of(ID), Some((DeviceId::Cuda(0), None)));
    assert_eq!(app.devices().map(<[_]>::len), Some(2));

    device.break_after(0);
    app.apply(Action::Train);
    until(&mut app, &wakes, |app| {
        app.selected_state() == RunState::Failed && !app.messages.is_empty()
    });
    let message = app.messages.last().unwrap();
    assert_eq!(message.kind, MessageKind::Error);
    assert_eq!(message.text, "The device failed: out of memory");
    assert_eq!(
        message.advice,
        "Its last good weights are kept: go on with the CPU, or train again on the GPU"
    );
    let offer = message.offers[0];
    assert_eq!(offer.text(), "Go on with the CPU");
    let action = offer.action().unwrap();
    assert_eq!(app.check(&action), Ok(()));

    app.apply(action.clone());
    assert_eq!(app.device(), CPU);
    assert_eq!(told(&app), []);
    assert!(app.check(&action).is_err(), "it trains already");
    until(&mut app, &wakes, |app| {
        app.selected_state() == RunState::Finished
    });
    assert_eq!(app.device_of(ID), Some((DeviceId::Cpu, None)));
    assert_eq!(app.runs[&ID].history.epochs.len(), 2);
    // The first one was not made twice.
    assert_eq!(device.steps(), 10);
}

#[test]
fn a_model_that_finds_no_room_on_a_gpu_goes_on_with_the_cpu_too() {
    let device = Arc::new(Device::default());
    device.break_after(0);
    let (mut app, wakes) = training_on(&device);
    app.apply(Action::ChooseDevice(GPU));
    app.apply(Action::Train);
    until(&mut app, &wakes, |app| !app.messages.is_empty());
    let offer = app.messages[0].offers[0];
    app.apply(offer.action().unwrap());
    until(&mut app, &wakes, |app| {
        app.selected_state() == RunState::Finished
    });
    assert_eq!(told(&app), []);
}

#[test]
fn a_failure_on_the_cpu_offers_nothing_of_the_kind() {
    let device = Arc::new(Device::default());
    let (mut app, wakes) = training_on(&device);
    app.apply(Action::ChooseDevice(CPU));
    app.apply(Action::Step);
    until(&mut app, &wakes, |app| app.device_of(ID).is_some());
    let run = app.runs.link.loaded(ID).unwrap().run;
    app.take_event(Event::Failed {
        variant: run,
        message: "no such luck".into(),
    });
    assert_eq!(app.messages[0].text, "No such luck");
    assert_eq!(app.messages[0].offers, []);
}
