//! Data that moved or changed under trained variants.

mod app_support;

use std::fs;
use std::path::Path;

use app_support::{Session, tiny_project, write_idx};
use hourglass::app::{Action, Answer, App, DatasetState, Question, SaveState};
use hourglass::data::{IdxFiles, Source};
use hourglass::model::Tensors;
use hourglass::training::RunState;

fn trained(bundle: &Path) -> Session {
    let mut session = Session::start(Some(bundle));
    session.until_ready();
    session.app.apply(Action::Train);
    session.until_state(RunState::Finished);
    session
}

fn save(session: &mut Session) {
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
}

fn weights(app: &App) -> Tensors {
    let trained = app.selected().trained.as_ref().expect("trained");
    trained.resume_state.state.weights.clone()
}

fn images_of(source: &Source) -> &Path {
    match source {
        Source::Idx(IdxFiles { images, .. }) => images,
        other => panic!("{other:?}"),
    }
}

/// The same files with another one of images.
fn with_images(app: &App, images: &Path) -> Source {
    let Source::Idx(files) = app.document.data.source.clone() else {
        panic!("an IDX source");
    };
    Source::Idx(IdxFiles {
        images: images.to_owned(),
        ..files
    })
}

fn ready(app: &App) -> bool {
    matches!(app.dataset, DatasetState::Ready(_))
}

fn said(app: &App, part: &str) -> bool {
    app.messages
        .iter()
        .any(|message| message.text.contains(part))
}

#[test]
fn the_same_data_at_another_place_keep_the_weights() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = trained(&bundle);
    let kept = weights(&session.app);
    save(&mut session);
    let old = images_of(&session.app.document.data.source).to_owned();
    drop(session);

    // Moved while nobody looked.
    let new = folder.path().join("moved.idx");
    fs::rename(&old, &new).expect("moved");
    let mut session = Session::start(Some(&bundle));
    session.until("the failure", |app| {
        matches!(app.dataset, DatasetState::Failed { .. })
    });
    let source = with_images(&session.app, &new);
    session.app.apply(Action::ImportSource(source));
    session.until("the data", ready);
    assert_eq!(session.app.question, None);
    assert!(said(&session.app, "at another place"));
    assert_eq!(images_of(&session.app.document.data.source), new);
    assert_eq!(weights(&session.app), kept);
    assert_eq!(session.app.selected_state(), RunState::Finished);
    // What is measured is what was measured.
    session.app.apply(Action::TrainMore);
    session.until_state(RunState::Finished);
    assert!(
        !said(&session.app, "not those"),
        "{:?}",
        session.app.messages
    );
    session.app.apply(Action::Undo);
    session.app.apply(Action::Undo);
    session.until("the old place", |app| !ready(app));
    assert_eq!(images_of(&session.app.document.data.source), old);
}

#[test]
fn changed_data_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = trained(&bundle);
    save(&mut session);
    let images = images_of(&session.app.document.data.source).to_owned();
    drop(session);
    let mut bytes = fs::read(&images).expect("read");
    *bytes.last_mut().expect("a pixel") ^= 1;
    fs::write(&images, bytes).expect("written");

    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    let warning = format!(
        "The data are not those that “A” was trained on: {}",
        images.display()
    );
    assert!(said(&session.app, &warning), "{:?}", session.app.messages);
    assert!(session.app.is_trained());
    // Once it is trained on them they are its own.
    session.app.apply(Action::TrainMore);
    session.until_state(RunState::Finished);
    save(&mut session);
    drop(session);
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    assert!(!said(&session.app, "not those"));
}

#[test]
fn other_data_of_the_same_shape_take_the_weights_where_a_person_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = trained(&bundle);
    let kept = weights(&session.app);
    let before = session.app.document.clone();

    let other = write_idx(folder.path(), "other", 30);
    session.app.apply(Action::ImportSource(other.clone()));
    session.until("the question", |app| app.question.is_some());
    assert!(matches!(
        session.app.question,
        Some(Question::Locked { keep: Some(_), .. })
    ));
    session.app.apply(Action::Answer(Answer::KeepWeights));
    session.until("the data", ready);
    assert_eq!(
        images_of(&session.app.document.data.source),
        images_of(&other)
    );
    assert_eq!(weights(&session.app), kept);
    assert!(said(&session.app, "not those that “A” was trained on"));
    session.app.apply(Action::TrainMore);
    session.until_state(RunState::Finished);
    assert_ne!(weights(&session.app), kept);

    // Images of another size.
    let wide = folder.path().join("wide.idx");
    let mut bytes = vec![0, 0, 8, 3, 0, 0, 0, 30, 0, 0, 0, 5, 0, 0, 0, 5];
    bytes.extend([9; 30 * 25]);
    fs::write(&wide, bytes).expect("written");
    let (last, now) = (weights(&session.app), session.app.document.data.clone());
    let source = Source::Idx(IdxFiles {
        images: wide,
        ..IdxFiles::default()
    });
    session.app.apply(Action::ImportSource(source));
    session.until("the question", |app| app.question.is_some());
    session.app.apply(Action::Answer(Answer::KeepWeights));
    session.until("the failure", ready);
    assert_eq!(session.app.document.data, now);
    assert_ne!(now, before.data);
    assert_eq!(weights(&session.app), last);
    assert!(
        said(
            &session.app,
            "The weights of “A” are for samples of 4 × 4 × 1, these are 5 × 5 × 1: wide.idx"
        ),
        "{:?}",
        session.app.messages
    );
}

#[test]
fn restart_stays_an_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = trained(&bundle);
    let other = write_idx(folder.path(), "other", 30);
    session.app.apply(Action::ImportSource(other));
    session.until("the question", |app| app.question.is_some());
    session.app.apply(Action::Answer(Answer::Restart));
    session.until("the data", ready);
    assert!(!session.app.is_trained());
}
