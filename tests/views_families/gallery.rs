//! The gallery of a denoising variant.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Color32, Rect};
use egui_kittest::kittest::Queryable as _;
use hourglass::app::Action;
use hourglass::data::Corruption;
use hourglass::training::{GalleryView, VariantId};
use hourglass::ui::views::Gallery;
use image::{Rgba, RgbaImage};

use crate::common::pixels::count;
use crate::common::screen::{click, look, open};
use crate::common::{families, is_enabled};

fn noise(actions: &[Action]) -> Option<Option<u16>> {
    actions.iter().rev().find_map(|action| match action {
        Action::View(view) => Some(view.gallery.noise),
        _ => None,
    })
}

#[test]
fn the_slider_changes_the_noise_of_the_view_alone() {
    let mut harness = open::<Gallery>(families::denoising(), [900.0, 400.0]);
    assert!(!is_enabled(&harness.get_by_label("As in training")));
    let slider = harness.get_by_role_and_label(Role::Slider, "Noise");
    slider.set_value_accesskit(0.25);
    harness.run_steps(4);
    assert_eq!(noise(&harness.state().actions), Some(Some(250)));
    let edits = |action: &Action| matches!(action, Action::Edit(_));
    assert!(!harness.state().actions.iter().any(edits));

    harness.state_mut().app.document.view.gallery.noise = Some(250);
    harness.run_steps(4);
    click(&mut harness, "As in training");
    assert_eq!(noise(&harness.state().actions), Some(None));
}

#[test]
fn variants_without_noise_have_no_slider() {
    let mut app = families::denoising();
    app.document.variants[0].settings.corruption = Corruption::None;
    let harness = open::<Gallery>(app, [900.0, 400.0]);
    assert!(harness.query_by_label("Noise").is_none());
}

#[test]
fn a_corrupted_pixel_is_read() {
    let mut harness = open::<Gallery>(families::denoising(), [900.0, 420.0]);
    let column = harness.get_by_label_contains("Test image 2, MSE").rect();
    harness.hover_at(column.center() - egui::vec2(0.0, 30.0));
    harness.run_steps(40);
    harness.get_by_label_contains(", corrupted ");
}

/// How many greys are in a picture.
fn greys(image: &RgbaImage) -> usize {
    let grey = |pixel: &Rgba<u8>| {
        let [red, green, blue, _] = pixel.0;
        (red == green && green == blue).then_some(red)
    };
    image
        .pixels()
        .filter_map(grey)
        .collect::<BTreeSet<u8>>()
        .len()
}

#[test]
fn noise_is_seen_beside_the_clean_bars() {
    let mut app = families::denoising();
    let wide = look::<Gallery>("gallery-denoising", &app, [860, 340]);
    let narrow = look::<Gallery>("gallery-denoising-narrow", &app, [500, 340]);
    app.document.variants[0].settings.corruption = Corruption::None;
    let run = app.runs.get_mut(&VariantId(1)).unwrap();
    let mut view = (*run.views.get::<GalleryView>().unwrap()).clone();
    view.corrupted = None;
    run.views.set(Arc::new(view));
    let [clean, _] = look::<Gallery>("gallery-denoising-without", &app, [860, 340]);
    for image in wide.iter().chain(&narrow) {
        // Made-up images are black and of the grey 230.
        let is_bar = |pixel| pixel == Color32::from_gray(230);
        let bars = count(image, Rect::EVERYTHING, 1.0, is_bar);
        assert!(bars > 500, "{bars} pixels of bars");
        let (noisy, clean) = (greys(image), greys(&clean));
        assert!(noisy > clean + 100, "{noisy} greys beside {clean}");
    }
}
