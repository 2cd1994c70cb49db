//! Codes as numbers.

use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, DatasetState};
use hourglass::project::Document;
use hourglass::training::{LatentView, VariantId};
use hourglass::ui::theme;
use hourglass::ui::views::Codes;

use crate::common::pixels::like;
use crate::common::screen::{click, look, open};
use crate::common::{families, made_up};

#[test]
fn before_there_are_codes_it_says_what_will_stand_there() {
    let mut app = App::detached(Document::default());
    app.dataset = DatasetState::Ready(made_up::prepared(4, true).into());
    let mut harness = open::<Codes>(app, [500.0, 300.0]);
    harness.get_by_label_contains("will stand here");
    click(&mut harness, "Train");
    assert_eq!(harness.state().actions, [Action::Train]);
}

#[test]
fn point_codes_show_how_sparse_they_are() {
    let mut harness = open::<Codes>(families::sparse(), [600.0, 340.0]);
    harness.get_by_label("Histogram of code activations");
    // 4 numbers in 5 are zero, and a few of the others nearly.
    harness.get_by_label("80.1%");
    // The other variant stands beside it.
    harness.get_by_label("plain");
    assert!(harness.query_by_label("KL by dimension").is_none());
    assert!(harness.query_by_label("Active").is_none());
    let rect = harness.get_by_label("Histogram of code activations").rect();
    harness.hover_at(rect.left_center() + egui::vec2(44.0, 0.0));
    harness.run_steps(40);
    harness.get_by_label_contains("numbers, 8");
    click(&mut harness, "Logarithmic counts");
}

#[test]
fn gaussian_codes_show_their_divergence() {
    let mut harness = open::<Codes>(families::variational(20), [600.0, 340.0]);
    harness.get_by_label("KL divergence by dimension");
    harness.get_by_label("13 of 20");
    click(&mut harness, "In order");
    let rect = harness.get_by_label("KL divergence by dimension").rect();
    harness.hover_at(rect.right_center() - egui::vec2(6.0, 0.0));
    harness.run_steps(40);
    harness.get_by_label_contains("Code 20: ");
    click(&mut harness, "Histogram");
    harness.get_by_label("Histogram of code activations");
}

#[test]
fn codes_that_are_no_numbers_are_said_to_be_none() {
    let mut app = families::sparse();
    let run = app.runs.get_mut(&VariantId(1)).unwrap();
    let mut view = (*run.views.get::<LatentView>().unwrap()).clone();
    view.statistics = None;
    run.views.set(view.into());
    let harness = open::<Codes>(app, [600.0, 340.0]);
    harness.get_by_label_contains("the run has diverged");
}

#[test]
fn bars_of_codes_are_seen() {
    let plain = made_up::with_latent(4_000, 8, true);
    for (name, app, size, least) in [
        (
            "codes-vae-20",
            &families::variational(20),
            [860, 300],
            5_000,
        ),
        (
            "codes-vae-256",
            &families::variational(256),
            [520, 420],
            1_000,
        ),
        ("codes-sparse", &families::sparse(), [860, 300], 1_000),
        ("codes-narrow", &families::sparse(), [400, 240], 1_000),
        ("codes-plain", &plain, [520, 520], 1_000),
    ] {
        for image in look::<Codes>(name, app, size) {
            let found = like(&image, theme::variant_colour(0));
            assert!(found > least, "{found} pixels of bars in {name}");
        }
    }
}
