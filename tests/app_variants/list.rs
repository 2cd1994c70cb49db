//! The list of variants.

use hourglass::app::{Action, App, Edit, VariantsEdit};
use hourglass::model::Loss;
use hourglass::project::Document;
use hourglass::training::{RunState, VariantId};

use crate::made::*;

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
    assert_eq!(names(&app), "L1 L1 b MSE MSE b ");
    let copy = app.selected();
    assert_eq!((copy.name.as_str(), copy.parent), ("L1 b", Some(A)));
    assert_eq!(copy.settings.loss, Loss::L1);
    assert_eq!(copy.trained, None);
    assert_eq!(app.undo_text(), Some("duplicate L1"));
    edit(&mut app, VariantsEdit::Rename(A, "base".into()));
    edit(&mut app, VariantsEdit::Duplicate(A));
    assert_eq!(names(&app), "base base b base c MSE MSE b ");
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
    assert_eq!(trained(&app, A).checkpoints.len(), 4);
    assert_eq!(app.runs[&A].history.steps.len(), 8);
    assert_eq!(app.runs[&A].state, RunState::Finished);
    app.apply(Action::Redo);
    assert_eq!(names(&app), "B ");
    app.apply(Action::Undo);
    assert_eq!(app.document.variants, before.variants);
}
