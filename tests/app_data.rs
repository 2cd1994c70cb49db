//! The application's data: loading in the background, and what a failure leaves as it was.

mod app_support;

use app_support::{Session, tiny_document, tiny_project, write_idx};
use hourglass::app::{
    Action, Answer, App, DatasetState, Edit, MessageKind, Offer, Question, SaveState,
};
use hourglass::data::{DataSettings, IdxFiles, Scaling, Source};
use hourglass::project;
use hourglass::training::RunState;

fn edit_data(app: &mut App, change: impl FnOnce(&mut DataSettings)) {
    let mut data = app.document.data.clone();
    change(&mut data);
    app.apply(Action::Edit(Edit::Data(data)));
}

fn ready(app: &App) -> bool {
    matches!(app.dataset, DatasetState::Ready(_))
}

fn missing(folder: &std::path::Path) -> Source {
    Source::Idx(IdxFiles {
        images: folder.join("missing.idx"),
        labels: None,
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    })
}

#[test]
fn a_failing_load_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    session.app.apply(Action::Train);
    session.until_state(RunState::Finished);
    let before = session.app.document.clone();

    let source = missing(folder.path());
    edit_data(&mut session.app, |data| data.source = source.clone());
    let Some(Question::Locked { what, .. }) = &session.app.question else {
        panic!("trained weights are asked about");
    };
    assert_eq!(what, "the data");
    assert!(session.app.check(&Action::Answer(Answer::Fork)).is_err());
    session.app.apply(Action::Answer(Answer::Restart));
    assert!(matches!(
        session.app.dataset,
        DatasetState::Loading {
            previous: Some(_),
            ..
        }
    ));
    assert_eq!(
        session.app.check(&Action::Train),
        Err("The data is still loading".into())
    );
    session.until("the failure", ready);

    assert_eq!(session.app.document, before);
    assert_eq!(session.app.undo_text(), None);
    assert_eq!(session.app.selected_state(), RunState::Finished);
    let message = session.app.messages.last().expect("a message");
    assert_eq!(message.kind, MessageKind::Error);
    assert_eq!(message.offers, [Offer::ChooseData]);
    assert!(message.text.ends_with("missing.idx"), "{}", message.text);
}

#[test]
fn only_the_last_of_several_loads_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    let other = write_idx(folder.path(), "other", 30);
    let (source, good) = (missing(folder.path()), other.clone());
    edit_data(&mut session.app, |data| data.source = source);
    edit_data(&mut session.app, |data| data.source = good);
    session.until("the data", ready);
    let data = session.app.dataset.prepared().expect("prepared");
    assert_eq!(data.settings.source, other);
    // Five of thirty are for testing.
    assert_eq!(data.dataset.train.len(), 25);
    assert!(session.app.messages.is_empty());

    // Two failures in a row lead back to what was good.
    for name in ["one", "two"] {
        let source = missing(&folder.path().join(name));
        edit_data(&mut session.app, |data| data.source = source);
    }
    session.until("the failure", ready);
    assert_eq!(session.app.document.data.source, other);
    assert_eq!(session.app.messages.len(), 1);
}

#[test]
fn scaling_and_validation_need_no_second_reading() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    let Source::Idx(IdxFiles { images, .. }) = session.app.document.data.source.clone() else {
        panic!("an IDX source");
    };
    std::fs::remove_file(images).expect("removed");
    edit_data(&mut session.app, |data| {
        data.scaling = Scaling::Standardised;
        data.validation = 0;
    });
    session.until("the data", ready);
    let data = session.app.dataset.prepared().expect("prepared");
    assert_eq!(data.settings, session.app.document.data);
    assert_eq!(data.split.train.len(), 50);
    assert!(data.scaler.single().expect("one channel").deviation < 1.0);
    assert_eq!(data.label_counts.iter().sum::<usize>(), 50);

    edit_data(&mut session.app, |data| data.validation = 50);
    let message = session.app.messages.last().expect("a message");
    assert_eq!(
        message.text,
        "The validation images must be fewer than the 50 training images, not 50"
    );
    assert_eq!(session.app.document.data.validation, 0);
    session.app.apply(Action::Undo);
    session.until("the data", ready);
    let data = session.app.dataset.prepared().expect("prepared");
    assert_eq!(data.settings.validation, 10);
}

#[test]
fn a_data_source_that_makes_no_sense_is_shown_as_failed_and_saved_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let file = bundle.join("project.json");
    let text = std::fs::read_to_string(&file).expect("a project file");
    let wrong = text.replace("\"kind\": \"idx\"", "\"kind\": \"IDX\"");
    assert_ne!(wrong, text);
    std::fs::write(&file, &wrong).expect("written");
    let mut session = Session::start(Some(&bundle));
    session.until("the failure", |app| {
        matches!(app.dataset, DatasetState::Failed { .. })
    });
    let DatasetState::Failed { message } = &session.app.dataset else {
        unreachable!();
    };
    let expected = "the project's data source could not be read: data.source.kind";
    assert_eq!(message, expected);
    let mut kinds = session.app.messages.iter().map(|message| message.kind);
    assert!(kinds.any(|kind| kind == MessageKind::Warning));

    session.app.document.notes = "changed".into();
    session.app.apply(Action::Save);
    session.until("the save", |app| {
        app.messages
            .last()
            .is_some_and(|message| message.text.starts_with("Saved"))
    });
    let saved = std::fs::read_to_string(&file).expect("a project file");
    let source = |text: &str| {
        let json: serde_json::Value = serde_json::from_str(text).expect("JSON");
        json["data"]["source"].clone()
    };
    assert_eq!(source(&saved), source(&wrong));

    // Other data are chosen as at any time.
    let good = write_idx(folder.path(), "other", 30);
    edit_data(&mut session.app, |data| data.source = good);
    session.until("the data", ready);
}

#[test]
fn a_project_whose_data_are_gone_opens_without_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = tiny_document(folder.path());
    let good = document.data.clone();
    document.data.source = missing(folder.path());
    let bundle = folder.path().join("gone");
    project::save(&document, &bundle).expect("saved");
    let mut session = Session::start(Some(&bundle));
    session.until("the failure", |app| {
        matches!(app.dataset, DatasetState::Failed { .. })
    });
    assert_eq!(
        session.app.check(&Action::Train),
        Err("There are no data to train on: choose some in the data panel".into())
    );
    session.app.apply(Action::Edit(Edit::Data(good)));
    session.until("the data", ready);
    assert_eq!(session.app.check(&Action::Train), Ok(()));
}

#[test]
fn too_few_images_for_validation_take_fewer() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = tiny_document(folder.path());
    document.data.validation = 5_000;
    let bundle = folder.path().join("few");
    project::save(&document, &bundle).expect("saved");
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    assert_eq!(session.app.document.data.validation, 4);
    assert!(session.app.has_unsaved_changes());
    let message = session.app.messages.last().expect("a message");
    assert_eq!(message.kind, MessageKind::Warning);
}

#[test]
fn data_that_vanish_during_training_are_missed_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = tiny_document(folder.path());
    document.variants[0].settings.training.epochs = 300;
    let bundle = folder.path().join("tiny");
    project::save(&document, &bundle).expect("saved");
    let images = folder.path().join("tiny-images.idx");
    let whole = std::fs::read(&images).expect("read");

    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    session.app.apply(Action::Train);
    session.until("an epoch", |app| {
        app.runs[&app.selected().id].progress.epoch > 0
    });
    // Gone for one, cut short for the next start: the samples are in memory.
    std::fs::remove_file(&images).expect("removed");
    session.until_state(RunState::Finished);
    assert_eq!(session.app.messages, []);
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    // What is open in one window is a question in another.
    drop(session);

    for left in [None, Some(&whole[..whole.len() / 2])] {
        if let Some(bytes) = left {
            std::fs::write(&images, bytes).expect("written");
        }
        let mut session = Session::start(Some(&bundle));
        session.until("the failure", |app| {
            matches!(app.dataset, DatasetState::Failed { .. })
        });
        let message = session.app.messages.last().expect("a message");
        assert_eq!(message.kind, MessageKind::Error);
        assert!(
            message.text.ends_with("tiny-images.idx"),
            "{}",
            message.text
        );
        let trained = session.app.selected().trained.as_ref().expect("weights");
        assert_eq!(trained.resume_state.position.epoch, 300);
    }

    std::fs::write(&images, &whole).expect("written");
    let mut session = Session::start(Some(&bundle));
    session.until("the data", ready);
    assert_eq!(session.app.selected_state(), RunState::Finished);
}
