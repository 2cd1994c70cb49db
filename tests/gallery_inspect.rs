//! The inspector by its labels: what it shows of a picked image, and what its sliders ask for.

mod gallery_common;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use gallery_common::{Screen, app, decoded_app, harness};
use hourglass::app::{Action, App};
use hourglass::training::{Asker, Decoded, GalleryView, LatentView, ObservationId};
use hourglass::ui::views::Inspect;
use hourglass::ui::views::selection::{select_image, selected_image};

const SIZE: [f32; 2] = [280.0, 900.0];
const EMPTY: &str = "Pick an image in the gallery or the latent space";

fn picked(app: App, index: u32) -> Harness<'static, Screen<Inspect>> {
    let mut harness = harness(Inspect::default(), app, SIZE);
    select_image(&harness.ctx, index);
    harness.run();
    harness
}

fn decodes(harness: &Harness<Screen<Inspect>>) -> Vec<Vec<f32>> {
    let code = |action: &Action| match action {
        Action::Decode(Asker::Sliders, code) => Some(code.clone()),
        _ => None,
    };
    harness.state().actions.iter().filter_map(code).collect()
}

#[test]
fn at_first_the_gallerys_first_image_is_picked() {
    let app = decoded_app(12);
    let run = app.runs.values().next().unwrap();
    let first = run.views.get::<GalleryView>().unwrap().indices[0];
    let mut harness = harness(Inspect::default(), app, SIZE);
    harness.run();
    assert_eq!(selected_image(&harness.ctx), Some(first));
    harness.get_by_label(&format!("Test image {first}"));
    // An image that the dataset of before had.
    let harness = picked(decoded_app(12), 5_000);
    assert_eq!(selected_image(&harness.ctx), Some(first));
}

#[test]
fn without_a_gallery_it_says_where_to_pick_an_image() {
    let mut app = decoded_app(12);
    for run in app.runs.values_mut() {
        run.views.remove(ObservationId::Gallery);
    }
    let mut harness = harness(Inspect::default(), app, SIZE);
    harness.run();
    harness.get_by_label(EMPTY);
}

#[test]
fn an_image_of_the_gallery_shows_its_error_and_asks_nothing() {
    // Image 0 is black and its output 0.5: the squared error is 0.25 whatever the gallery says.
    let harness = picked(decoded_app(12), 0);
    harness.get_by_label("Test image 0");
    harness.get_by_label("MSE 0.250");
    harness.get_by_label("Code of 4 numbers");
    assert!(decodes(&harness).is_empty());
}

#[test]
fn an_image_outside_the_gallery_is_decoded_from_its_code() {
    let mut harness = picked(decoded_app(12), 20);
    harness.get_by_label("MSE not known yet");
    // Row 20 of the hand-made codes: 80 / 10 - 5 and on.
    let code = vec![3.0, 3.1, 3.2, 3.3];
    let asked = decodes(&harness);
    assert_eq!(asked.len(), 1);
    for (got, want) in asked[0].iter().zip(&code) {
        assert!((got - want).abs() < 1e-5, "{asked:?}");
    }
    // Image 20 is filled with 160 / 255; an output of the same value has no error.
    harness.state_mut().app.decoded.latest.sliders = Some(Decoded {
        variant: hourglass::training::VariantId(1),
        code: asked[0].clone(),
        output: vec![160.0 / 255.0; 16],
    });
    harness.run();
    harness.get_by_label("MSE 0");
    assert_eq!(decodes(&harness).len(), 1);
}

#[test]
fn a_slider_changes_one_number_and_reset_puts_it_back() {
    let mut harness = picked(decoded_app(12), 2);
    let before = [-4.2, -4.1, -4.0, -3.9];
    harness
        .get_by_role_and_label(Role::Slider, "Code 3")
        .set_value_accesskit(1.5);
    harness.run();
    let asked = decodes(&harness).pop().unwrap();
    assert_eq!(asked.len(), 4);
    for number in [0, 1, 3] {
        assert!((asked[number] - before[number]).abs() < 1e-5, "{asked:?}");
    }
    assert!((asked[2] - 1.5).abs() < 0.02, "{asked:?}");
    harness.get_by_label("From the sliders");

    harness.get_by_label("Reset").click();
    harness.run();
    assert!(harness.query_by_label("From the sliders").is_none());
}

#[test]
fn before_a_model_there_is_the_input_alone() {
    let harness = picked(app(), 3);
    harness.get_by_label("Test image 3");
    harness.get_by_label_contains("as soon as the model is built");
    assert!(decodes(&harness).is_empty());
}

#[test]
fn a_diverged_code_is_told_and_not_drawn() {
    let mut app = decoded_app(12);
    let id = app.selected().id;
    let run = app.runs.get_mut(&id).unwrap();
    let mut view = (*run.views.get::<LatentView>().unwrap()).clone();
    view.codes[8] = f32::NAN;
    run.views.set(view.into());
    let harness = picked(app, 2);
    harness.get_by_label_contains("the run has diverged");
    assert!(harness.query_by_label("Code 3").is_none());
}
