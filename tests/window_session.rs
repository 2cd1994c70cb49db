//! Whole sessions in the window, by label and with a real worker: choose, train, change, save, reopen.

mod common;
mod window_session_support;

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, MessageKind, Question, SaveState};
use hourglass::training::{GalleryChoice, GalleryView, ObservationId, RunState};
use window_session_support::{Window, project};

const CONTROL: Modifiers = Modifiers::COMMAND;

fn step(app: &App) -> u64 {
    let run = app.runs.get(&app.selected().id);
    run.map_or(0, |run| run.progress.step)
}

fn epochs_done(app: &App) -> usize {
    let run = app.runs.get(&app.selected().id);
    run.map_or(0, |run| run.history.epochs.len())
}

fn code_width(app: &App) -> usize {
    app.selected().settings.architecture.code.width
}

fn rate(app: &App) -> f32 {
    app.selected().settings.training.learning_rate
}

fn batch(app: &App) -> usize {
    app.selected().settings.training.batch
}

fn no_problems(app: &App) {
    // These few images are learned by heart, which the window is right to say.
    let mut messages = app.messages.iter();
    let loud = messages.find(|m| m.kind != MessageKind::Info && !m.text.contains("by heart"));
    assert_eq!(loud, None);
}

/// Trains for some epochs and pauses.
fn train_a_little(window: &mut Window) {
    let before = epochs_done(window.app());
    window.press("Train");
    window.until("two epochs", |app| epochs_done(app) >= before + 2);
    window.press("Pause");
    window.until("the pause", |app| app.selected_state() == RunState::Paused);
}

#[test]
fn choose_a_width_train_pause_change_the_rate_and_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(&project(folder.path()));
    window.click("Code, width 2");
    window.choose("Choose code width", "4");
    assert_eq!(code_width(window.app()), 4);
    window.click("Code, width 4");
    window.choose("Choose code width", "8");
    assert_eq!(code_width(window.app()), 8);

    window.press("Train");
    window.until("epochs", |app| epochs_done(app) >= 3);
    // While it trains: no question, no restart, and the next batches have it.
    window.enter("Learning rate", "0.004");
    assert_eq!(window.app().question, None);
    let at = step(window.app());
    window.until("the new rate", |app| {
        let progress = app.runs[&app.selected().id].progress;
        (progress.learning_rate - 0.004).abs() < 1e-7 && progress.step > at
    });
    window.press("Pause");
    window.until("the pause", |app| app.selected_state() == RunState::Paused);
    let paused = step(window.app());
    assert!(paused > 30, "{paused}");
    window.frames(5);
    assert_eq!(step(window.app()), paused, "a pause is a pause");

    window.enter("Learning rate", "0.002");
    assert_eq!(rate(window.app()), 0.002);
    assert_eq!(window.app().question, None);
    assert_eq!(step(window.app()), paused, "nothing starts again");

    window.press("Step");
    window.until("one update", |app| {
        let trained = app.selected().trained.as_ref();
        trained.is_some_and(|t| t.resume_state.position.step == paused + 1)
    });
    window.frames(5);
    assert_eq!(step(window.app()), paused + 1);
    assert_eq!(window.app().selected_state(), RunState::Paused);

    window.press("Resume");
    window.until("more epochs", |app| step(app) > paused + 40);
    let steps = &window.app().runs[&window.app().selected().id].history.steps;
    assert_eq!(steps.first().map(|record| record.step), Some(1));
    window.press("Stop");
    window.until("the end", |app| app.selected_state() == RunState::Stopped);
    no_problems(window.app());
}

#[test]
fn a_locked_change_asks_and_each_answer_does_what_it_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(&project(folder.path()));
    train_a_little(&mut window);
    let trained = step(window.app());

    window.enter("Batch size", "50");
    assert!(matches!(
        window.app().question,
        Some(Question::Locked { .. })
    ));
    window.click("Cancel");
    assert_eq!(window.app().question, None);
    assert_eq!((batch(window.app()), step(window.app())), (25, trained));

    window.enter("Batch size", "50");
    window.click("Fork variant");
    assert_eq!(window.app().document.variants.len(), 2);
    assert_eq!((batch(window.app()), step(window.app())), (50, 0));
    assert_eq!(window.app().selected().name, "batch 50");
    train_a_little(&mut window);
    window.click("Variant A");
    assert_eq!((batch(window.app()), step(window.app())), (25, trained));
    assert!(window.app().is_trained());

    window.enter("Batch size", "10");
    window.click("Restart training");
    assert_eq!((batch(window.app()), step(window.app())), (10, 0));
    assert!(!window.app().is_trained());
    train_a_little(&mut window);
    // Undo brings back the batch and the weights that belong to it.
    window.key(CONTROL, Key::Z);
    assert_eq!((batch(window.app()), step(window.app())), (25, trained));
    no_problems(window.app());
}

#[test]
fn settings_go_back_and_forth_by_menu_and_by_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(&project(folder.path()));
    window.enter("Learning rate", "0.01");
    window.click("Code, width 2");
    window.choose("Choose code width", "16");
    window.menu("Edit", "Undo: change the code width");
    assert_eq!((code_width(window.app()), rate(window.app())), (2, 0.01));
    window.menu("Edit", "Redo: change the code width");
    assert_eq!(code_width(window.app()), 16);
    window.key(CONTROL, Key::Z);
    window.key(CONTROL, Key::Z);
    assert_eq!((code_width(window.app()), rate(window.app())), (2, 0.003));
    window.key(CONTROL | Modifiers::SHIFT, Key::Z);
    assert_eq!((code_width(window.app()), rate(window.app())), (2, 0.01));
    window.key(CONTROL, Key::Y);
    assert_eq!((code_width(window.app()), rate(window.app())), (16, 0.01));
    assert_eq!(window.app().undo_text(), Some("change the code width"));
}

#[test]
fn save_as_change_revert_and_reopen_bring_everything_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(&project(folder.path()));
    train_a_little(&mut window);
    window.click("Worst");
    window.click("Time");
    let copy = folder.path().join("a copy");
    window.key(CONTROL | Modifiers::SHIFT, Key::S);
    window.until("the dialog", |_| true);
    window.replace("Path", copy.to_str().expect("text"));
    window.click("Save");
    window.until("the save", |app| {
        app.save == SaveState::Saved && app.path.as_ref() == Some(&copy)
    });
    let saved = window.app().document.clone();
    let (history, at) = {
        let run = &window.app().runs[&window.app().selected().id];
        (run.history.clone(), run.progress)
    };

    window.enter("Learning rate", "0.5");
    assert!(window.app().has_unsaved_changes());
    window.menu("File", "Revert");
    assert_eq!(window.app().question, Some(Question::Revert));
    window.click("Revert");
    window.until("the project of before", |app| rate(app) == 0.003);
    window.until_ready();
    assert_eq!(window.app().document, saved);

    drop(window);
    let mut window = Window::open(&copy);
    let app = window.app();
    assert_eq!(app.document, saved);
    assert_eq!(app.document.view.gallery.choice, GalleryChoice::Worst);
    assert_eq!(
        app.document.view.loss_axis,
        hourglass::project::LossAxis::Time
    );
    let run = &app.runs[&app.selected().id];
    assert_eq!(run.history, history);
    assert_eq!(
        (run.progress.epoch, run.progress.batch, run.progress.step),
        (at.epoch, at.batch, at.step)
    );
    assert!(!app.has_unsaved_changes());
    window.press("Resume");
    window.until("more epochs", |app| step(app) > at.step + 20);
    let steps = &window.app().runs[&window.app().selected().id].history.steps;
    assert!(steps.is_sorted_by(|a, b| a.step < b.step));
    no_problems(window.app());
}

#[test]
fn dragging_in_the_latent_space_decodes_during_training() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(&project(folder.path()));
    window.press("Train");
    window.until("codes", |app| {
        let run = &app.runs[&app.selected().id];
        step(app) > 20
            && run.views.has(ObservationId::Latents)
            && run.views.has(ObservationId::Gallery)
    });
    let centre = {
        let node = window
            .harness
            .get_by_label("Latent space of the test images");
        node.rect().center()
    };
    window.harness.drag_at(centre);
    window.until("a decoded point", |app| app.decoded.latest.probe.is_some());
    let first = window.app().decoded.latest.probe.clone().expect("decoded");
    assert_eq!((first.code.len(), first.output.len()), (2, 64));
    assert_eq!(first.variant, window.app().selected().id);
    window.harness.hover_at(centre + vec2(40.0, -25.0));
    window.until("another point", |app| {
        app.decoded
            .latest
            .probe
            .as_ref()
            .is_some_and(|d| d.code != first.code)
    });
    assert_eq!(window.app().selected_state(), RunState::Training);
    window.harness.drop_at(centre + vec2(40.0, -25.0));
    window.frames(2);

    for (label, choice) in [
        ("Best", GalleryChoice::Best),
        ("Worst", GalleryChoice::Worst),
        ("Random", GalleryChoice::Random),
    ] {
        // A warning that comes in the very frame of a click moves what was under the pointer.
        window.click_until(label, |app| {
            let gallery = app.runs[&app.selected().id].views.get::<GalleryView>();
            gallery.is_some_and(|gallery| gallery.request.choice == choice)
        });
    }
    assert_eq!(window.app().selected_state(), RunState::Training);
    no_problems(window.app());
}

#[test]
fn a_broken_project_is_told_and_nothing_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = project(folder.path());
    let mut window = Window::open(&bundle);
    train_a_little(&mut window);
    window.key(CONTROL, Key::S);
    window.until("the save", |app| app.save == SaveState::Saved);
    let before = window.app().document.clone();

    let broken = folder.path().join("broken");
    std::fs::create_dir(&broken).expect("made");
    std::fs::write(broken.join("project.json"), "{\"format\": 1,").expect("written");
    window.key(CONTROL, Key::O);
    window.replace("Path", broken.to_str().expect("text"));
    window.click("Open");
    window.until("a message", |app| {
        app.messages.iter().any(|m| m.kind == MessageKind::Error)
    });
    let app = window.app();
    let message = app.messages.last().expect("a message");
    assert!(message.text.contains("broken"), "{}", message.text);
    assert_eq!(message.advice, "The project of before is kept");
    assert_eq!((&app.document, app.path.as_ref()), (&before, Some(&bundle)));
    let text = message.text.clone();
    window.frames(2);
    window.harness.get_by_label_contains(&text);
    // The run of before goes on.
    let at = step(window.app());
    window.press("Resume");
    window.until("more updates", |app| step(app) > at + 10);
}

#[test]
fn a_truncated_file_is_told_in_the_window_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(&project(folder.path()));
    let whole = std::fs::read(folder.path().join("images.idx")).expect("read");
    let cut = folder.path().join("cut.idx");
    std::fs::write(&cut, &whole[..whole.len() - 7]).expect("written");
    let before = window.app().document.clone();
    window.replace("Training images", cut.to_str().expect("text"));
    window.click("Load");
    window.until("the failure", |app| {
        app.messages.iter().any(|m| m.kind == MessageKind::Error)
    });
    window.until_ready();
    let message = window.app().messages.last().expect("a message");
    assert!(message.text.ends_with("cut.idx"), "{}", message.text);
    assert_eq!(window.app().document, before);
    // What was typed is still there to correct, with the reason beside it.
    let reason = message.text.clone();
    let field = window.harness.get_by_label("Training images");
    assert_eq!(field.value().as_deref(), cut.to_str());
    let said = window.harness.get_all_by_label(&reason).count();
    assert_eq!(said, 2, "in the data panel and at the foot");
    let good = folder.path().join("images.idx");
    window.replace("Training images", good.to_str().expect("text"));
    train_a_little(&mut window);
}

#[test]
fn a_window_of_another_size_shows_more_of_the_same_images_and_has_nothing_to_save() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(&project(folder.path()));
    let shown = |window: &mut Window, size: [f32; 2]| {
        window.harness.set_size(size.into());
        let before = window.app().document.view.gallery.count;
        window.until("another number of images", |app| {
            let gallery = app.runs[&app.selected().id].views.get::<GalleryView>();
            let count = app.document.view.gallery.count;
            count != before && gallery.is_some_and(|gallery| gallery.indices.len() == count)
        });
        let run = &window.app().runs[&window.app().selected().id];
        run.views
            .get::<GalleryView>()
            .expect("a gallery")
            .indices
            .clone()
    };
    let narrow = shown(&mut window, [900.0, 900.0]);
    let wide = shown(&mut window, [1_100.0, 900.0]);
    assert!(narrow.len() < wide.len(), "{narrow:?} {wide:?}");
    assert_eq!(narrow, wide[..narrow.len()]);
    assert!(!window.app().has_unsaved_changes());
}

#[test]
fn leaving_with_unsaved_changes_asks_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = project(folder.path());
    let mut window = Window::open(&bundle);
    train_a_little(&mut window);
    assert!(window.app().has_unsaved_changes());
    window.menu("File", "New…");
    window.click("Handwritten digits");
    let Some(Question::Unsaved { then }) = window.app().question.clone() else {
        panic!("it asks");
    };
    assert_eq!(*then, Action::New);
    window.click("Cancel");
    assert!(window.app().is_trained());

    window.key(CONTROL, Key::Q);
    window.click("Cancel");
    assert!(!window.app().quit);
    window.key(CONTROL, Key::Q);
    window.click("Save");
    window.until("the end", |app| app.quit);
    let trained = step(window.app());
    drop(window);
    let mut window = Window::open(&bundle);
    assert_eq!(step(window.app()), trained, "it was saved first");
    // Nothing to ask about now.
    window.key(CONTROL, Key::Q);
    assert!(window.app().quit);
}
