//! The text for whoever helps: what it says, and what it must not.

mod app_support;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use app_support::{tiny_document, write_idx};
use hourglass::app::{Action, App, AppOptions, DatasetState};
use hourglass::project;

/// The diagnostics of an application that opens `project` and writes the log `file`, and its last message.
fn diagnostics(project: &Path, file: &Path) -> (String, String) {
    let (sender, wakes) = channel();
    let wake = Arc::new(move || {
        let _ = sender.send(());
    });
    let options = AppOptions {
        threads: 1,
        log_file: Some(file.to_path_buf()),
        ..AppOptions::default()
    };
    let mut app = App::start(wake, project.to_str(), options);
    let wait = |app: &mut App, there: &dyn Fn(&App) -> bool| {
        while !there(app) {
            wakes.recv_timeout(Duration::from_mins(1)).expect("news");
            app.poll();
        }
    };
    let is_open = |app: &App| {
        let is_loading = matches!(app.dataset, DatasetState::Loading { .. });
        app.path.is_some() && app.devices.found.is_some() && !is_loading
    };
    wait(&mut app, &is_open);
    app.apply(Action::Diagnose(
        "1440 × 900 points, 2 pixels a point".into(),
    ));
    let messages = app.messages.len();
    wait(&mut app, &|app| app.messages.len() > messages);
    let text = app.take_clipboard().expect("a text");
    assert_eq!(app.take_clipboard(), None);
    (text, app.messages.last().expect("a message").text.clone())
}

#[test]
fn the_machine_the_settings_and_what_was_said_are_in_it_and_no_folder() {
    let root = tempfile::tempdir().expect("a folder");
    let home = root.path().join("home of Anna Lovelace");
    let data = home.join("Study 7");
    fs::create_dir_all(&data).expect("made");
    let bundle = home.join("My projects/digits");
    let mut document = tiny_document(&data);
    document.data.source = write_idx(&data, "patients", 60);
    document.variants[0].name = "shallow".into();
    project::save(&document, &bundle).expect("saved");
    let log = home.join("hourglass.log");
    let line = format!("12:00 WARN cannot remove: {}", bundle.display());
    fs::write(&log, format!("{line}\n")).expect("written");

    let (text, said) = diagnostics(&bundle, &log);
    assert!(said.starts_with("Copied"), "{said}");
    for expected in [
        concat!("Hourglass ", env!("CARGO_PKG_VERSION")),
        "Display: 1440 × 900 points, 2 pixels a point",
        "Threads for training: 1",
        "Device chosen: auto\n- cpu: ",
        "Project: tiny, saved",
        "Its data: 40 training and 10 test samples",
        "- shallow: ready, 0 of 2 epochs, 0 updates",
        "\"images\": \"patients-images.idx\"",
        "Settings of shallow:",
        "\"learning_rate\": 0.001",
        "12:00 WARN cannot remove: …/digits",
    ] {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    for personal in ["Lovelace", "Study 7", "My projects"] {
        assert!(!text.contains(personal), "{personal} in {text}");
    }

    fs::remove_file(data.join("patients-images.idx")).expect("removed");
    let (text, _) = diagnostics(&bundle, &home.join("none.log"));
    assert!(text.contains("Its data: could not be read, "), "{text}");
    assert!(text.contains("- error: "), "{text}");
    assert!(text.contains("…/patients-images.idx"), "{text}");
    assert!(text.contains("The log cannot be read"), "{text}");
    for personal in ["Lovelace", "Study 7", "My projects"] {
        assert!(!text.contains(personal), "{personal} in {text}");
    }
}
