//! The window by keyboard alone, and for eyes that need it larger, stiller or read aloud.

mod common;

use common::{PictureRenderer, keep_picture};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use hourglass::app::{Action, App, VariantsEdit};
use hourglass::project::Document;
use hourglass::ui::{Motion, ThemeChoice, Workbench, theme};

type Window = Harness<'static, Workbench>;

fn window(size: [f32; 2]) -> Window {
    let mut harness = Harness::builder()
        .with_size(size)
        .renderer(PictureRenderer::default())
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            Workbench::new(App::detached(Document::default())),
        );
    harness.run();
    harness
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(3);
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.into()));
    window.run_steps(2);
}

/// Opens the palette and types into it.
fn look_for(window: &mut Window, text: &str) {
    press(window, Modifiers::COMMAND, Key::K);
    type_text(window, text);
}

fn last_action(window: &Window) -> Option<Action> {
    window.state().recent_actions().last().cloned()
}

fn has_focus(node: &AccessKitNode<'_>) -> bool {
    node.is_focused()
}

/// The label of what the focus is on.
fn focused(window: &Window) -> String {
    let node = window.get_by(has_focus);
    node.accesskit_node().label().unwrap_or_default()
}

#[test]
fn the_palette_finds_a_command_and_performs_it() {
    let mut window = window([1440.0, 900.0]);
    look_for(&mut window, "default adds");
    // Its sentence says so, its name does not.
    assert!(window.query_by_label("New variant").is_some());
    press(&mut window, Modifiers::NONE, Key::Enter);
    let added = Action::Variants(VariantsEdit::New);
    assert_eq!(last_action(&window), Some(added));
    assert!(
        window
            .query_by_label("Find a command or a setting")
            .is_none()
    );
}

#[test]
fn arrows_move_in_the_palette_and_escape_leaves_it() {
    let mut window = window([1440.0, 900.0]);
    window.get_by_label("Presets").focus();
    window.run_steps(3);
    look_for(&mut window, "dark");
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.run_steps(3);
    assert_eq!(focused(&window), "Presets");
    assert!(
        window
            .query_by_label("Find a command or a setting")
            .is_none()
    );
    look_for(&mut window, "zoom");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().preferences.zoom, 0.9);
}

#[test]
fn what_cannot_be_done_says_why_and_stays() {
    let mut window = window([1440.0, 900.0]);
    look_for(&mut window, "revert");
    let row = window.get_by_label("Revert");
    assert!(row.accesskit_node().is_disabled());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.query_by_label("Revert").is_some());
    assert_eq!(last_action(&window), None);
}

#[test]
fn a_setting_is_brought_into_view_with_the_focus() {
    let mut window = window([1024.0, 640.0]);
    // Folded, far below, and then put away with all of its side.
    window.get_by_label("Training").click();
    window.run_steps(6);
    window.state_mut().preferences.build_panel = false;
    for query in ["weight decay", "validation", "schedule"] {
        look_for(&mut window, query);
        press(&mut window, Modifiers::NONE, Key::Enter);
        window.run_steps(40);
        let label = focused(&window);
        assert!(
            label.to_lowercase().starts_with(query),
            "{label} for {query}"
        );
        let rect = window.get_by(has_focus).rect();
        assert!(rect.top() > 60.0 && rect.bottom() < 640.0, "{rect:?}");
    }
}

#[test]
fn tab_scrolls_to_what_gets_the_focus() {
    let mut window = window([1024.0, 640.0]);
    look_for(&mut window, "beta 1");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.run_steps(40);
    for _ in 0..12 {
        press(&mut window, Modifiers::NONE, Key::Tab);
        window.run_steps(4);
        let node = window.get_by(has_focus);
        let rect = node.rect();
        let inside = rect.top() > 40.0 && rect.bottom() < 640.0;
        assert!(inside, "{:?} at {rect:?}", node.accesskit_node().label());
    }
}

#[test]
fn tab_reaches_the_settings_and_the_views() {
    let mut window = window([1440.0, 900.0]);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..200 {
        window.key_press(Key::Tab);
        window.run_steps(2);
        if let Some(node) = window.query_by(has_focus) {
            let (role, place) = (node.accesskit_node().role(), node.rect());
            let named = node.accesskit_node();
            let name = named.label().or(named.value()).unwrap_or_default();
            assert!(!name.is_empty(), "{role:?} at {place:?} has no name");
            seen.insert(name);
        }
    }
    for name in ["File", "Learning rate", "Epochs", "Training", "Variant A"] {
        assert!(seen.contains(name), "{name} is not among {seen:?}");
    }
}

#[test]
fn zoom_is_one_path_for_keys_and_menu_and_has_bounds() {
    let mut window = window([1440.0, 900.0]);
    press(&mut window, Modifiers::COMMAND, Key::Plus);
    press(&mut window, Modifiers::COMMAND, Key::Equals);
    assert_eq!(window.state().preferences.zoom, 1.2);
    assert_eq!(window.ctx.zoom_factor(), 1.2);
    window.get_by_label("View").click();
    window.run_steps(3);
    window.get_by_label_contains("Reset zoom (120%)").click();
    window.run_steps(3);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
    for _ in 0..30 {
        press(&mut window, Modifiers::COMMAND, Key::Minus);
    }
    assert_eq!(window.state().preferences.zoom, 0.6);
}

#[test]
fn a_presentation_is_large_and_ends_as_it_began() {
    let mut window = window([1440.0, 900.0]);
    assert!(window.query_by_label("Learning rate").is_some());
    press(&mut window, Modifiers::NONE, Key::F11);
    assert_eq!(window.ctx.zoom_factor(), 1.6);
    assert_eq!(theme::emphasis(&window.ctx), 2.0);
    assert!(window.query_by_label("Learning rate").is_none());
    // Its own zoom is forgotten.
    press(&mut window, Modifiers::COMMAND, Key::Plus);
    assert_eq!(window.ctx.zoom_factor(), 1.7);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
    assert_eq!(theme::emphasis(&window.ctx), 1.0);
    assert!(window.query_by_label("Learning rate").is_some());
}

#[test]
fn nothing_moves_when_asked() {
    let mut window = window([1440.0, 900.0]);
    assert!(!theme::is_still(&window.ctx));
    window.state_mut().preferences.system_motion = Motion::Reduced;
    window.run_steps(2);
    assert!(theme::is_still(&window.ctx));
    look_for(&mut window, "reduce motion");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(!theme::is_still(&window.ctx));
}

/// Pixels of `colour` in a picture of the window.
fn count(image: &image::RgbaImage, colour: egui::Color32) -> usize {
    let pixels = image.pixels();
    pixels.filter(|pixel| pixel.0 == colour.to_array()).count()
}

#[test]
fn the_focus_is_a_ring_and_no_fill_of_selection() {
    let mut window = window([1440.0, 900.0]);
    window.state_mut().preferences.theme = ThemeChoice::Dark;
    window.run_steps(3);
    let before = window.render().expect("a picture");
    window.get_by_label("Presets").focus();
    window.run_steps(4);
    let after = window.render().expect("a picture");
    keep_picture("keyboard-focus", &after);
    let more = |colour| count(&after, colour) as i64 - count(&before, colour) as i64;
    assert!(more(theme::DARK.text) > 100, "{}", more(theme::DARK.text));
    assert!(
        more(theme::DARK.selection) <= 0,
        "{}",
        more(theme::DARK.selection)
    );
}

#[test]
fn pictures_of_palette_and_presentation() {
    for size in [[1024.0, 640.0], [1440.0, 900.0]] {
        for mode in [ThemeChoice::Dark, ThemeChoice::Light] {
            let mut window = window(size);
            window.state_mut().preferences.theme = mode;
            let name = |what: &str| format!("keyboard-{what}-{}-{mode:?}", size[0]).to_lowercase();
            look_for(&mut window, "rate");
            for _ in 0..2 {
                press(&mut window, Modifiers::NONE, Key::ArrowDown);
            }
            keep_picture(&name("palette"), &window.render().expect("a picture"));
            press(&mut window, Modifiers::NONE, Key::Enter);
            window.step();
            keep_picture(&name("setting"), &window.render().expect("a picture"));
            press(&mut window, Modifiers::NONE, Key::Escape);
            press(&mut window, Modifiers::NONE, Key::F11);
            window.run_steps(10);
            keep_picture(&name("presentation"), &window.render().expect("a picture"));
        }
    }
}
