//! A classifier of the project's pictures, trained beside everything else in the window.

mod app_support;

use std::path::Path;

use app_support::{Session, tiny_project};
use hourglass::app::{Action, App, ClassifierAction, Edit, SaveState};
use hourglass::model::{FeaturesOf, Loss};
use hourglass::project::{self, shipped};

fn train() -> Action {
    Action::Classifier(ClassifierAction::Train)
}

fn epochs(count: u32) -> Action {
    Action::Classifier(ClassifierAction::Epochs(count))
}

/// The shipped project on emoji, with the perceptual loss.
fn emoji(folder: &Path) -> Session {
    let document = shipped("emoji").unwrap().document;
    project::save(&document, folder).unwrap();
    let mut session = Session::start(Some(folder));
    session.until_ready();
    session
        .app
        .apply(Action::Edit(Edit::Loss(Loss::Perceptual)));
    session
}

fn features(app: &App) -> FeaturesOf {
    app.selected().settings.objective.perceptual.features
}

#[test]
fn it_is_chosen_where_there_was_none_and_saved_with_the_project() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = emoji(folder.path());
    assert_eq!(features(&session.app), FeaturesOf::default());
    session.app.apply(epochs(1));
    session.app.apply(train());
    assert_eq!(
        session.app.check(&train()),
        Err("A classifier is in training already".into())
    );
    session.until("a classifier", |app| app.classifying.under_way().is_none());
    assert_eq!(session.app.classifying.failed(), None);
    let own = session.app.document.classifiers[0].clone();
    assert_eq!((own.about().epochs, own.about().classes.len()), (1, 10));
    assert_eq!(features(&session.app), FeaturesOf::from(&*own));
    assert_eq!(session.app.check(&Action::Train), Ok(()));
    // All that can be chosen for such pictures, also as front layers.
    let shape = session
        .app
        .dataset
        .prepared()
        .unwrap()
        .dataset
        .shape()
        .clone();
    assert_eq!(session.app.features_for(&shape), [FeaturesOf::from(&*own)]);

    assert_eq!(session.app.save, SaveState::Unsaved);
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    let saved = project::open(folder.path()).unwrap();
    assert_eq!(
        (saved.warnings.len(), saved.document.classifiers),
        (0, vec![own.clone()])
    );
    assert!(folder.path().join(own.id().to_string()).is_file());
}

#[test]
fn it_can_be_stopped_and_says_why_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = emoji(folder.path());
    assert!(session.app.check(&epochs(0)).is_err());
    session.app.apply(epochs(1000));
    session.app.apply(train());
    session
        .app
        .apply(Action::Classifier(ClassifierAction::Stop));
    session.until("the end", |app| app.classifying.under_way().is_none());
    assert_eq!(
        session.app.classifying.failed(),
        Some("It was stopped before its first epoch was done, so there is no classifier")
    );
    assert!(session.app.document.classifiers.is_empty());
}

#[test]
fn pictures_that_pyramids_do_not_know_have_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    session.app.apply(train());
    session.until("the end", |app| app.classifying.under_way().is_none());
    let failed = session.app.classifying.failed().unwrap();
    assert!(failed.contains("not 4 × 4 × 1"), "{failed}");
}
