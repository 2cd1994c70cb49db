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
    // The last word of training may come after a save has begun, and is to be saved then, too.
    loop {
        session.app.apply(Action::Save);
        session.until("the save", |app| app.save != SaveState::Saving);
        if session.app.save == SaveState::Saved {
            return;
        }
    }
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
    // It is finished before it begins, too.
    session.until("other weights", |app| weights(app) != kept);
    session.until_state(RunState::Finished);

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

#[test]
fn data_are_copied_into_the_project_and_come_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = trained(&bundle);
    let kept = weights(&session.app);
    save(&mut session);
    let old = images_of(&session.app.document.data.source).to_owned();
    assert!(!session.app.has_data_inside());
    // What lies there already stays.
    fs::create_dir(bundle.join("data")).expect("made");
    session.app.apply(Action::CopyData);
    session.until("the copy", |app| app.has_data_inside() && ready(app));
    session.until("the save", |app| app.save == SaveState::Saved);
    let inside = bundle.join("data-2/tiny-images.idx");
    assert_eq!(images_of(&session.app.document.data.source), inside);
    assert_eq!(weights(&session.app), kept);
    assert_eq!(
        session.app.check(&Action::CopyData),
        Err("The data are in the project's folder already".into())
    );

    // Under another name, and then moved with all that is in it.
    let other = folder.path().join("other");
    session.app.apply(Action::SaveAs(other.clone()));
    session.until("the save", |app| {
        app.path.as_ref() == Some(&other)
            && app.save == SaveState::Saved
            && app.has_data_inside()
            && ready(app)
    });
    drop(session);
    for gone in [&old, &inside] {
        fs::remove_file(gone).expect("removed");
    }
    let moved = folder.path().join("deep/er");
    fs::create_dir(folder.path().join("deep")).expect("made");
    fs::rename(&other, &moved).expect("moved");
    let mut session = Session::start(Some(&moved));
    session.until_ready();
    assert_eq!(weights(&session.app), kept);
    assert!(
        session.app.messages.is_empty(),
        "{:?}",
        session.app.messages
    );
    assert_eq!(
        images_of(&session.app.document.data.source),
        moved.join("data/tiny-images.idx")
    );
}

#[test]
fn a_copy_that_fails_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = trained(&bundle);
    save(&mut session);
    let before = session.app.document.clone();
    let images = images_of(&before.data.source).to_owned();
    fs::remove_file(&images).expect("removed");
    session.app.apply(Action::CopyData);
    session.until("the failure", |app| {
        app.messages
            .iter()
            .any(|message| message.text.ends_with("tiny-images.idx"))
    });
    assert_eq!(session.app.document, before);
    let names = fs::read_dir(&bundle).expect("read").flatten();
    let names: Vec<_> = names.map(|entry| entry.file_name()).collect();
    assert!(
        names
            .iter()
            .all(|name| !name.to_string_lossy().contains("data")
                && !name.to_string_lossy().contains("tmp")),
        "{names:?}"
    );
}
