//! Whom Train, Pause, Step and Stop are about, with several variants.

mod app_support;

use std::path::{Path, PathBuf};

use app_support::{Session, tiny_document};
use hourglass::app::{Action, App};
use hourglass::model::Tensors;
use hourglass::project::{self, Scope, Together, Variant};
use hourglass::training::{RunState, TrainingOrder, VariantId};

const IDS: [VariantId; 3] = [VariantId(1), VariantId(2), VariantId(3)];

/// Three variants with codes of 2, 4 and 8 numbers; the third is hidden.
fn three(folder: &Path) -> PathBuf {
    let mut document = tiny_document(folder);
    let first = document.variants[0].clone();
    for (id, name, width) in [(2, "B", 4), (3, "C", 8)] {
        let mut variant = Variant {
            id: VariantId(id),
            name: name.into(),
            hidden: id == 3,
            ..first.clone()
        };
        variant.settings.architecture.code.width = width;
        document.variants.push(variant);
    }
    document.next_id = 4;
    let bundle = folder.join("three");
    project::save(&document, &bundle).expect("saved");
    bundle
}

fn session(bundle: &Path, scope: Scope, order: TrainingOrder) -> Session {
    let mut session = Session::start(Some(bundle));
    session.until_ready();
    let together = Together { scope, order };
    session.app.apply(Action::Together(together));
    session
}

fn state(app: &App, id: VariantId) -> RunState {
    app.runs.get(&id).map_or(RunState::Ready, |run| run.state)
}

fn states(app: &App) -> [RunState; 3] {
    IDS.map(|id| state(app, id))
}

fn weights(app: &App, id: VariantId) -> Option<Tensors> {
    let trained = app.document.variant(id)?.trained.as_ref()?;
    Some(trained.resume_state.state.weights.clone())
}

#[test]
fn all_variants_end_as_each_would_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = three(folder.path());
    let alone = IDS.map(|id| {
        let mut session = session(&bundle, Scope::Selected, TrainingOrder::LockStep);
        session.app.apply(Action::Select(id));
        session.app.apply(Action::Train);
        session.until("the end", |app| state(app, id) == RunState::Finished);
        weights(&session.app, id).expect("trained")
    });
    for order in [TrainingOrder::LockStep, TrainingOrder::OneAfterAnother] {
        let mut session = session(&bundle, Scope::All, order);
        session.app.apply(Action::Train);
        session.until("the ends", |app| states(app) == [RunState::Finished; 3]);
        for (id, alone) in IDS.into_iter().zip(&alone) {
            assert_eq!(weights(&session.app, id).as_ref(), Some(alone), "{order:?}");
        }
        assert_eq!(
            session.app.check(&Action::Train),
            Err("All these variants are done: raise their epochs to train on".into())
        );
    }
}

#[test]
fn the_shown_ones_are_trained_and_the_hidden_one_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = three(folder.path());
    let mut session = session(&bundle, Scope::Shown, TrainingOrder::LockStep);
    assert_eq!(session.app.in_scope(), IDS[..2]);
    session.app.apply(Action::Train);
    let [done, ready] = [RunState::Finished, RunState::Ready];
    session.until("two ends", |app| states(app) == [done, done, ready]);
    assert_eq!(weights(&session.app, IDS[2]), None);
}

#[test]
fn step_pause_and_stop_are_about_the_same_variants() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = three(folder.path());
    let mut session = session(&bundle, Scope::All, TrainingOrder::LockStep);
    let none = Err("Nothing is training".to_owned());
    assert_eq!(session.app.check(&Action::Pause), none);
    session.app.apply(Action::Step);
    session.until("a step of each", |app| {
        states(app) == [RunState::Paused; 3] && IDS.iter().all(|&id| weights(app, id).is_some())
    });
    for id in IDS {
        assert_eq!(session.app.runs[&id].progress.step, 1);
    }
    assert_eq!(session.app.check(&Action::Stop), Ok(()));
    session.app.apply(Action::Stop);
    session.until("all stopped", |app| states(app) == [RunState::Stopped; 3]);
    let none = Err("There is no run to stop".to_owned());
    assert_eq!(session.app.check(&Action::Stop), none);
}

#[test]
fn the_choice_is_kept_with_the_project_and_an_empty_one_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = three(folder.path());
    let mut document = project::open(&bundle).expect("opened").document;
    document.together.scope = Scope::Shown;
    for variant in &mut document.variants {
        variant.hidden = true;
    }
    let mut app = App::detached(document);
    assert_eq!(
        app.check(&Action::Train),
        Err("No variant is shown, so there is nothing to train".into())
    );
    assert!(!app.has_unsaved_changes());
    app.apply(Action::Together(Together::default()));
    assert!(app.has_unsaved_changes());
    assert_eq!(app.in_scope(), IDS[..1]);
}
