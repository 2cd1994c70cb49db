//! The window on a project edited by hand: what could not be read is marked, and looked at before it is saved over.

mod common;
mod window_session_support;

use std::fs;

use common::keep_picture;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Question, SaveState};
use hourglass::training::RunState;
use serde_json::{Value, json};
use window_session_support::{Window, project};

#[test]
fn a_field_that_makes_no_sense_is_marked_until_a_person_has_looked() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = project(folder.path());
    let file = bundle.join("project.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&file).expect("read")).expect("JSON");
    let settings = &mut json["variants"][0]["settings"];
    settings["training"]["learning_rate"] = json!("fast");
    settings["architecture"]["encoder"][0]["width"] = json!(17);
    fs::write(&file, json.to_string()).expect("written");
    let mut window = Window::open_in(&bundle, [1_024.0, 1_600.0]);
    window.frames(4);
    for label in [
        "Variant A, 2 fields not read",
        "Not read: architecture.encoder[0].width",
        "Not read: training.learning_rate",
        // At its row.
        "Not read: Learning rate",
    ] {
        let found = window.harness.query_by_label(label);
        assert!(found.is_some(), "{label}");
    }
    keep_picture("misread_marks", &window.harness.render().expect("drawn"));

    window.harness.set_size(egui::vec2(1_024.0, 640.0));
    window.press("Train");
    assert!(matches!(
        window.app().question,
        Some(Question::Misread { .. })
    ));
    window.frames(4);
    keep_picture("misread_question", &window.harness.render().expect("drawn"));
    // Nobody takes it by Enter.
    window.key(egui::Modifiers::NONE, egui::Key::Enter);
    assert!(window.app().question.is_some());
    window.click("Cancel");
    assert_eq!(window.app().selected_state(), RunState::Ready);

    window.click("Look at it");
    window.click("Use what is shown");
    assert_eq!(window.app().document.misread, []);
    assert!(
        window
            .harness
            .query_by_label("Not read: Learning rate")
            .is_none()
    );
    window.key(egui::Modifiers::COMMAND, egui::Key::S);
    window.until("the save", |app| app.save == SaveState::Saved);
    window.press("Train");
    window.until("training", |app| app.selected_state() == RunState::Training);
}
