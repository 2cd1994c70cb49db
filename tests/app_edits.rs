//! Edits, questions and undo of an application without threads.

mod app_support;

use std::sync::Arc;

use hourglass::app::{Action, Answer, App, Edit, MessageKind, Question, SaveState};
use hourglass::data::Corruption;
use hourglass::model::Loss;
use hourglass::project::{Document, Trained, Variant};
use hourglass::training::{Phase, Position, ResumeState, RunState, VariantId};

const A: VariantId = VariantId(1);
const B: VariantId = VariantId(2);

fn trained_app() -> App {
    let mut document = Document::default();
    document.variants[0].trained = Some(Trained {
        resume_state: Arc::new(ResumeState {
            position: Position {
                step: 40,
                epoch: 2,
                ..Position::default()
            },
            ..ResumeState::default()
        }),
        settings: document.variants[0].settings.clone(),
        state: RunState::Paused,
    });
    App::detached(document)
}

fn code_width(width: usize, app: &App) -> Edit {
    let mut architecture = app.selected().settings.architecture.clone();
    architecture.code.width = width;
    Edit::Architecture(architecture)
}

fn edit_code(app: &mut App, width: usize) {
    let edit = code_width(width, app);
    app.apply(Action::Edit(edit));
}

fn width(app: &App) -> usize {
    app.selected().settings.architecture.code.width
}

#[test]
fn edits_apply_and_are_taken_back() {
    let mut app = App::detached(Document::default());
    assert_eq!(
        app.check(&Action::Undo),
        Err("There is nothing to undo".into())
    );
    edit_code(&mut app, 64);
    assert_eq!(width(&app), 64);
    assert_eq!(app.save, SaveState::Unsaved);
    assert_eq!(app.undo_text(), Some("change the code width"));
    app.apply(Action::Undo);
    assert_eq!(width(&app), 32);
    assert_eq!(app.redo_text(), Some("change the code width"));
    app.apply(Action::Redo);
    assert_eq!(width(&app), 64);
    assert!(app.messages.is_empty());
}

#[test]
fn an_edit_that_changes_nothing_is_no_change() {
    let mut app = App::detached(Document::default());
    edit_code(&mut app, 32);
    app.apply(Action::Edit(Edit::VariantName("A".into())));
    assert_eq!(app.undo_text(), None);
    assert_eq!(app.save, SaveState::Saved);
}

#[test]
fn impossible_values_are_refused_with_a_sentence() {
    let mut app = App::detached(Document::default());
    let before = app.document.clone();
    edit_code(&mut app, 33);
    let mut training = app.selected().settings.training;
    training.batch = 0;
    app.apply(Action::Edit(Edit::Training(training)));
    app.apply(Action::Edit(Edit::VariantName("  ".into())));
    assert_eq!(app.document, before);
    assert_eq!(app.undo_text(), None);
    assert_eq!(app.messages.len(), 3);
    assert!(app.messages.iter().all(|m| m.kind == MessageKind::Warning));
    assert!(app.messages[0].text.starts_with("No layer of width 33"));
}

#[test]
fn several_choices_at_once_are_one_step() {
    let mut app = App::detached(Document::default());
    let before = app.selected().settings.clone();
    let mut wanted = before.clone();
    wanted.loss = Loss::L1;
    wanted.objective.penalties.l1 = 0.5;
    wanted.training.epochs = 3;
    let whole = |settings| Action::Edit(Edit::Settings(Box::new(settings)));
    app.apply(whole(wanted.clone()));
    assert_eq!(app.selected().settings, wanted);
    app.apply(Action::Undo);
    assert_eq!(app.selected().settings, before);
    wanted.objective.penalties.l1 = -1.0;
    assert!(app.check(&whole(wanted)).is_err());
}

#[test]
fn a_trained_model_takes_several_live_choices_and_asks_about_others() {
    let mut app = trained_app();
    let whole = |settings| Action::Edit(Edit::Settings(Box::new(settings)));
    let mut wanted = app.selected().settings.clone();
    wanted.phases = vec![Phase::default(); 2];
    wanted.training.epochs = 10;
    app.apply(whole(wanted.clone()));
    assert_eq!(app.question, None);
    assert_eq!(app.selected().settings, wanted);
    assert!(app.is_trained());
    wanted.loss = Loss::Bce;
    wanted.training.epochs = 11;
    app.apply(whole(wanted));
    let Some(Question::Locked { what, .. }) = &app.question else {
        panic!("nothing is asked");
    };
    assert_eq!(what, "the loss");
    app.apply(Action::Answer(Answer::Fork));
    assert_eq!(app.document.variants.len(), 2);
    assert_eq!(app.selected().settings.loss, Loss::Bce);
    assert_eq!(app.selected().settings.training.epochs, 11);
}

#[test]
fn trained_weights_are_asked_about() {
    let mut app = trained_app();
    let edit = code_width(64, &app);
    assert!(app.is_trained() && app.is_locked(&edit));
    app.apply(Action::Edit(edit.clone()));
    assert_eq!(
        app.question,
        Some(Question::Locked {
            what: "the code width".into(),
            edit: Box::new(edit),
            keep: None,
        })
    );
    assert_eq!(width(&app), 32);
    app.apply(Action::Answer(Answer::Cancel));
    assert_eq!((width(&app), app.question.is_none()), (32, true));
    assert_eq!(app.undo_text(), None);

    let mut training = app.selected().settings.training;
    training.learning_rate = 0.25;
    assert!(!app.is_locked(&Edit::Training(training)));
    app.apply(Action::Edit(Edit::Training(training)));
    assert_eq!(app.question, None);
    assert_eq!(app.selected().settings.training.learning_rate, 0.25);
    assert!(app.is_trained());
}

#[test]
fn restart_drops_the_weights_until_undo() {
    let mut app = trained_app();
    edit_code(&mut app, 64);
    app.apply(Action::Answer(Answer::Restart));
    assert_eq!((width(&app), app.is_trained()), (64, false));
    // Without weights there is nothing to ask.
    edit_code(&mut app, 128);
    assert_eq!((width(&app), app.question.is_none()), (128, true));
    app.apply(Action::Undo);
    app.apply(Action::Undo);
    assert_eq!((width(&app), app.is_trained()), (32, true));
    app.apply(Action::Redo);
    assert_eq!((width(&app), app.is_trained()), (64, false));
}

#[test]
fn a_fork_gets_the_change_and_the_parent_keeps_everything() {
    let mut app = trained_app();
    let parent = app.document.variants[0].clone();
    app.apply(Action::Edit(Edit::Loss(Loss::Bce)));
    app.apply(Action::Answer(Answer::Fork));
    // But for its name, which nobody gave it.
    let called = Variant {
        name: "MSE".into(),
        auto_name: Some("MSE".into()),
        ..parent.clone()
    };
    assert_eq!(app.document.variants[0], called);
    let fork = app.selected();
    assert_eq!((fork.id, fork.name.as_str(), fork.colour), (B, "BCE", 1));
    assert_eq!((fork.parent, fork.settings.loss), (Some(A), Loss::Bce));
    assert_eq!((fork.trained.is_none(), app.document.next_id), (true, 3));
    app.apply(Action::Select(A));
    app.apply(Action::Edit(Edit::VariantName("BCE".into())));
    assert_eq!(app.selected().name, "MSE");

    app.apply(Action::Undo);
    assert_eq!(app.document.variants, [parent]);
    app.apply(Action::Redo);
    assert_eq!(app.selected().id, B);
    // An id is never used again.
    app.apply(Action::Undo);
    app.apply(Action::Edit(Edit::Loss(Loss::L1)));
    app.apply(Action::Answer(Answer::Fork));
    assert_eq!(app.selected().id, VariantId(3));
}

#[test]
fn restart_asks_first() {
    let fresh = App::detached(Document::default());
    assert!(fresh.check(&Action::Restart).is_err());
    let mut app = trained_app();
    app.apply(Action::Restart);
    assert_eq!(app.question, Some(Question::Restart));
    assert!(app.check(&Action::Answer(Answer::Save)).is_err());
    app.apply(Action::Answer(Answer::Restart));
    assert!(!app.is_trained());
    assert_eq!(app.undo_text(), Some("begin again with fresh weights"));
    app.apply(Action::Undo);
    assert!(app.is_trained());
}

#[test]
fn looking_is_not_undone() {
    let mut app = trained_app();
    app.apply(Action::Edit(Edit::Loss(Loss::Bce)));
    app.apply(Action::Answer(Answer::Fork));
    let mut view = app.document.view.clone();
    view.smoothing = 0.1;
    app.apply(Action::View(view));
    app.apply(Action::Edit(Edit::ProjectName("digits".into())));
    app.apply(Action::Select(A));
    app.apply(Action::Undo);
    assert_eq!(app.document.name, "untitled");
    assert_eq!((app.document.view.smoothing, app.selected().id), (0.1, A));
    app.apply(Action::Select(VariantId(77)));
    assert_eq!(app.selected().id, A);
}

#[test]
fn a_window_of_another_width_changes_nothing_that_is_saved() {
    let mut app = App::detached(Document::default());
    let mut view = app.document.view.clone();
    view.gallery.count += 3;
    app.apply(Action::View(view.clone()));
    assert_eq!(app.document.view, view);
    assert!(!app.has_unsaved_changes());
    view.gallery.count += 1;
    view.gallery.seed += 1;
    app.apply(Action::View(view));
    assert!(app.has_unsaved_changes());
}

#[test]
fn a_run_under_way_is_not_pulled_away_by_undo() {
    let mut app = App::detached(Document::default());
    edit_code(&mut app, 64);
    app.runs.entry(A).or_default().state = RunState::Training;
    assert_eq!(
        app.check(&Action::Undo),
        Err("Pause training to undo this change of its model".into())
    );
    app.apply(Action::Undo);
    assert_eq!(width(&app), 64);
    app.runs.entry(A).or_default().state = RunState::Paused;
    assert_eq!(app.check(&Action::Undo), Ok(()));
}

#[test]
fn noise_penalties_and_phases_need_no_question() {
    let mut app = trained_app();
    let mut objective = app.selected().settings.objective;
    objective.variational.beta = 4.0;
    let phases = vec![Phase::default()];
    for (edit, text) in [
        (
            Edit::Corruption(Corruption::Gaussian { std: 0.5 }),
            "change the noise",
        ),
        (Edit::Objective(objective), "change beta"),
        (Edit::Phases(phases), "change the phases"),
    ] {
        assert!(!app.is_locked(&edit));
        app.apply(Action::Edit(edit));
        assert_eq!(app.undo_text(), Some(text));
    }
    assert!(app.selected().trained.is_some());
    assert!(app.messages.is_empty());
    let wrong = Edit::Corruption(Corruption::SaltAndPepper { fraction: 2.0 });
    let sentence = app.check(&Action::Edit(wrong)).unwrap_err();
    assert!(sentence.contains("at most 1, not 2"), "{sentence}");
}

#[test]
fn phases_of_a_layer_go_with_the_layer() {
    let mut app = App::detached(Document::default());
    let mut architecture = app.selected().settings.architecture.clone();
    let greedy = Phase::greedy(&architecture, 1, 1, 1e-3);
    app.apply(Action::Edit(Edit::Phases(greedy.clone())));
    architecture.encoder.pop();
    app.apply(Action::Edit(Edit::Architecture(architecture)));
    let kept = app.selected().settings.phases.clone();
    assert_eq!(kept, [greedy[0], greedy[1], greedy[3]]);
    assert_eq!(
        app.undo_text(),
        Some("change the number of encoder layers and the phases")
    );
    app.apply(Action::Undo);
    assert_eq!(app.selected().settings.phases, greedy);
}
