//! Forks of the present and of the past.

use std::path::Path;

use hourglass::app::{Action, Answer, App, Edit, VariantsEdit};
use hourglass::model::{Loss, Tensors};
use hourglass::project::Document;
use hourglass::training::{Checkpoint, StoredWeights};

use crate::made::*;

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
    let kept = Checkpoint::stored(1.0, 4, None, Box::new(Gone), "gone".into());
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
