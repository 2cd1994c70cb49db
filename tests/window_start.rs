//! What the window begins with, and a view that fills it.

mod common;

use std::sync::Arc;

use common::made_up;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use hourglass::app::{Action, App, DatasetState};
use hourglass::project::Document;
use hourglass::ui::Workbench;
use hourglass::ui::views::WindowMode;

/// A window of 1440 x 900 with digits.
fn window() -> Harness<'static, Workbench> {
    let mut app = App::detached(Document::default());
    app.dataset = DatasetState::Ready(Arc::new(made_up::prepared(4, true)));
    let mut harness = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            Workbench::new(app),
        );
    harness.run();
    harness
}

fn last_action(harness: &Harness<'_, Workbench>) -> Option<Action> {
    let mut actions: Vec<_> = harness.state().recent_actions().cloned().collect();
    // How many images fit is no wish of a person.
    actions.retain(|action| !matches!(action, Action::View(_)));
    actions.pop()
}

#[test]
fn new_asks_what_to_begin_with_and_lands_in_build() {
    let mut harness = window();
    harness.state_mut().preferences.mode = WindowMode::Compare;
    harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    harness.run();
    assert_eq!(last_action(&harness), None, "nothing is left yet");
    harness.get_by_label("New project");
    harness.get_by_label("Sparse L1").click();
    harness.run();
    let chosen = Action::OpenShipped("sparse-l1".into());
    assert_eq!(last_action(&harness), Some(chosen));
    assert!(harness.query_by_label("New project").is_none());
    assert_eq!(harness.state().preferences.mode, WindowMode::Build);
    assert_eq!(harness.state().app.document.name, "sparse-l1");

    harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    harness.run();
    harness.get_by_label("Handwritten digits").click();
    harness.run();
    assert_eq!(last_action(&harness), Some(Action::New));
    let document = &harness.state().app.document;
    assert_eq!(
        (&*document.name, document.data.validation),
        ("untitled", 5_000)
    );

    // Own data are asked for by path.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    harness.run();
    harness.get_by_label("Use my data…").click();
    harness.run();
    harness.get_by_label("Open data");
}

#[test]
fn a_view_fills_the_window_and_comes_back() {
    let mut harness = window();
    // A section of the settings has the same name.
    fn title<'a>(harness: &'a Harness<'_, Workbench>) -> egui_kittest::Node<'a> {
        let nodes = harness.get_all_by_label("Loss");
        let highest = nodes.min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
        highest.expect("the title of the plot")
    }
    let rect = |harness: &Harness<'_, Workbench>| title(harness).rect();
    let before = rect(&harness);
    title(&harness).hover();
    harness.run();
    harness.key_press(Key::F);
    harness.run();
    assert!(harness.query_by_label("Reconstructions").is_none());
    assert!(rect(&harness).left() < before.left());
    harness.key_press(Key::Escape);
    harness.run();
    harness.get_by_label("Reconstructions");
    assert_eq!(rect(&harness), before);
}
