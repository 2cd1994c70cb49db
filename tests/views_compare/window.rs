//! Into the comparing mode and out of it; the axis that only comparing needs.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{App, DatasetState};
use hourglass::project::{Document, LossAxis};
use hourglass::ui::views::WindowMode;

use crate::bench::{Window, click, comparing};
use crate::common::is_enabled;
use crate::common::several::several;

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label(label).next().is_some()
}

#[test]
fn the_side_panels_are_put_away_and_come_back() {
    let mut window = comparing(several(2, 100), [1_440.0, 900.0], true);
    window.state_mut().preferences.inspect_panel = Some(false);
    window.run_steps(2);
    assert!(has(&window, "Latent spaces") && !has(&window, "Architecture"));
    click(&mut window, "Build");
    assert!(!has(&window, "Latent spaces") && has(&window, "Architecture"));
    assert!(!window.state().preferences.shows_inspect(), "as it was");
    window.key_press_modifiers(Modifiers::COMMAND, Key::E);
    window.run_steps(4);
    assert_eq!(window.state().preferences.mode, WindowMode::Compare);
    assert!(has(&window, "Latent spaces"));
    assert!(window.state().preferences.build_panel, "as it was");
    // To ask for a panel is to go back to building.
    window.key_press_modifiers(Modifiers::COMMAND, Key::I);
    window.run_steps(4);
    let preferences = &window.state().preferences;
    assert!(preferences.mode == WindowMode::Build && preferences.shows_inspect());
}

#[test]
fn a_small_window_has_the_views_as_tabs() {
    let mut window = comparing(several(3, 100), [1_100.0, 700.0], true);
    window.get_by_label("Loss curves");
    assert!(has(&window, "Draw again") && !has(&window, "Latent space of code 2"));
    click(&mut window, "Latent spaces");
    assert!(!has(&window, "Draw again") && has(&window, "Latent space of code 2"));
    click(&mut window, "Reconstructions");
    assert!(has(&window, "Draw again"));
}

#[test]
fn without_training_each_view_says_what_will_stand_there() {
    let mut window = comparing(App::detached(Document::default()), [1_600.0, 900.0], true);
    window.get_by_label_contains("The loss will stand here");
    assert!(!has(&window, "Loss curves"));
    let mut app = several(2, 100);
    app.runs.clear();
    window.state_mut().app = app;
    window.run_steps(4);
    window.get_by_label_contains("Every test image will stand here as a point");
    window.get_by_label_contains("Test images and their reconstructions stand here");
}

#[test]
fn all_curves_stand_over_the_work_they_cost() {
    let mut window = comparing(several(3, 100), [1_600.0, 900.0], true);
    click(&mut window, "Multiply-adds");
    let view = &window.state().app.document.view;
    assert_eq!(view.loss_axis, LossAxis::Compute);
    let centre = window.get_by_label("Loss curves").rect().center();
    window.hover_at(centre);
    window.run_steps(4);
    window.get_by_label_contains(" T multiply-adds");
    click(&mut window, "Epoch");
    window.hover_at(centre);
    window.run_steps(4);
    window.get_by_label_contains("epoch 6");
}

#[test]
fn without_data_nobody_knows_what_an_image_costs() {
    let mut app = several(2, 100);
    app.dataset = DatasetState::Failed {
        message: "no such file: digits".into(),
    };
    app.document.view.loss_axis = LossAxis::Compute;
    let mut window = comparing(app, [1_600.0, 900.0], true);
    assert!(!is_enabled(&window.get_by_label("Multiply-adds")));
    let centre = window.get_by_label("Loss curves").rect().center();
    window.hover_at(centre);
    window.run_steps(4);
    window.get_by_label_contains("epoch 6");
}
