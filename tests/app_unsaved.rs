//! What is not saved outlives the program: after a crash it is offered, and goes on.

mod app_support;

use std::fs;
use std::path::Path;

use app_support::{Session, tiny_project};
use hourglass::app::{Action, Answer, App, Edit, Question, SaveState};
use hourglass::project;
use hourglass::training::{RunState, VariantId};

const A: VariantId = VariantId(1);

fn note(app: &mut App, text: &str) {
    app.apply(Action::Edit(Edit::ProjectNotes(text.into())));
}

fn rename(app: &mut App, name: &str) {
    app.apply(Action::Edit(Edit::ProjectName(name.into())));
}

/// Whether some session has kept a project whose file holds `text`.
fn is_kept(data: &Path, text: &str) -> bool {
    let sessions = fs::read_dir(data.join("unsaved")).into_iter().flatten();
    let mut files = sessions.map(|session| session.expect("a session").path());
    files.any(|session| {
        session.join("session.json").exists()
            && fs::read_to_string(session.join("project/project.json"))
                .is_ok_and(|file| file.contains(text))
    })
}

fn asks_to_recover(app: &App) -> bool {
    matches!(app.question, Some(Question::Recover(_)))
}

/// Starts again and opens what is offered.
fn recover(data: &Path) -> Session {
    let mut session = Session::start_keeping(None, data);
    session.until("the offer", asks_to_recover);
    session.app.apply(Action::Answer(Answer::Open));
    session.until("the work", |app| {
        app.messages
            .iter()
            .any(|m| m.text.contains("unsaved work is open"))
    });
    session
}

#[test]
fn an_edit_outlives_a_crash_and_is_of_its_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start_keeping(Some(&bundle), &data);
    session.until_ready();
    note(&mut session.app, "not saved");
    session.until("the copy", |_| is_kept(&data, "not saved"));
    // As a kill: nothing is said, and the lock is free.
    drop(session);
    let saved = project::open(&bundle).expect("opened").document;
    assert_ne!(saved.notes, "not saved");

    let mut again = recover(&data);
    assert_eq!(again.app.document.notes, "not saved");
    assert_eq!(again.app.path.as_deref(), Some(&*bundle));
    assert!(again.app.has_unsaved_changes());
    again.app.apply(Action::Save);
    again.until("the save", |app| app.save == SaveState::Saved);
    let saved = project::open(&bundle).expect("opened").document;
    assert_eq!(saved.notes, "not saved");
    again.until("nothing kept", |_| !is_kept(&data, "not saved"));
}

#[test]
fn work_in_no_folder_is_offered_until_somebody_throws_it_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start_keeping(None, folder.path());
    note(&mut session.app, "nowhere");
    session.until("the copy", |_| is_kept(folder.path(), "nowhere"));
    drop(session);
    let mut session = Session::start_keeping(None, folder.path());
    session.until("the offer", asks_to_recover);
    session.app.apply(Action::Answer(Answer::Cancel));
    drop(session);

    let mut session = Session::start_keeping(None, folder.path());
    session.until("the offer", asks_to_recover);
    // Asked again, and not by Enter.
    session.app.apply(Action::Answer(Answer::Discard));
    assert!(matches!(
        session.app.question,
        Some(Question::DiscardLeftBehind(_))
    ));
    session.app.apply(Action::Answer(Answer::Cancel));
    assert!(asks_to_recover(&session.app) && is_kept(folder.path(), "nowhere"));
    session.app.apply(Action::Answer(Answer::Discard));
    session.app.apply(Action::Answer(Answer::Discard));
    assert_eq!(session.app.question, None);
    session.until("nothing kept", |_| !is_kept(folder.path(), "nowhere"));
}

#[test]
fn a_save_during_training_leaves_no_older_copy_to_offer() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start_keeping(Some(&bundle), &data);
    session.until_ready();
    note(&mut session.app, "kept aside");
    session.until("the copy", |_| is_kept(&data, "kept aside"));
    let mut training = session.app.selected().settings.training;
    training.epochs = 100_000;
    session.app.apply(Action::Edit(Edit::Training(training)));
    session.app.apply(Action::Train);
    session.until("some updates", |app| {
        app.runs.get(&A).is_some_and(|run| run.progress.step > 20)
    });
    session.app.apply(Action::Save);
    session.until("the save", |app| {
        app.messages.iter().any(|m| m.text.starts_with("Saved: "))
    });
    assert!(session.app.runs[&A].state == RunState::Training);
    let saved = project::open(&bundle).expect("opened").document;
    assert_eq!(saved.notes, "kept aside");
    session.until("nothing kept", |_| !is_kept(&data, "kept aside"));
}

#[test]
fn a_person_who_leaves_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start_keeping(None, folder.path());
    note(&mut session.app, "tried");
    session.until("the copy", |_| is_kept(folder.path(), "tried"));
    session.app.apply(Action::Quit);
    session.app.apply(Action::Answer(Answer::Discard));
    assert!(session.app.quit);
    drop(session);
    let sessions = fs::read_dir(folder.path().join("unsaved")).expect("a folder");
    assert_eq!(sessions.count(), 0);
}

#[test]
fn training_that_the_system_ends_goes_on_bit_for_bit() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let bundle = tiny_project(folder.path());
    let epochs = |app: &mut App, epochs| {
        let mut training = app.selected().settings.training;
        training.epochs = epochs;
        app.apply(Action::Edit(Edit::Training(training)));
    };
    let weights = |app: &App| {
        let trained = app.document.variant(A).and_then(|v| v.trained.as_ref());
        trained.expect("trained").resume_state.state.clone()
    };
    let mut session = Session::start_keeping(Some(&bundle), &data);
    session.until_ready();
    epochs(&mut session.app, 2_000);
    session.app.apply(Action::Train);
    session.until("some updates", |app| {
        app.runs.get(&A).is_some_and(|run| run.progress.step > 20)
    });
    session.app.terminate();
    session.until("the end", |app| app.quit);
    drop(session);

    let mut again = recover(&data);
    let position = |app: &App| {
        let trained = app.document.variant(A).and_then(|v| v.trained.as_ref());
        trained.expect("trained").resume_state.position
    };
    let reached = position(&again.app);
    assert!(reached.step > 20, "{reached:?}");
    let total = reached.epoch + 3;
    again.until_ready();
    epochs(&mut again.app, total);
    again.app.apply(Action::Train);
    again.until_state(RunState::Finished);
    again.until("the weights", |app| position(app).epoch == total);

    let expected = weights(&again.app);
    drop(again);
    let mut whole = Session::start(Some(&bundle));
    whole.until_ready();
    epochs(&mut whole.app, total);
    whole.app.apply(Action::Train);
    whole.until_state(RunState::Finished);
    whole.until("the weights", |app| position(app).epoch == total);
    assert_eq!(expected, weights(&whole.app));
}

#[test]
fn a_save_that_fails_keeps_the_work_and_is_tried_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    rename(&mut session.app, "kept in memory");
    let aside = folder.path().join("aside");
    fs::rename(&bundle, &aside).expect("moved");
    fs::write(&bundle, "a file").expect("a file in its place");
    session.app.apply(Action::Save);
    session.until("the failure", |app| {
        app.messages
            .iter()
            .any(|m| m.advice.contains("saved again in 5 s"))
    });
    assert!(session.app.has_unsaved_changes());
    assert_eq!(session.app.document.name, "kept in memory");
    // Another folder can be chosen at once.
    let offer = session
        .app
        .messages
        .last()
        .and_then(|message| message.offers[0].action());
    session.app.apply(offer.expect("a way out"));
    assert_eq!(session.app.question, Some(Question::SaveAs));
    session.app.apply(Action::Answer(Answer::Cancel));
    fs::remove_file(&bundle).expect("removed");
    fs::rename(&aside, &bundle).expect("moved back");
    session.until("the save", |app| app.save == SaveState::Saved);
    let saved = project::open(&bundle).expect("opened").document;
    assert_eq!(saved.name, "kept in memory");
    // The failure is over, and no longer said: what follows is an ordinary save.
    assert!(
        session
            .app
            .messages
            .iter()
            .all(|message| message.offers.is_empty())
    );
    rename(&mut session.app, "after");
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    assert!(!session.app.has_unsaved_changes());
}
