//! The window's bars, menus, keys and dialogs, driven by label without a display.

mod common;

use std::path::PathBuf;
use std::sync::Arc;

use common::made_up;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use hourglass::app::{Action, Answer, App, DatasetState, Edit, Message, MessageKind, Question};
use hourglass::model::Loss;
use hourglass::project::{Document, Variant};
use hourglass::training::{RunState, VariantId};
use hourglass::ui::Workbench;

/// A window of 1440 x 900 on `document`.
fn window(document: Document) -> Harness<'static, Workbench> {
    let mut harness = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            Workbench::new(App::detached(document)),
        );
    harness.run();
    harness
}

fn actions(harness: &Harness<'_, Workbench>) -> Vec<Action> {
    harness.state().recent_actions().cloned().collect()
}

/// A window in which training can go on, be ended and begin again.
fn paused() -> Harness<'static, Workbench> {
    let mut harness = window(Document::default());
    let app = &mut harness.state_mut().app;
    app.dataset = DatasetState::Ready(Arc::new(made_up::prepared(4, true)));
    let run = app.runs.entry(VariantId(1)).or_default();
    run.state = RunState::Paused;
    run.progress.step = 1;
    harness.run();
    harness
}

#[test]
fn toolbar_buttons_ask_for_training() {
    let mut harness = paused();
    for (label, action) in [("Step", Action::Step), ("Stop", Action::Stop)] {
        harness.get_by_label(label).click();
        harness.run();
        assert_eq!(actions(&harness).last(), Some(&action), "{label}");
    }
    // The menu's title and the button share the word.
    let train = harness
        .get_all_by_label("Train")
        .max_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    train.expect("a Train button below the menu").click();
    harness.run();
    assert_eq!(actions(&harness).last(), Some(&Action::Train));
}

#[test]
fn a_run_under_way_offers_pause_and_shows_where_it_is() {
    let mut app = App::detached(Document::default());
    let run = app.runs.entry(VariantId(1)).or_default();
    run.state = RunState::Training;
    run.progress.epoch = 6;
    run.progress.epochs = 20;
    run.progress.samples_per_second = 9_123.0;
    run.progress.seconds_left = 42.0;
    let mut harness = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            Workbench::new(app),
        );
    harness.run();
    harness.get_by_label("epoch 7 of 20");
    harness.get_by_label("9,120 images/s");
    harness.get_by_label("0:42 time left");
    harness.get_by_label("Pause").click();
    harness.run();
    assert_eq!(actions(&harness), [Action::Pause]);
}

#[test]
fn menus_open_and_grey_out_what_is_not_possible() {
    let mut harness = window(Document::default());
    harness.get_by_label("Edit").click();
    harness.run();
    let undo = harness.get_by_label_contains("Undo");
    assert!(undo.accesskit_node().is_disabled());
    undo.click();
    harness.run();
    assert_eq!(actions(&harness), []);

    harness.get_by_label("File").click();
    harness.run();
    assert!(
        harness
            .get_by_label_contains("Revert")
            .accesskit_node()
            .is_disabled()
    );
    harness.get_by_label_contains("by itself").click();
    harness.run();
    assert_eq!(actions(&harness), [Action::Autosave(false)]);
}

#[test]
fn help_copies_what_the_window_is_on() {
    let mut harness = window(Document::default());
    for label in ["Help", "Copy diagnostics"] {
        harness.get_by_label(label).click();
        harness.run();
    }
    let actions = actions(&harness);
    let [Action::Diagnose(display)] = &actions[..] else {
        panic!("{actions:?}");
    };
    assert!(display.ends_with("points, 1 pixels a point"), "{display}");
}

#[test]
fn examples_stand_in_menus_by_family() {
    let mut harness = window(Document::default());
    for label in ["File", "Examples", "Variational", "beta-vae"] {
        let shown = harness.get_by_label_contains(label);
        shown.click();
        harness.run();
    }
    let open = Action::OpenShipped("beta-vae".into());
    assert_eq!(actions(&harness).last(), Some(&open));
}

#[test]
fn keys_do_what_the_menus_do() {
    let mut harness = paused();
    let control = Modifiers::COMMAND;
    for (modifiers, key, action) in [
        (control, Key::T, Action::Train),
        (Modifiers::NONE, Key::Space, Action::Train),
        (Modifiers::NONE, Key::ArrowRight, Action::Step),
        (control, Key::Period, Action::Stop),
        (control, Key::R, Action::Restart),
        (control, Key::S, Action::Save),
        (control, Key::Q, Action::Quit),
    ] {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
        assert_eq!(
            actions(&harness).last(),
            Some(&action),
            "{modifiers:?} {key:?}"
        );
        // Some of them ask first.
        harness.key_press(Key::Escape);
        harness.run();
    }
    // Ctrl+Shift+S asks for a path instead of saving, and the dialog keeps all keys to itself.
    let before = actions(&harness).len();
    harness.key_press_modifiers(control | Modifiers::SHIFT, Key::S);
    harness.run();
    harness.get_by_label("Save project as");
    harness.key_press_modifiers(control, Key::N);
    harness.run();
    assert_eq!(actions(&harness).len(), before);
}

#[test]
fn open_takes_a_typed_path_with_enter() {
    let mut harness = window(Document::default());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::O);
    harness.run();
    harness.get_by_label("Open project");
    assert!(harness.get_by_label("Open").accesskit_node().is_disabled());
    harness.get_by_label("Path").type_text(" projects/digits ");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(
        actions(&harness),
        [Action::Open(PathBuf::from("projects/digits"))]
    );
    assert!(harness.query_by_label("Open project").is_none());
}

#[test]
fn a_project_without_a_path_is_asked_for_one_and_cancel_is_an_answer() {
    let mut harness = window(Document::default());
    harness.state_mut().app.question = Some(Question::SaveAs);
    harness.run();
    harness.run();
    let field = harness.get_by_label("Path");
    assert!(field.value().is_some_and(|path| path.ends_with("untitled")));
    harness.get_by_label("Cancel").click();
    harness.run_steps(2);
    assert_eq!(actions(&harness)[0], Action::Answer(Answer::Cancel));
}

#[test]
fn questions_name_what_their_answers_do() {
    let locked = Question::Locked {
        keep: None,
        what: "the code width".into(),
        edit: Box::new(Edit::Loss(Loss::L1)),
    };
    let unsaved = Question::Unsaved {
        then: Box::new(Action::Quit),
    };
    let replace = Question::Replace {
        path: "somewhere/digits".into(),
    };
    for (question, button, answer) in [
        (unsaved.clone(), "Save", Answer::Save),
        (unsaved.clone(), "Discard changes", Answer::Discard),
        (unsaved, "Cancel", Answer::Cancel),
        (locked.clone(), "Fork variant", Answer::Fork),
        (locked, "Restart training", Answer::Restart),
        (Question::Revert, "Revert", Answer::Discard),
        (Question::Revert, "Cancel", Answer::Cancel),
        (Question::Restart, "Restart training", Answer::Restart),
        (replace.clone(), "Replace", Answer::Replace),
        (replace, "Cancel", Answer::Cancel),
    ] {
        let mut harness = window(Document::default());
        harness.state_mut().app.question = Some(question);
        harness.run();
        harness.get_by_label(button).click();
        harness.run_steps(2);
        assert_eq!(actions(&harness)[0], Action::Answer(answer), "{button}");
    }
}

#[test]
fn a_refused_place_is_named_and_stands_in_the_dialog_that_follows() {
    let mut harness = window(Document::default());
    harness.state_mut().app.question = Some(Question::Replace {
        path: "somewhere/digits".into(),
    });
    harness.run();
    harness.get_by_label_contains("somewhere/digits");
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().app.question, Some(Question::SaveAs));
    let field = harness.get_by_label("Path");
    assert_eq!(field.value().as_deref(), Some("somewhere/digits"));
}

#[test]
fn escape_cancels_a_question_and_enter_gives_its_first_answer() {
    for (key, answer) in [(Key::Escape, Answer::Cancel), (Key::Enter, Answer::Save)] {
        let mut harness = window(Document::default());
        harness.state_mut().app.question = Some(Question::Unsaved {
            then: Box::new(Action::New),
        });
        harness.run();
        harness.key_press(key);
        harness.run_steps(2);
        assert_eq!(actions(&harness)[0], Action::Answer(answer), "{key:?}");
    }
}

#[test]
fn messages_show_their_advice_and_can_be_closed() {
    let mut harness = window(Document::default());
    for text in ["First", "The loss is not a number"] {
        let advice = "Try a smaller learning rate";
        let warning = Message::new(MessageKind::Warning, text, advice);
        harness.state_mut().app.say(warning);
    }
    harness.run();
    harness.get_by_label("The loss is not a number");
    harness.get_by_label("Try a smaller learning rate");
    assert!(harness.query_by_label("First").is_none());
    harness.get_by_label("Close this message").click();
    harness.run();
    // The newest was shown first.
    assert_eq!(actions(&harness), [Action::Dismiss(2)]);
    harness.get_by_label("First");
}

#[test]
fn variants_are_chosen_by_click() {
    let second = Variant {
        id: VariantId(2),
        name: "Deeper".into(),
        colour: 1,
        ..Variant::default()
    };
    let mut document = Document::default();
    document.variants.push(second);
    let mut harness = window(document);
    harness.get_by_label("Variant A").click();
    harness.run();
    assert_eq!(actions(&harness), [], "it is chosen already");
    harness.get_by_label("Variant Deeper").click();
    harness.run();
    assert_eq!(actions(&harness), [Action::Select(VariantId(2))]);
}

#[test]
fn sections_fold_and_side_panels_hide() {
    let mut harness = window(Document::default());
    harness.get_by_label("Architecture");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    harness.run();
    assert!(harness.query_by_label("Architecture").is_none());
    assert!(!harness.state().preferences.build_panel);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    harness.run();
    harness.get_by_label("Architecture");
}

#[test]
fn notes_of_a_project_stand_above_the_views_until_closed() {
    let document = Document {
        notes: "Watch the code untangle".into(),
        ..Document::default()
    };
    let mut harness = window(document);
    harness.get_by_label("Watch the code untangle");
    harness.get_by_label("Close the notes").click();
    harness.run();
    assert!(harness.query_by_label("Watch the code untangle").is_none());
}

#[test]
fn low_windows_put_the_lower_views_behind_tabs() {
    let mut harness = window(Document::default());
    harness.get_by_label("Reconstructions");
    harness.get_by_label("Latent space");
    harness.set_size(egui::vec2(900.0, 600.0));
    harness.run();
    harness.get_by_label("Latent space").click();
    harness.run();
    let latent = harness.get_by_label("Latent space");
    assert_eq!(
        latent.accesskit_node().toggled(),
        Some(egui::accesskit::Toggled::True)
    );
}

#[test]
fn help_lists_the_keys() {
    let mut harness = window(Document::default());
    harness.key_press(Key::F1);
    harness.run();
    harness.get_by_label("Ctrl+Shift+Z  or  Ctrl+Y");
    harness.get_by_label("Close").click();
    harness.run();
    assert!(harness.query_by_label("Ctrl+Shift+Z  or  Ctrl+Y").is_none());
}

#[test]
fn a_dropped_project_is_opened_and_all_else_imported() {
    #[derive(Debug)]
    struct Dropped(PathBuf);
    impl egui::DroppedFile for Dropped {
        fn path(&self) -> &std::path::Path {
            &self.0
        }
        fn bytes(&self) -> Result<Vec<u8>, String> {
            Err("nobody reads it".into())
        }
    }
    let asked = |path: PathBuf| {
        let mut harness = window(Document::default());
        let file = Arc::new(Dropped(path));
        harness.input_mut().dropped_files.push(file);
        harness.run();
        actions(&harness)
    };
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().to_path_buf();
    assert_eq!(asked(folder.clone()), [Action::Preview(folder.clone())]);
    std::fs::write(folder.join("project.json"), "{}").expect("written");
    assert_eq!(asked(folder.clone()), [Action::Open(folder)]);
    let table = PathBuf::from("somewhere/rows.csv");
    assert_eq!(asked(table.clone()), [Action::Preview(table)]);
}
