//! Forks and deletions of variants with runs.

use hourglass::app::{Action, Answer, App, Edit, SaveState, VariantsEdit};
use hourglass::project::{Scope, Together};
use hourglass::training::{ResumeState, RunState, VariantId};

use crate::app_support::{Session, tiny_project};
use crate::made::*;

fn train(session: &mut Session, state: RunState) {
    session.app.apply(Action::Train);
    session.until("the end", |app| {
        let mut ids = app.in_scope().into_iter();
        ids.all(|id| app.runs.get(&id).is_some_and(|run| run.state == state))
    });
}

fn set_epochs(app: &mut App, id: VariantId, epochs: u32) {
    app.apply(Action::Select(id));
    let mut training = app.selected().settings.training;
    training.epochs = epochs;
    app.apply(Action::Edit(Edit::Training(training)));
}

#[test]
fn a_fork_with_the_same_settings_goes_on_bit_for_bit_as_its_parent() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    train(&mut session, RunState::Finished);
    fork_at(&mut session.app, None);
    assert_eq!(session.app.selected_state(), RunState::Finished);
    set_epochs(&mut session.app, A, 4);
    set_epochs(&mut session.app, B, 4);
    let scope = Scope::All;
    session.app.apply(Action::Together(Together {
        scope,
        ..Together::default()
    }));
    train(&mut session, RunState::Finished);
    let (parent, fork) = (trained(&session.app, A), trained(&session.app, B));
    assert_eq!(parent.position.epoch, 4);
    assert_eq!(parent.state, fork.state);
    let losses = |c: &ResumeState| {
        c.history
            .epochs
            .iter()
            .map(|e| e.train_loss)
            .collect::<Vec<_>>()
    };
    assert_eq!(losses(parent), losses(fork));
}

#[test]
fn a_fork_with_another_code_says_what_it_carried_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    train(&mut session, RunState::Finished);
    fork_at(&mut session.app, None);
    let mut architecture = session.app.selected().settings.architecture.clone();
    architecture.code.width = 4;
    let wider = Edit::Architecture(architecture);
    session.app.apply(Action::Edit(wider));
    session.until("the word", |app| last_message(app).contains("begins with"));
    assert_eq!(
        last_message(&session.app),
        "code 4 begins with the weights of A after epoch 2 where its layers match, with fresh ones elsewhere"
    );
    let details = session.app.messages.last().and_then(|m| m.details.clone());
    assert_eq!(
        details.as_deref(),
        Some(
            "5 of 8 tensors carried over, fresh: decoder.0.weight, encoder.1.bias, encoder.1.weight"
        )
    );
    assert!(
        session
            .app
            .origin(B)
            .is_some_and(|text| text.contains("5 of 8"))
    );
    session.app.apply(Action::Train);
    session.until_state(RunState::Finished);
    assert_eq!(trained(&session.app, B).position.epoch, 2);
    // It has updates of its own now.
    assert!(session.app.is_trained());
    session.app.apply(Action::Restart);
    let before = session.app.messages.last().map(|m| m.number);
    session.app.apply(Action::Answer(Answer::Restart));
    session.until("the word", |app| {
        let said = app.messages.last().map(|m| m.number) > before;
        let begins = last_message(app).contains("where its layers match");
        app.selected().trained.is_none() && said && begins
    });
}

#[test]
fn a_run_in_training_is_forked_and_deleted_with_its_newest_weights() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    set_epochs(&mut session.app, A, 1_000_000);
    session.app.apply(Action::Train);
    session.until("some steps", |app| app.runs[&A].progress.step > 20);
    fork_at(&mut session.app, None);
    session.until("the fork", |app| app.document.variants.len() == 2);
    assert!(trained(&session.app, B).position.step > 20);
    assert_eq!(session.app.runs[&A].state, RunState::Training);

    edit(&mut session.app, VariantsEdit::Delete(A));
    session.until("the end of A", |app| app.document.variants.len() == 1);
    assert!(!session.app.runs.contains_key(&A));
    session.app.apply(Action::Undo);
    let step = trained(&session.app, A).position.step;
    assert!(step > 20);
    assert_eq!(names(&session.app), "A B ");
    // It goes on from there.
    session.app.apply(Action::Select(A));
    session.app.apply(Action::Train);
    session.until("more steps", |app| app.runs[&A].progress.step > step);
    session.app.apply(Action::Stop);
    session.until_state(RunState::Stopped);
}

#[test]
fn a_saved_fork_opens_where_its_parent_stood() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = tiny_project(folder.path());
    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    train(&mut session, RunState::Finished);
    fork_at(&mut session.app, None);
    session.app.apply(Action::Save);
    session.until("the save", |app| app.save == SaveState::Saved);
    drop(session);

    let mut session = Session::start(Some(&bundle));
    session.until_ready();
    let app = &session.app;
    assert_eq!((app.selected().id, app.is_trained()), (B, false));
    let start = variant(app, B)
        .start
        .as_ref()
        .expect("weights to begin with");
    assert_eq!(*start.weights, trained(app, A).state.weights);
    assert_eq!(trained(app, B).state, trained(app, A).state);
    assert_eq!(
        app.origin(B).as_deref(),
        Some("Forked from A after epoch 2, all 8 tensors carried over")
    );
    set_epochs(&mut session.app, B, 3);
    session.app.apply(Action::Train);
    // The word of the load, that nothing was left to do, can still be on its way: the epochs count.
    session.until("the third epoch", |app| trained(app, B).position.epoch == 3);
    assert!(session.app.is_trained());
}

#[test]
fn a_finished_variant_trains_on_for_ten_epochs_more_and_undo_takes_them_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    assert_eq!(session.app.more_epochs(), None);
    assert!(session.app.check(&Action::TrainMore).is_err());
    train(&mut session, RunState::Finished);
    assert_eq!(session.app.more_epochs(), Some(10));
    session.app.apply(Action::TrainMore);
    session.until("the end", |app| trained_epochs(app) == 12);
    assert_eq!(session.app.selected().settings.training.epochs, 12);
    session.app.apply(Action::Undo);
    assert_eq!(session.app.selected().settings.training.epochs, 2);
    // What a person has added is what is left.
    set_epochs(&mut session.app, A, 15);
    assert_eq!(session.app.more_epochs(), Some(3));
}

#[test]
fn a_stopped_variant_trains_what_was_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    set_epochs(&mut session.app, A, 1_000_000);
    session.app.apply(Action::Train);
    session.until("an epoch", |app| app.runs[&A].progress.epoch >= 1);
    session.app.apply(Action::Stop);
    session.until_state(RunState::Stopped);
    let done = session.app.runs[&A].progress.epoch;
    assert_eq!(session.app.more_epochs(), Some(1_000_000 - done));
    set_epochs(&mut session.app, A, done + 1);
    session.app.apply(Action::TrainMore);
    session.until("the end", |app| trained_epochs(app) == done + 1);
    assert_eq!(session.app.selected().settings.training.epochs, done + 1);
}

#[test]
fn a_fork_of_a_variant_in_training_trains() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    set_epochs(&mut session.app, A, 1_000_000);
    session.app.apply(Action::Train);
    session.until("some updates", |app| app.runs[&A].progress.step > 8);
    fork_at(&mut session.app, None);
    session.until("the fork in training", |app| {
        let run = app.runs.get(&B);
        run.is_some_and(|run| run.state == RunState::Training && run.progress.step > 16)
    });
    assert_eq!(session.app.runs[&A].state, RunState::Training);
}

/// Epochs done of the selected variant, once it rests at its end.
fn trained_epochs(app: &App) -> u32 {
    let finished = app.selected_state() == RunState::Finished;
    let trained = app.selected().trained.as_ref().filter(|_| finished);
    trained.map_or(0, |trained| trained.resume_state.position.epoch)
}
