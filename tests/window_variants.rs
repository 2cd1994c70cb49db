//! The strip of variants, driven by label and key without a display, and its pictures.

mod common;

use common::{PictureRenderer, keep_picture, made_up};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, Edit, VariantsEdit};
use hourglass::data::Corruption;
use hourglass::model::{Distribution, Loss};
use hourglass::project::{Document, VariantSettings};
use hourglass::training::{RunState, VariantId};
use hourglass::ui::commands::COMMANDS;
use hourglass::ui::{Preferences, Workbench};

const A: VariantId = VariantId(1);
const B: VariantId = VariantId(2);

type Window = Harness<'static, Workbench>;

fn window(app: App, preferences: Preferences) -> Window {
    window_of(700.0, app, preferences)
}

fn window_of(height: f32, app: App, preferences: Preferences) -> Window {
    let mut workbench = Workbench::new(app);
    workbench.preferences = preferences;
    let mut window = Harness::builder()
        .with_size([1100.0, height])
        // Two clicks in two frames are a double click.
        .with_step_dt(0.05)
        .with_max_steps(32)
        .renderer(PictureRenderer::default())
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            workbench,
        );
    window.run();
    window
}

fn small() -> Window {
    window(App::detached(Document::default()), Preferences::default())
}

fn app(window: &Window) -> &App {
    &window.state().app
}

fn names(window: &Window) -> String {
    let variants = app(window).document.variants.iter();
    variants.map(|v| format!("{} ", v.name)).collect()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

#[test]
fn ctrl_d_duplicates_and_ctrl_z_takes_it_back() {
    let mut window = small();
    press(&mut window, Modifiers::COMMAND, Key::D);
    assert_eq!(names(&window), "A B ");
    assert_eq!(app(&window).selected().parent, Some(A));
    window.get_by_label("Variant B");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(names(&window), "A ");
    assert!(window.query_by_label("Variant B").is_none());
}

#[test]
fn the_plus_offers_what_is_possible() {
    let mut window = small();
    click(&mut window, "Add a variant");
    let fork = window.get_by_label_contains("Fork");
    assert!(!common::is_enabled(&fork));
    window.get_by_label_contains("New variant").click();
    window.run();
    assert_eq!(names(&window), "A B ");
    assert_eq!(app(&window).selected().parent, None);
}

#[test]
fn names_are_typed_in_place() {
    let mut window = small();
    press(&mut window, Modifiers::NONE, Key::F2);
    type_text(&mut window, "wide");
    assert_eq!(names(&window), "A ");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(names(&window), "wide ");
    press(&mut window, Modifiers::NONE, Key::F2);
    type_text(&mut window, "other");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(names(&window), "wide ");
    // The name of another one is refused with a sentence.
    press(&mut window, Modifiers::COMMAND, Key::D);
    press(&mut window, Modifiers::NONE, Key::F2);
    type_text(&mut window, "wide");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(names(&window), "wide wide b ");
    window.get_by_label("Another variant has this name already: wide");
}

#[test]
fn a_double_click_renames() {
    let mut window = small();
    let at = window.get_by_label("Variant A").rect().left_center() + egui::vec2(32.0, 0.0);
    let button = |pressed| egui::Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.hover_at(at);
    for pressed in [true, false, true, false] {
        window.event(button(pressed));
    }
    window.run();
    type_text(&mut window, "tall");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(names(&window), "tall ");
}

#[test]
fn notes_are_written_under_the_chip() {
    let mut window = small();
    click(&mut window, "Menu of A");
    window.get_by_label_contains("Notes").click();
    window.run();
    window.get_by_label("Notes of A");
    type_text(&mut window, "the small one");
    assert_eq!(app(&window).selected().notes, "the small one");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Notes of A").is_none());
}

#[test]
fn chips_are_dragged_to_another_place() {
    let mut window = small();
    press(&mut window, Modifiers::COMMAND, Key::D);
    press(&mut window, Modifiers::COMMAND, Key::D);
    assert_eq!(names(&window), "A B C ");
    let from = window.get_by_label("Variant A").rect().left_center() + egui::vec2(14.0, 0.0);
    let to = window.get_by_label("Variant C").rect().right_center() - egui::vec2(30.0, 0.0);
    window.drag_at(from);
    window.run_steps(2);
    window.hover_at(from.lerp(to, 0.5));
    window.run_steps(2);
    window.hover_at(to);
    window.run_steps(2);
    window.drop_at(to);
    window.run();
    assert_eq!(names(&window), "B C A ");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(names(&window), "A B C ");
    press(
        &mut window,
        Modifiers::COMMAND | Modifiers::SHIFT,
        Key::PageUp,
    );
    assert_eq!(names(&window), "A C B ");
}

#[test]
fn hidden_ones_show_an_eye_and_deleted_ones_come_back() {
    let mut window = small();
    press(&mut window, Modifiers::COMMAND, Key::D);
    press(&mut window, Modifiers::COMMAND, Key::H);
    assert!(app(&window).selected().hidden);
    click(&mut window, "Show B");
    assert!(!app(&window).selected().hidden);
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    assert_eq!(app(&window).selected().id, A);
    window.get_by_label("Variant B").click_secondary();
    window.run();
    assert_eq!(app(&window).selected().id, B);
    window.get_by_label_contains("Delete").click();
    window.run();
    assert_eq!(names(&window), "A ");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(
        (names(&window).as_str(), app(&window).selected().id),
        ("A B ", B)
    );
}

#[test]
fn the_selected_chip_is_scrolled_into_view() {
    let mut window = window(many(20), Preferences::default());
    let inside = |window: &Window, name: &str| {
        let rect = window.get_by_label(name).rect();
        rect.left() >= 0.0 && rect.right() <= 1100.0
    };
    let first = format!("Variant {}", app(&window).document.variants[0].name);
    assert!(inside(&window, &first));
    let last = app(&window).document.variants[19].id;
    window.state_mut().app.apply(Action::Select(last));
    window.run_steps(40);
    let name = &app(&window).selected().name;
    assert!(inside(&window, &format!("Variant {name}")));
    assert!(!inside(&window, &first));
}

#[test]
fn every_command_of_a_variant_has_a_key() {
    let of_variants = COMMANDS
        .iter()
        .filter(|entry| entry.menu == hourglass::ui::commands::Menu::Variant);
    let mut count = 0;
    for entry in of_variants {
        assert!(!entry.keys.is_empty(), "{}", entry.text);
        count += 1;
    }
    assert_eq!(count, 11);
}

/// Variants of several kinds, made of each other, in several states.
fn many(count: usize) -> App {
    let mut app = App::detached(Document::default());
    let changes: [fn(&mut VariantSettings); 5] = [
        |s| s.architecture.code.width = 2,
        |s| s.loss = Loss::Bce,
        |s| {
            s.architecture.code.distribution = Distribution::Gaussian;
            s.objective.variational.beta = 4.0;
        },
        |s| s.corruption = Corruption::Gaussian { std: 0.5 },
        |s| {
            s.training.learning_rate = 1e-4;
            s.training.epochs = 40;
        },
    ];
    for number in 1..count {
        let from = app.selected().id;
        app.apply(Action::Variants(VariantsEdit::Duplicate(from)));
        let mut settings = app.selected().settings.clone();
        changes[number % changes.len()](&mut settings);
        app.apply(Action::Edit(Edit::Settings(Box::new(settings))));
    }
    let states = [RunState::Finished, RunState::Training, RunState::Paused];
    for number in 0..count.saturating_sub(1) {
        let id = app.document.variants[number].id;
        let history = made_up::history(4, 20, 0.01 * (number + 1) as f64, number as u64);
        let mut run = made_up::run(history);
        run.state = states[number % 3];
        app.runs.insert(id, run);
    }
    app.apply(Action::Select(A));
    app
}

#[test]
fn pictures_of_the_strip() {
    for count in [1, 5, 20] {
        for theme in [
            hourglass::ui::ThemeChoice::Dark,
            hourglass::ui::ThemeChoice::Light,
        ] {
            let mut app = many(count);
            if count > 1 {
                let (variant, hidden) = (VariantId(3), true);
                app.apply(Action::Variants(VariantsEdit::Hide { variant, hidden }));
                app.apply(Action::Select(B));
            }
            let preferences = Preferences {
                theme,
                ..Preferences::default()
            };
            let mut window = window_of(200.0, app, preferences);
            let picture = window.render().expect("a picture");
            assert_eq!(picture.width(), 1100);
            let theme = format!("{theme:?}").to_lowercase();
            keep_picture(&format!("strip-{count}-{theme}"), &picture);
        }
    }
    let mut window = window_of(420.0, many(5), Preferences::default());
    let menu = format!("Menu of {}", app(&window).selected().name);
    click(&mut window, &menu);
    keep_picture("strip-menu", &window.render().expect("a picture"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::COMMAND, Key::M);
    type_text(
        &mut window,
        "Small and quick.\nIts code is too wide to plot.",
    );
    keep_picture("strip-notes", &window.render().expect("a picture"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::F2);
    keep_picture("strip-rename", &window.render().expect("a picture"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    let third = format!("Variant {}", app(&window).document.variants[2].name);
    let chip = window.get_by_label(&third).rect().center();
    window.hover_at(chip);
    window.run_steps(30);
    keep_picture("strip-tooltip", &window.render().expect("a picture"));
}
