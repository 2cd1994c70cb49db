//! The latent panel, used by its labels and by the pointer.

mod common;

use std::sync::Arc;

use common::made_up;
use common::screen::{Screen, open};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use hourglass::app::{Action, App, DatasetState};
use hourglass::eval::plane::LatentAxes;
use hourglass::project::Document;
use hourglass::training::{Asker, Decoded, LatentView, VariantId};
use hourglass::ui::views;

type State = Screen<views::Latent>;

fn harness(app: App) -> Harness<'static, State> {
    open(app, [700.0, 360.0])
}

fn codes(state: &State) -> Vec<Vec<f32>> {
    let codes = state.actions.iter().filter_map(|action| match action {
        Action::Decode(Asker::Probe, code) => Some(code.clone()),
        _ => None,
    });
    codes.collect()
}

/// Four points in the corners, so that the middle of the plot is the origin.
fn square() -> LatentView {
    LatentView {
        width: 2,
        codes: vec![-1.0, -1.0, 1.0, -1.0, -1.0, 1.0, 1.0, 1.0],
        pca: None,
        step: 1,
        ..Default::default()
    }
}

fn with_view(view: LatentView) -> App {
    let mut app = made_up::with_latent(4, 2, true);
    app.runs
        .get_mut(&VariantId(1))
        .unwrap()
        .views
        .set(Arc::new(view));
    app
}

fn plot_rect(harness: &Harness<'_, State>) -> egui::Rect {
    harness
        .get_by_label("Latent space of the test images")
        .rect()
}

#[test]
fn dragging_decodes_the_point_under_the_pointer() {
    let mut harness = harness(with_view(square()));
    let rect = plot_rect(&harness);
    harness.drag_at(rect.center());
    harness.run();
    let code = codes(harness.state()).pop().unwrap();
    assert!(code.iter().all(|number| number.abs() < 0.01), "{code:?}");

    harness.hover_at(rect.center() + egui::vec2(rect.width() / 4.0, -rect.height() / 4.0));
    harness.run();
    let code = codes(harness.state()).pop().unwrap();
    // A quarter of the shown plane, which leaves 5% of room on each side.
    assert!(
        code.iter().all(|number| (number - 0.55).abs() < 0.01),
        "{code:?}"
    );
    let asked = codes(harness.state()).len();
    harness.run_steps(3);
    assert_eq!(
        codes(harness.state()).len(),
        asked,
        "a pointer at rest asks once"
    );
}

#[test]
fn a_dropped_point_follows_the_weights() {
    let mut harness = harness(with_view(square()));
    let centre = plot_rect(&harness).center();
    harness.drag_at(centre);
    harness.run();
    harness.drop_at(centre);
    harness.run();
    harness.state_mut().actions.clear();
    let later = LatentView {
        step: 2,
        ..square()
    };
    let run = harness.state_mut().app.runs.get_mut(&VariantId(1)).unwrap();
    run.views.set(Arc::new(later));
    harness.run();
    assert_eq!(codes(harness.state()).len(), 1);

    harness.key_press(egui::Key::Escape);
    harness.run();
    let even_later = LatentView {
        step: 3,
        ..square()
    };
    let run = harness.state_mut().app.runs.get_mut(&VariantId(1)).unwrap();
    run.views.set(Arc::new(even_later));
    harness.run();
    assert_eq!(
        codes(harness.state()).len(),
        1,
        "escape takes the point away"
    );
}

#[test]
fn the_decoded_image_stands_beside_the_pointer() {
    let mut harness = harness(with_view(square()));
    let centre = plot_rect(&harness).center();
    harness.drag_at(centre);
    harness.run();
    assert!(harness.query_by_label("Decoded image").is_none());
    harness.state_mut().app.decoded.latest.probe = Some(Decoded {
        variant: VariantId(1),
        code: vec![0.0, 0.0],
        output: vec![0.5; 784],
    });
    harness.run();
    let image = harness.get_by_label("Decoded image").rect();
    assert_eq!(image.size(), egui::vec2(112.0, 112.0));
    harness
        .state_mut()
        .app
        .decoded
        .latest
        .probe
        .as_mut()
        .unwrap()
        .output
        .pop();
    harness.run();
    assert!(
        harness.query_by_label("Decoded image").is_none(),
        "an output of another size"
    );
}

#[test]
fn hovering_shows_the_test_image_and_its_label() {
    let mut harness = harness(with_view(square()));
    let rect = plot_rect(&harness);
    let inner = egui::vec2(rect.width() / 2.2, rect.height() / 2.2);
    harness.hover_at(rect.center() + egui::vec2(-inner.x, inner.y));
    harness.run();
    harness.get_by_label("Test image");
    harness.get_by_label("test image 0");
    harness.hover_at(rect.center() + egui::vec2(inner.x, -inner.y));
    harness.run();
    harness.get_by_label("test image 3");
    harness.get_by_label("3");
    harness.hover_at(rect.center());
    harness.run();
    assert!(harness.query_by_label("Test image").is_none());
}

#[test]
fn a_click_on_a_point_picks_its_image_instead_of_decoding() {
    let mut harness = harness(with_view(square()));
    let rect = plot_rect(&harness);
    let inner = egui::vec2(rect.width() / 2.2, rect.height() / 2.2);
    let at = rect.center() + egui::vec2(inner.x, -inner.y);
    harness.drag_at(at);
    harness.drop_at(at);
    harness.run();
    assert_eq!(views::selection::selected_image(&harness.ctx), Some(3));
    let later = LatentView {
        step: 2,
        ..square()
    };
    harness.state_mut().actions.clear();
    let run = harness.state_mut().app.runs.get_mut(&VariantId(1)).unwrap();
    run.views.set(Arc::new(later));
    harness.run();
    assert!(codes(harness.state()).is_empty(), "no point was dropped");

    // Between the points there is nothing to pick.
    harness.drag_at(rect.center());
    harness.drop_at(rect.center());
    harness.run();
    assert_eq!(views::selection::selected_image(&harness.ctx), Some(3));
}

#[test]
fn the_legend_isolates_a_class_and_restores_all() {
    let mut harness = harness(with_view(square()));
    let rect = plot_rect(&harness);
    let inner = egui::vec2(rect.width() / 2.2, rect.height() / 2.2);
    harness.get_by_label("Class 1").click();
    harness.run();
    harness.hover_at(rect.center() + egui::vec2(-inner.x, inner.y));
    harness.run();
    assert!(
        harness.query_by_label("Test image").is_none(),
        "image 0 is of class 0"
    );
    harness.get_by_label("Class 1").click();
    harness.run();
    harness.hover_at(rect.center() + egui::vec2(-inner.x, inner.y));
    harness.run();
    harness.get_by_label("test image 0");
}

#[test]
fn wide_codes_offer_axes() {
    let mut harness = harness(made_up::with_latent(50, 8, true));
    harness.get_by_label("Code").click();
    harness.run();
    let Some(Action::View(view)) = harness.state_mut().actions.pop() else {
        panic!("no change of the view");
    };
    assert_eq!(view.latent_axes, LatentAxes::Pair { x: 0, y: 1 });
    harness.state_mut().app.document.view = view;
    harness.run();
    harness.get_by_label("y").click();
    harness.run();
    harness.get_by_label("code 5").click();
    harness.run();
    let Some(Action::View(view)) = harness.state_mut().actions.pop() else {
        panic!("no change of the view");
    };
    assert_eq!(view.latent_axes, LatentAxes::Pair { x: 0, y: 4 });
}

#[test]
fn a_pair_of_axes_decodes_the_mean_with_two_numbers_replaced() {
    let mut app = made_up::with_latent(50, 8, true);
    app.document.view.latent_axes = LatentAxes::Pair { x: 6, y: 7 };
    let mut harness = harness(app);
    let centre = plot_rect(&harness).center();
    harness.drag_at(centre);
    harness.run();
    let code = codes(harness.state()).pop().unwrap();
    assert_eq!(code.len(), 8);
    assert_eq!(code[..6], [0.0; 6]);
    assert!(code[6] != 0.0 && code[7] != 0.0);
}

#[test]
fn scrolling_zooms_and_the_button_resets() {
    let mut harness = harness(made_up::with_latent(500, 2, false));
    let centre = plot_rect(&harness).center();
    harness.hover_at(centre);
    harness.run();
    harness.event(common::wheel(120.0));
    harness.run_steps(8);
    assert!(common::is_enabled(&harness.get_by_label("Reset view")));
    harness.get_by_label("Reset view").click();
    harness.run_steps(4);
    assert!(!common::is_enabled(&harness.get_by_label("Reset view")));
}

#[test]
fn empty_states_say_what_will_stand_there() {
    let mut app = App::detached(Document::default());
    app.dataset = DatasetState::Loading {
        name: "MNIST".into(),
        previous: None,
        progress: Default::default(),
    };
    let mut harness = harness(app);
    harness.get_by_label("Every test image will stand here as a point once MNIST has loaded");

    let data = made_up::prepared(4, true);
    harness.state_mut().app.dataset = DatasetState::Ready(Arc::new(data));
    harness.run();
    harness.get_by_label("Every test image will stand here as a point, by its code");
    harness.get_by_label("Train").click();
    harness.run();
    assert_eq!(harness.state().actions, [Action::Train]);
}

#[test]
fn senseless_views_do_not_panic() {
    let broken = [
        LatentView {
            width: 0,
            codes: vec![],
            pca: None,
            step: 0,
            ..Default::default()
        },
        LatentView {
            width: 1,
            codes: vec![1.0],
            pca: None,
            step: 0,
            ..Default::default()
        },
        LatentView {
            width: 2,
            codes: vec![],
            pca: None,
            step: 0,
            ..Default::default()
        },
        LatentView {
            width: 2,
            codes: vec![f32::NAN; 8],
            pca: None,
            step: 0,
            ..Default::default()
        },
        LatentView {
            width: 2,
            codes: vec![0.0; 8],
            pca: None,
            step: 0,
            ..Default::default()
        },
        // More codes than test images.
        LatentView {
            width: 2,
            codes: (0..400).map(|i| i as f32).collect(),
            pca: None,
            step: 0,
            ..Default::default()
        },
    ];
    for view in broken {
        let mut harness = harness(with_view(view));
        harness.hover_at(egui::pos2(350.0, 200.0));
        harness.run();
        harness.drag_at(egui::pos2(350.0, 200.0));
        harness.run();
    }
}
