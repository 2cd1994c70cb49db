//! New, duplicated, renamed, moved, hidden, deleted and forked variants, with undo.

mod app_support;

use std::path::Path;
use std::sync::Arc;

use app_support::{Session, tiny_project};
use hourglass::app::{Action, Answer, App, Edit, VariantsEdit};
use hourglass::model::{Loss, Tensor, Tensors};
use hourglass::project::{Document, Scope, Together, Trained, Variant};
use hourglass::training::{
    Checkpoint, EpochRecord, History, Keyframe, Position, RunState, StepRecord, StoredWeights,
    VariantId,
};

const A: VariantId = VariantId(1);
const B: VariantId = VariantId(2);
const C: VariantId = VariantId(3);

fn edit(app: &mut App, edit: VariantsEdit) {
    app.apply(Action::Variants(edit));
}

fn names(app: &App) -> String {
    let variants = app.document.variants.iter();
    variants.map(|v| format!("{} ", v.name)).collect()
}

fn variant(app: &App, id: VariantId) -> &Variant {
    app.document.variant(id).expect("it is there")
}

fn trained(app: &App, id: VariantId) -> &Checkpoint {
    &variant(app, id)
        .trained
        .as_ref()
        .expect("trained")
        .checkpoint
}

fn last_message(app: &App) -> &str {
    app.messages.last().map_or("", |message| &message.text)
}

/// A, B and C, of which C is selected.
fn three() -> App {
    let mut app = App::detached(Document::default());
    edit(&mut app, VariantsEdit::New);
    edit(&mut app, VariantsEdit::New);
    app
}

fn tensors(number: f32) -> Tensors {
    let tensor = Tensor {
        shape: vec![1],
        data: vec![number],
    };
    Tensors::from([("encoder.0.bias".into(), tensor)])
}

/// Two epochs of 4 updates, weights kept at the beginning, after 0.5 epochs and after each.
fn past(keyframe_of_epoch_1: Keyframe) -> Trained {
    let kept = |epochs: f64| {
        let step = (epochs * 4.0) as u64;
        Keyframe::new(epochs, step, None, Arc::new(tensors(step as f32)))
    };
    let epoch = |epoch: u32| EpochRecord {
        epoch,
        step: u64::from(epoch) * 4,
        ..EpochRecord::default()
    };
    let step = |step| StepRecord {
        step,
        ..StepRecord::default()
    };
    let mut checkpoint = Checkpoint {
        position: Position {
            epoch: 2,
            step: 8,
            ..Position::default()
        },
        history: History {
            steps: (1..=8).map(step).collect(),
            epochs: vec![epoch(1), epoch(2)],
        },
        keyframes: [kept(0.0), kept(0.5), keyframe_of_epoch_1, kept(2.0)]
            .map(Arc::new)
            .into(),
        ..Checkpoint::default()
    };
    Arc::get_mut(&mut checkpoint.state)
        .expect("unshared")
        .weights = tensors(8.0);
    Trained {
        checkpoint: Arc::new(checkpoint),
        settings: Document::default().variants[0].settings.clone(),
        state: RunState::Finished,
    }
}

fn trained_app() -> App {
    let mut document = Document::default();
    let kept = Keyframe::new(1.0, 4, None, Arc::new(tensors(4.0)));
    document.variants[0].trained = Some(past(kept));
    App::detached(document)
}

#[test]
fn a_new_variant_stands_last_and_is_selected() {
    let mut app = App::detached(Document::default());
    edit(&mut app, VariantsEdit::New);
    assert_eq!((names(&app).as_str(), app.selected().id), ("A B ", B));
    assert_eq!((app.selected().colour, app.selected().parent), (1, None));
    assert_eq!(app.undo_text(), Some("add a variant"));
    app.apply(Action::Undo);
    assert_eq!((names(&app).as_str(), app.selected().id), ("A ", A));
    app.apply(Action::Redo);
    assert_eq!((names(&app).as_str(), app.selected().id), ("A B ", B));
    // An id is never used again.
    app.apply(Action::Undo);
    edit(&mut app, VariantsEdit::New);
    assert_eq!(app.selected().id, C);
}

#[test]
fn a_duplicate_has_the_settings_and_stands_beside() {
    let mut app = three();
    app.apply(Action::Select(A));
    app.apply(Action::Edit(Edit::Loss(Loss::L1)));
    edit(&mut app, VariantsEdit::Duplicate(A));
    assert_eq!(names(&app), "A D B C ");
    let copy = app.selected();
    assert_eq!((copy.name.as_str(), copy.parent), ("D", Some(A)));
    assert_eq!(copy.settings.loss, Loss::L1);
    assert_eq!(copy.trained, None);
    assert_eq!(app.undo_text(), Some("duplicate A"));
    edit(&mut app, VariantsEdit::Rename(A, "base".into()));
    edit(&mut app, VariantsEdit::Duplicate(A));
    assert_eq!(names(&app), "base base 2 D B C ");
}

#[test]
fn names_are_trimmed_unique_and_never_empty() {
    let mut app = three();
    let before = app.document.clone();
    edit(&mut app, VariantsEdit::Rename(A, " ".into()));
    assert_eq!(last_message(&app), "A variant needs a name");
    edit(&mut app, VariantsEdit::Rename(A, " B ".into()));
    assert_eq!(
        last_message(&app),
        "Another variant has this name already: B"
    );
    edit(&mut app, VariantsEdit::Rename(VariantId(99), "x".into()));
    assert_eq!(last_message(&app), "There is no variant 99");
    assert_eq!(app.document, before);
    edit(&mut app, VariantsEdit::Rename(A, " wide ".into()));
    assert_eq!(names(&app), "wide B C ");
    assert_eq!(app.undo_text(), Some("rename A"));
    app.apply(Action::Undo);
    assert_eq!(names(&app), "A B C ");
}

#[test]
fn moving_hiding_and_notes_are_taken_back() {
    let mut app = three();
    let to = |place| VariantsEdit::Move { variant: C, place };
    edit(&mut app, to(0));
    assert_eq!(names(&app), "C A B ");
    edit(&mut app, to(99));
    assert_eq!(names(&app), "A B C ");
    edit(&mut app, to(2));
    assert_eq!(app.undo_text(), Some("move C"));
    app.apply(Action::Undo);
    app.apply(Action::Undo);
    assert_eq!(names(&app), "A B C ");
    assert_eq!(app.undo_text(), Some("add a variant"));

    let hidden = true;
    edit(&mut app, VariantsEdit::Hide { variant: C, hidden });
    assert!(variant(&app, C).hidden);
    assert_eq!(app.selected().id, C);
    assert_eq!(app.undo_text(), Some("hide C"));
    edit(&mut app, VariantsEdit::Notes(A, "the small one".into()));
    assert_eq!(app.undo_text(), Some("change the notes of A"));
    app.apply(Action::Undo);
    app.apply(Action::Undo);
    assert!(!variant(&app, C).hidden && variant(&app, A).notes.is_empty());
}

#[test]
fn deleting_selects_the_neighbour_and_the_last_one_stays() {
    let mut app = three();
    app.apply(Action::Select(B));
    edit(&mut app, VariantsEdit::Delete(B));
    assert_eq!((names(&app).as_str(), app.selected().id), ("A C ", C));
    edit(&mut app, VariantsEdit::Delete(C));
    assert_eq!((names(&app).as_str(), app.selected().id), ("A ", A));
    edit(&mut app, VariantsEdit::Delete(A));
    assert_eq!(last_message(&app), "The last variant cannot be deleted");
    app.apply(Action::Undo);
    app.apply(Action::Undo);
    assert_eq!((names(&app).as_str(), app.selected().id), ("A B C ", B));
}

#[test]
fn undo_brings_a_deleted_variant_back_with_all_it_had() {
    let mut app = trained_app();
    edit(&mut app, VariantsEdit::New);
    let before = app.document.clone();
    edit(&mut app, VariantsEdit::Delete(A));
    assert_eq!(app.selected().id, B);
    assert!(!app.runs.contains_key(&A));
    assert_eq!(
        last_message(&app),
        "A is deleted: undo brings it back with its weights"
    );
    app.apply(Action::Undo);
    assert_eq!(app.document.variants, before.variants);
    assert_eq!(app.selected().id, B);
    assert_eq!(trained(&app, A).keyframes.len(), 4);
    assert_eq!(app.runs[&A].history.steps.len(), 8);
    assert_eq!(app.runs[&A].state, RunState::Finished);
    app.apply(Action::Redo);
    assert_eq!(names(&app), "B ");
    app.apply(Action::Undo);
    assert_eq!(app.document.variants, before.variants);
}

#[test]
fn an_untrained_variant_cannot_be_forked() {
    let mut app = App::detached(Document::default());
    let fork = VariantsEdit::Fork {
        variant: A,
        epochs: None,
    };
    edit(&mut app, fork);
    assert_eq!(
        last_message(&app),
        "A is not trained yet: duplicate it instead"
    );
    let mut app = trained_app();
    for epochs in [f64::NAN, -1.0] {
        let epochs = Some(epochs);
        edit(&mut app, VariantsEdit::Fork { variant: A, epochs });
        assert_eq!(last_message(&app), "There are no weights of then");
    }
    assert_eq!(app.document.variants.len(), 1);
}

fn fork_at(app: &mut App, epochs: Option<f64>) {
    edit(app, VariantsEdit::Fork { variant: A, epochs });
}

#[test]
fn a_fork_stands_where_its_parent_stood() {
    let mut app = trained_app();
    fork_at(&mut app, None);
    assert_eq!(last_message(&app), "B goes on from A after epoch 2");
    let fork = app.selected();
    assert_eq!((fork.id, fork.parent), (B, Some(A)));
    let start = fork.start.as_ref().expect("weights to begin with");
    assert_eq!((start.epochs, start.step), (2.0, 8));
    assert_eq!(*start.weights, tensors(8.0));
    assert_eq!(trained(&app, B), trained(&app, A));
    assert_eq!(
        app.origin(B).expect("a fork"),
        "Forked from A after epoch 2, all 1 tensors carried over"
    );
    assert_eq!(app.origin(A), None);
    app.apply(Action::Undo);
    assert_eq!(names(&app), "A ");
    app.apply(Action::Redo);
    assert_eq!(trained(&app, B).position.step, 8);
}

#[test]
fn a_fork_of_the_past_is_cut_off_there() {
    for (asked, step, epochs, sentence) in [
        (1.0, 4, 1.0, "B goes on from A after epoch 1"),
        (1.7, 4, 1.0, "B goes on from A after epoch 1"),
        (0.6, 2, 0.5, "B goes on from A after 0.5 epochs"),
        (7.0, 8, 2.0, "B goes on from A after epoch 2"),
    ] {
        let mut app = trained_app();
        fork_at(&mut app, Some(asked));
        let start = app.selected().start.as_ref().expect("weights");
        assert_eq!((start.step, start.epochs), (step, epochs), "{asked}");
        assert_eq!(*start.weights, tensors(step as f32));
        let cut = trained(&app, B);
        assert_eq!(cut.state.weights, tensors(step as f32));
        assert_eq!(cut.position.step, step);
        assert_eq!(cut.history.steps.len() as u64, step);
        assert_eq!(last_message(&app), sentence);
    }
    let mut app = trained_app();
    fork_at(&mut app, Some(0.2));
    // Nothing was trained then: it begins where its parent began.
    assert_eq!(app.selected().trained, None);
    assert_eq!(app.selected().start.as_ref().map(|s| s.step), Some(0));
}

#[derive(Debug)]
struct Gone;

impl StoredWeights for Gone {
    fn load(&self) -> Result<Tensors, String> {
        Err("The weights cannot be read: gone.safetensors".into())
    }

    fn path(&self) -> &Path {
        Path::new("gone.safetensors")
    }
}

#[test]
fn weights_of_the_past_that_cannot_be_read_are_no_fork() {
    let mut document = Document::default();
    let kept = Keyframe::stored(1.0, 4, None, Box::new(Gone), "gone".into());
    document.variants[0].trained = Some(past(kept));
    let mut app = App::detached(document);
    fork_at(&mut app, Some(1.0));
    assert_eq!(
        last_message(&app),
        "The weights cannot be read: gone.safetensors"
    );
    assert_eq!(names(&app), "A ");
}

#[test]
fn a_fork_without_updates_of_its_own_takes_any_setting() {
    let mut app = trained_app();
    assert!(app.is_locked(&Edit::Loss(Loss::L1)));
    fork_at(&mut app, None);
    assert!(!app.is_locked(&Edit::Loss(Loss::L1)) && !app.is_trained());
    app.apply(Action::Edit(Edit::Loss(Loss::L1)));
    assert_eq!(app.question, None);
    assert_eq!(app.selected().trained, None);
    assert!(app.selected().start.is_some());
    app.apply(Action::Undo);
    assert_eq!(trained(&app, B), trained(&app, A));
    assert_eq!(app.selected().settings.loss, Loss::Mse);
    // A setting that a run can take keeps it where it stands.
    let mut training = app.selected().settings.training;
    training.learning_rate = 1e-4;
    app.apply(Action::Edit(Edit::Training(training)));
    assert_eq!(trained(&app, B).position.step, 8);
}

#[test]
fn the_answer_fork_begins_with_the_weights_of_its_parent() {
    let mut app = trained_app();
    app.apply(Action::Edit(Edit::Loss(Loss::L1)));
    app.apply(Action::Answer(Answer::Fork));
    assert_eq!(app.undo_text(), Some("change the loss in a fork"));
    let fork = app.selected();
    assert_eq!((fork.settings.loss, fork.parent), (Loss::L1, Some(A)));
    assert_eq!(fork.trained, None);
    let start = fork.start.as_ref().expect("weights to begin with");
    assert_eq!(*start.weights, tensors(8.0));
    assert_eq!(variant(&app, A).settings.loss, Loss::Mse);
}

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
    let losses = |c: &Checkpoint| {
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
        "B begins with the weights of A after epoch 2: 5 of 8 tensors carried over, fresh: decoder.0.weight, \
         encoder.1.bias, encoder.1.weight"
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
    session.app.apply(Action::Answer(Answer::Restart));
    session.until("the word", |app| {
        app.selected().trained.is_none() && last_message(app).contains("5 of 8")
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
