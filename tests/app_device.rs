//! The choice of a device belongs to the machine: it outlives the program, and the command line goes before it.

mod app_support;

use std::path::Path;

use app_support::{Session, tiny_project};
use hourglass::app::Action;
use hourglass::model::{DeviceChoice, DeviceId};
use hourglass::project::{remember_device, remembered_device};
use hourglass::training::RunState;

const CPU: DeviceChoice = DeviceChoice::This(DeviceId::Cpu);

fn start(bundle: &Path, config: &Path, device: Option<DeviceChoice>) -> Session {
    Session::start_on(Some(bundle), Some(config.to_path_buf()), device)
}

#[test]
fn the_choice_is_kept_and_the_command_line_goes_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = tiny_project(folder.path());
    let config = folder.path().join("config");
    let mut session = start(&bundle, &config, None);
    assert_eq!(session.app.device(), DeviceChoice::Auto);
    session.app.apply(Action::ChooseDevice(CPU));
    session.until("the choice on disk", |_| remembered_device(&config) == CPU);
    assert!(!session.app.has_unsaved_changes());
    drop(session);

    assert_eq!(start(&bundle, &config, None).app.device(), CPU);
    let mut given = start(&bundle, &config, Some(DeviceChoice::Auto));
    assert_eq!(given.app.device(), DeviceChoice::Auto);
    given.until_ready();
    assert_eq!(remembered_device(&config), CPU);
    // What is chosen in the window is kept, also where it was given.
    given.app.apply(Action::ChooseDevice(DeviceChoice::Auto));
    given.until("the choice on disk", |_| {
        remembered_device(&config) == DeviceChoice::Auto
    });
}

#[test]
fn a_remembered_device_that_is_gone_does_not_keep_the_program_from_training() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = tiny_project(folder.path());
    let config = folder.path().join("config");
    let gone = DeviceChoice::This(DeviceId::Cuda(77));
    remember_device(&config, gone).unwrap();
    let mut session = start(&bundle, &config, None);
    assert_eq!(session.app.device(), gone);
    session.until_ready();
    session.app.apply(Action::Train);
    session.until_state(RunState::Finished);
    let variant = session.app.selected().id;
    let (device, reason) = session.app.device_of(variant).unwrap();
    assert_eq!(device, DeviceId::Cpu);
    assert!(reason.unwrap().ends_with(": cuda:77"), "{reason:?}");
    session.until("what there is", |app| app.devices().is_some());
    let told = session.app.messages.iter();
    let told: Vec<_> = told.filter(|m| m.text.ends_with(": cuda:77")).collect();
    assert_eq!(told.len(), 1, "{:?}", session.app.messages);
}
