//! A project that is open in another program: it is said, and can be looked at, copied or taken over.

mod app_support;

use std::fs;
use std::path::{Path, PathBuf};

use app_support::{Session, tiny_document, tiny_project};
use hourglass::app::{Action, Answer, App, DatasetState, Edit, Offer, Question, SaveState};
use hourglass::project;
use hourglass::training::RunState;

fn note(app: &mut App, text: &str) {
    app.apply(Action::Edit(Edit::ProjectNotes(text.into())));
}

fn said(app: &App, part: &str) -> bool {
    app.messages.iter().any(|m| m.text.contains(part))
}

fn offers(app: &App, offer: Offer) -> bool {
    app.messages.iter().any(|m| m.offers.contains(&offer))
}

fn asks(app: &App) -> bool {
    matches!(app.question, Some(Question::InUse { .. }))
}

fn claims(bundle: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(bundle).expect("a folder").flatten();
    let claims = entries.filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_written = entry.metadata().is_ok_and(|about| about.len() > 0);
        name.starts_with(".hourglass-in-use") && is_written
    });
    claims.map(|entry| entry.path()).collect()
}

/// A window that has the project open, and another that is asked about it.
fn two(bundle: &Path) -> [Session; 2] {
    let mut first = Session::start(Some(bundle));
    first.until_ready();
    first.until("the claim", |_| !claims(bundle).is_empty());
    let mut second = Session::start(Some(bundle));
    second.until("the question", asks);
    [first, second]
}

fn notes_in(bundle: &Path) -> String {
    project::open(bundle).expect("opened").document.notes
}

#[test]
fn a_project_that_is_open_elsewhere_is_opened_to_look() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let [mut first, mut second] = two(&bundle);
    let Some(Question::InUse { path, users }) = &second.app.question else {
        unreachable!();
    };
    assert_eq!((path, users.len()), (&bundle, 1));
    assert_eq!(users[0].process, std::process::id());
    // Nothing is opened, and what begins instead is whole.
    second.app.apply(Action::Answer(Answer::Cancel));
    second.until("the default project", |app| {
        app.path.is_none() && matches!(app.dataset, DatasetState::Ready(_))
    });

    second.app.apply(Action::Open(bundle.clone()));
    second.until("the question", asks);
    second.app.apply(Action::Answer(Answer::Look));
    second.until_ready();
    let app = &mut second.app;
    assert!(app.only_looks() && offers(app, Offer::SaveCopy));
    for action in [
        Action::Train,
        Action::Step,
        Action::Save,
        Action::SaveAs(bundle.clone()),
    ] {
        let why = app.check(&action).expect_err("refused");
        assert!(why.contains("open to look"), "{why}");
        app.messages.clear();
        app.apply(action);
        assert!(offers(app, Offer::SaveCopy), "{:?}", app.messages);
    }
    assert_eq!(app.selected_state(), RunState::Ready);
    first.until("the word", |app| said(app, "open to look in a window"));

    // What is changed here goes into a copy, and nowhere else.
    note(&mut second.app, "mine");
    let copy = folder.path().join("copy");
    second.app.apply(Action::ChooseFolder);
    second.app.apply(Action::SaveAs(copy.clone()));
    second.until("the copy", |app| app.save == SaveState::Saved);
    assert!(!second.app.only_looks() && !offers(&second.app, Offer::SaveCopy));
    assert_eq!(
        (notes_in(&copy), notes_in(&bundle)),
        ("mine".into(), String::new())
    );
    assert_eq!(second.app.check(&Action::Train), Ok(()));
    first.until("the word", |app| said(app, "has closed this project"));
}

#[test]
fn a_copy_is_in_no_folder_until_it_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let [first, mut second] = two(&bundle);
    second.app.apply(Action::Answer(Answer::Copy));
    second.until("the dialog", |app| app.question == Some(Question::SaveAs));
    let app = &second.app;
    assert_eq!((&app.path, app.copy_of.as_ref()), (&None, Some(&bundle)));
    assert!(app.has_unsaved_changes() && app.document.name == "tiny");
    let copy = folder.path().join("copy");
    second.app.apply(Action::SaveAs(copy.clone()));
    second.until("the copy", |app| app.save == SaveState::Saved);
    assert_eq!(second.app.path, Some(copy));
    drop(first);
}

#[test]
fn taking_over_saves_what_the_other_has_and_lets_it_look() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut document = tiny_document(folder.path());
    document.variants[0].settings.training.epochs = 1_000_000;
    project::save(&document, &bundle).expect("saved");
    let [mut first, mut second] = two(&bundle);
    note(&mut first.app, "not saved yet");
    first.app.apply(Action::Train);
    first.until("an update", |app| {
        app.runs
            .get(&app.selected().id)
            .is_some_and(|run| run.progress.step > 0)
    });
    second.app.apply(Action::Answer(Answer::TakeOver));
    second.until_with(&mut first, "the project", |second, first| {
        second.path.is_some() && first.only_looks()
    });
    assert!(!second.app.only_looks());
    assert_eq!(second.app.document.notes, "not saved yet");
    let reached = |app: &App| {
        app.selected()
            .trained
            .as_ref()
            .map(|t| t.resume_state.position)
    };
    assert!(reached(&second.app).is_some());
    assert_eq!(reached(&second.app), reached(&first.app));
    assert_eq!(first.app.selected_state(), RunState::Paused);
    assert!(said(&first.app, "taken over by a window") && offers(&first.app, Offer::SaveCopy));
    assert!(first.app.check(&Action::Train).is_err());
    assert_eq!(claims(&bundle).len(), 2);

    // And back, once the other is gone.
    drop(second);
    first.until("the offer", |app| offers(app, Offer::Work));
    assert_eq!(first.app.check(&Action::TakeOver), Ok(()));
    first.app.apply(Action::TakeOver);
    first.until("the project", |app| !app.only_looks());
    first.until_ready();
    note(&mut first.app, "again");
    first.app.apply(Action::Save);
    first.until("the save", |app| app.save == SaveState::Saved);
    assert_eq!(notes_in(&bundle), "again");
}

#[test]
fn one_that_does_not_answer_is_not_waited_for_and_gives_up_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let [mut first, mut second] = two(&bundle);
    note(&mut first.app, "late");
    second.app.apply(Action::Answer(Answer::TakeOver));
    // The first is as good as stopped: nobody polls it.
    second.until_ready();
    assert!(!second.app.only_looks());
    assert!(
        said(&second.app, "No answer came"),
        "{:?}",
        second.app.messages
    );
    note(&mut second.app, "mine");
    second.app.apply(Action::Save);
    second.until("the save", |app| app.save == SaveState::Saved);
    first.until("the end", App::only_looks);
    // Both changed the notes: the later save counts, and what was there is kept beside.
    let beside = fs::read_dir(&bundle).expect("a folder").flatten();
    let beside = beside.filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with("project.conflict-")
    });
    assert_eq!(beside.count(), 1);
}

#[test]
fn what_dead_programs_left_is_no_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let dead = bundle.join(".hourglass-in-use-1");
    let claim = r#"{"program":"a window","process":1,"since":{"secs_since_epoch":1,"nanos_since_epoch":0}}"#;
    fs::write(&dead, claim).expect("written");
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    assert_eq!(session.app.question, None);
    assert!(!session.app.only_looks() && !dead.exists());
}
