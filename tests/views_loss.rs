//! The loss panel, used by its labels and by the pointer.

mod common;

use std::sync::Arc;

use common::made_up;
use common::screen::{Screen, open};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use hourglass::app::{Action, App, DatasetState};
use hourglass::project::{Document, LossAxis};
use hourglass::training::{History, StepRecord, VariantId};
use hourglass::ui::views;

type State = Screen<views::LossPlot>;

fn harness(app: App) -> Harness<'static, State> {
    open(app, [700.0, 300.0])
}

#[test]
fn before_training_there_is_a_line_and_a_button() {
    let mut app = App::detached(Document::default());
    app.dataset = DatasetState::Ready(Arc::new(made_up::prepared(4, true)));
    let mut harness = harness(app);
    harness.get_by_label("The loss will stand here once training runs");
    assert!(harness.query_by_label("Loss curves").is_none());
    harness.get_by_label("Train").click();
    harness.run();
    assert_eq!(harness.state().actions, [Action::Train]);
}

#[test]
fn controls_change_the_view() {
    let mut harness = harness(made_up::two_runs());
    let expect = |harness: &mut Harness<'_, State>| match harness.state_mut().actions.pop() {
        Some(Action::View(view)) => view,
        other => panic!("no change of the view but {other:?}"),
    };
    harness.get_by_label("Step").click();
    harness.run();
    assert_eq!(expect(&mut harness).loss_axis, LossAxis::Step);
    harness.get_by_label("Log").click();
    harness.run();
    assert!(!expect(&mut harness).log_loss);
    harness.get_by_label("Smoothing").set_value_accesskit(0.25);
    harness.run();
    assert_eq!(expect(&mut harness).smoothing, 0.25);
}

#[test]
fn the_crosshair_reads_every_curve() {
    let mut harness = harness(made_up::two_runs());
    let rect = harness.get_by_label("Loss curves").rect();
    harness.hover_at(rect.center());
    harness.run();
    for name in [
        "A dense 32 train",
        "A dense 32 validation",
        "B tanh 2 train",
        "B tanh 2 validation",
    ] {
        harness.get_by_label(name);
    }
    // B stopped after epoch 9 of 12.
    harness.hover_at(egui::pos2(rect.right() - 30.0, rect.center().y));
    harness.run();
    harness.get_by_label("A dense 32 train");
    assert!(harness.query_by_label("B tanh 2 train").is_none());
}

#[test]
fn hidden_variants_have_no_curve_and_the_test_set_is_named() {
    let mut app = made_up::two_runs();
    app.document.variants[1].hidden = true;
    app.document.data.validation = 0;
    let mut harness = harness(app);
    let centre = harness.get_by_label("Loss curves").rect().center();
    harness.hover_at(centre);
    harness.run();
    harness.get_by_label("A dense 32 test");
    assert!(harness.query_by_label("B tanh 2 train").is_none());
}

#[test]
fn scrolling_zooms_and_the_button_resets() {
    let mut harness = harness(made_up::two_runs());
    assert!(!common::is_enabled(&harness.get_by_label("Reset zoom")));
    let centre = harness.get_by_label("Loss curves").rect().center();
    harness.hover_at(centre);
    harness.run();
    harness.event(common::wheel(120.0));
    harness.run_steps(8);
    assert!(common::is_enabled(&harness.get_by_label("Reset zoom")));
    harness.get_by_label("Reset zoom").click();
    harness.run_steps(4);
    assert!(!common::is_enabled(&harness.get_by_label("Reset zoom")));
}

#[test]
fn senseless_losses_do_not_panic() {
    for losses in [
        vec![f32::NAN; 5],
        vec![0.0; 5],
        vec![f32::INFINITY, 1.0],
        vec![1e-38, 1e38],
        vec![-1.0, 0.0, 1.0],
        vec![0.5],
    ] {
        for (log, axis) in [
            (true, LossAxis::Epoch),
            (false, LossAxis::Time),
            (true, LossAxis::Step),
        ] {
            let mut app = App::detached(Document::default());
            app.document.view.log_loss = log;
            app.document.view.loss_axis = axis;
            let steps = losses.iter().zip(1..).map(|(&loss, step)| StepRecord {
                step,
                seconds: f64::NAN,
                loss,
                ..Default::default()
            });
            let history = History {
                steps: steps.collect(),
                epochs: Vec::new(),
                ..History::default()
            };
            app.runs.insert(VariantId(1), made_up::run(history));
            let mut harness = harness(app);
            harness.hover_at(egui::pos2(300.0, 150.0));
            harness.run();
        }
    }
}
