//! Projects edited by hand in which something is wrong: they open with it marked, and are neither trained nor written
//! over before a person has looked.

mod app_support;

use std::fs;
use std::path::Path;

use app_support::{Session, tiny_project};
use hourglass::app::{Action, Answer, App, Edit, Question, SaveState, VariantsEdit};
use hourglass::model::Loss;
use hourglass::project;
use hourglass::training::{RunState, VariantId};
use serde_json::{Value, json};

const A: VariantId = VariantId(1);

/// A project whose file `change` has changed, and the text of that file.
fn edited(folder: &Path, change: impl FnOnce(&mut Value)) -> (std::path::PathBuf, String) {
    let bundle = tiny_project(folder);
    let file = bundle.join("project.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&file).expect("read")).expect("JSON");
    change(&mut json);
    // As a person would lay it out, so that any save shows.
    let text = format!("{json:#}\n\n");
    fs::write(&file, &text).expect("written");
    (bundle, text)
}

fn two_wrong(json: &mut Value) {
    let settings = &mut json["variants"][0]["settings"];
    settings["training"]["learning_rate"] = json!("fast");
    settings["loss"] = json!("mean");
}

fn text(bundle: &Path) -> String {
    fs::read_to_string(bundle.join("project.json")).expect("a project file")
}

fn keys(app: &App) -> Vec<&str> {
    let misread = app.document.misread.iter();
    misread.map(|misread| misread.key.as_str()).collect()
}

const RATE: &str = "variants[0].settings.training.learning_rate";
const LOSS: &str = "variants[0].settings.loss";

fn started(bundle: &Path) -> Session {
    let mut session = Session::start(Some(bundle));
    session.until_ready();
    session
}

fn asks(app: &App, action: Action) -> bool {
    app.question
        == Some(Question::Misread {
            then: Some(Box::new(action)),
        })
}

/// The versions kept beside the project file.
fn kept_beside(bundle: &Path) -> Vec<String> {
    let entries = fs::read_dir(bundle).expect("a folder").flatten();
    let beside = entries.filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with("project.conflict-")
    });
    beside
        .map(|entry| fs::read_to_string(entry.path()).expect("read"))
        .collect()
}

#[test]
fn nothing_is_trained_or_saved_before_a_person_has_looked() {
    let folder = tempfile::tempdir().expect("a folder");
    let (bundle, wrong) = edited(folder.path(), two_wrong);
    let mut session = started(&bundle);
    assert_eq!(keys(&session.app), [LOSS, RATE]);
    let rate = &session.app.document.misread[1];
    assert_eq!(rate.written.as_deref(), Some("\"fast\""));
    assert_eq!(rate.used.as_deref(), Some("0.001"));
    assert!(!session.app.has_unsaved_changes());

    let elsewhere = Action::SaveAs(folder.path().join("copy"));
    for action in [
        Action::Train,
        Action::Step,
        Action::TrainVariants(vec![A]),
        Action::Save,
        elsewhere,
    ] {
        session.app.apply(action.clone());
        assert!(asks(&session.app, action.clone()), "{action:?}");
        session.app.apply(Action::Answer(Answer::Cancel));
    }
    assert_eq!(session.app.selected_state(), RunState::Ready);
    assert_eq!(session.app.save, SaveState::Saved);
    assert!(!folder.path().join("copy").exists());
    assert_eq!(text(&bundle), wrong);

    session.app.apply(Action::Train);
    session.app.apply(Action::Answer(Answer::Use));
    assert_eq!(keys(&session.app), [""; 0]);
    session.until_state(RunState::Finished);
    assert_eq!(text(&bundle), wrong);
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    let saved = project::open(&bundle).expect("opened");
    assert_eq!(saved.warnings, []);
    assert!(saved.document.variants[0].trained.is_some());
    // What was written by hand is not lost.
    assert_eq!(kept_beside(&bundle), [wrong]);
    let said = |part: &str| session.app.messages.iter().any(|m| m.text.contains(part));
    assert!(said("project.conflict-"), "{:?}", session.app.messages);
    session.app.document.notes = "more".into();
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    assert_eq!(kept_beside(&bundle).len(), 1);
}

#[test]
fn a_mark_goes_with_a_change_and_comes_back_with_undo() {
    let folder = tempfile::tempdir().expect("a folder");
    let (bundle, wrong) = edited(folder.path(), two_wrong);
    let mut session = started(&bundle);
    let app = &mut session.app;
    let mut training = app.selected().settings.training;
    training.epochs += 1;
    app.apply(Action::Edit(Edit::Training(training)));
    assert_eq!(keys(app), [LOSS, RATE]);
    training.learning_rate = 0.01;
    app.apply(Action::Edit(Edit::Training(training)));
    assert_eq!(keys(app), [LOSS]);
    app.apply(Action::Undo);
    assert_eq!(keys(app), [LOSS, RATE]);
    app.apply(Action::Redo);
    app.apply(Action::UseInstead(vec![LOSS.into()]));
    assert_eq!(keys(app), [""; 0]);
    app.apply(Action::Undo);
    assert_eq!(keys(app), [LOSS]);
    assert_eq!(text(&bundle), wrong);

    app.apply(Action::Edit(Edit::Loss(Loss::Bce)));
    app.apply(Action::Save);
    assert_eq!(app.question, None);
    session.until("the save", |app| app.save == SaveState::Saved);
    // On disk is now what is on screen: the way back marks nothing any more.
    session.app.apply(Action::Undo);
    assert_eq!(keys(&session.app), [""; 0]);
}

#[test]
fn leaving_and_going_back_are_free_and_copies_are_marked_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (bundle, wrong) = edited(folder.path(), |json| {
        two_wrong(json);
        json["view"]["smoothing"] = json!(7);
    });
    let mut session = started(&bundle);
    session
        .app
        .apply(Action::Variants(VariantsEdit::Duplicate(A)));
    let copy = session.app.selected().id;
    assert_eq!(session.app.misread_of(Some(copy)).count(), 2);
    session.app.apply(Action::TrainVariants(vec![copy]));
    assert!(matches!(
        session.app.question,
        Some(Question::Misread { .. })
    ));
    session.app.apply(Action::Answer(Answer::Cancel));
    session
        .app
        .apply(Action::Variants(VariantsEdit::Delete(copy)));
    assert_eq!(session.app.document.misread.len(), 3);

    session.app.apply(Action::Revert);
    session.app.apply(Action::Answer(Answer::Discard));
    session.until("the project", |app| !app.has_unsaved_changes());
    session.until_ready();
    assert_eq!(session.app.document.misread.len(), 3);
    // With other variants and views nothing is the matter.
    session
        .app
        .apply(Action::UseInstead(vec![LOSS.into(), RATE.into()]));
    session.app.apply(Action::Train);
    session.until_state(RunState::Finished);
    assert_eq!(text(&bundle), wrong);
    session.app.apply(Action::Quit);
    session.app.apply(Action::Answer(Answer::Save));
    assert!(asks(&session.app, Action::Save));
    session.app.apply(Action::Answer(Answer::Use));
    session.until("the end", |app| app.quit);
    assert_eq!(project::open(&bundle).expect("opened").warnings, []);
}

#[test]
fn what_was_not_looked_at_waits_after_a_crash_as_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (bundle, wrong) = edited(folder.path(), two_wrong);
    let mut session = Session::start_keeping(Some(&bundle), &data);
    session.until_ready();
    let notes = Edit::ProjectNotes("not saved".into());
    session.app.apply(Action::Edit(notes));
    session.until("the copy", |_| {
        let sessions = fs::read_dir(data.join("unsaved")).into_iter().flatten();
        sessions
            .flatten()
            .any(|one| one.path().join("session.json").exists())
    });
    drop(session);
    assert_eq!(text(&bundle), wrong);

    let mut session = Session::start_keeping(None, &data);
    session.until("the offer", |app| {
        matches!(app.question, Some(Question::Recover(_)))
    });
    session.app.apply(Action::Answer(Answer::Open));
    session.until("the work", |app| app.document.notes == "not saved");
    assert_eq!(keys(&session.app), [LOSS, RATE]);
    session.app.apply(Action::Save);
    assert!(asks(&session.app, Action::Save));
    session.app.apply(Action::Answer(Answer::Use));
    session.until("the save", |app| app.save == SaveState::Saved);
    assert_eq!(kept_beside(&bundle), [wrong]);
}

#[test]
fn training_on_after_the_end_waits_as_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = started(&bundle);
    session.app.apply(Action::Train);
    session.until_state(RunState::Finished);
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    drop(session);
    let mut json: Value = serde_json::from_str(&text(&bundle)).expect("JSON");
    json["variants"][0]["settings"]["training"]["learning_rate"] = json!("fast");
    fs::write(bundle.join("project.json"), json.to_string()).expect("written");

    let mut session = started(&bundle);
    assert_eq!(keys(&session.app), [RATE]);
    assert_eq!(session.app.more_epochs(), Some(10));
    session.app.apply(Action::TrainMore);
    assert!(asks(&session.app, Action::TrainMore));
    session.app.apply(Action::Answer(Answer::Use));
    session.until("the end", |app| {
        app.selected_state() == RunState::Finished && app.runs[&A].progress.epoch == 12
    });
}
