//! The gallery by its labels: what it shows, asks for and says when there is nothing to show.

mod gallery_common;

use egui_kittest::kittest::Queryable;
use gallery_common::{Screen, app, decoded_app, harness, show};
use hourglass::app::{Action, DatasetState};
use hourglass::project::ViewSettings;
use hourglass::training::{GalleryChoice, GalleryView, RunState};
use hourglass::ui::views::Gallery;
use hourglass::ui::views::selection::selected_image;

fn views(screen: &Screen<Gallery>) -> Vec<&ViewSettings> {
    let mut views = Vec::new();
    for action in &screen.actions {
        if let Action::View(view) = action {
            views.push(view);
        }
    }
    views
}

#[test]
fn columns_carry_their_errors_and_a_click_picks_the_image() {
    let mut harness = harness(Gallery::default(), decoded_app(12), [900.0, 300.0]);
    harness.run();
    // Image 3 of the hand-made view has the error 0.03.
    harness.get_by_label("Test image 3, MSE 0.0300").click();
    harness.run();
    assert_eq!(selected_image(&harness.ctx), Some(3));
}

#[test]
fn choices_and_drawing_again_become_view_settings() {
    let mut harness = harness(Gallery::default(), decoded_app(12), [900.0, 300.0]);
    harness.run();
    harness.get_by_label("Worst").click();
    harness.run();
    let asked = views(harness.state()).last().unwrap().gallery;
    assert_eq!(asked.choice, GalleryChoice::Worst);

    harness.state_mut().actions.clear();
    harness.get_by_label("Draw again").click();
    harness.run();
    let asked = views(harness.state()).last().unwrap().gallery;
    assert_eq!((asked.choice, asked.seed), (GalleryChoice::Random, 1));
}

#[test]
fn best_images_cannot_be_drawn_again() {
    let mut app = decoded_app(12);
    app.document.view.gallery.choice = GalleryChoice::Best;
    let mut harness = harness(Gallery::default(), app, [900.0, 300.0]);
    harness.run_steps(30);
    harness.state_mut().actions.clear();
    harness.get_by_label("Draw again").click();
    harness.run_steps(30);
    assert!(views(harness.state()).is_empty());
}

#[test]
fn the_number_of_images_follows_the_width_and_is_asked_for_once() {
    let mut app = decoded_app(12);
    app.document.view.gallery.count = 12;
    let mut harness = harness(Gallery::default(), app, [500.0, 300.0]);
    harness.run_steps(60);
    let asked: Vec<_> = views(harness.state())
        .iter()
        .map(|view| view.gallery.count)
        .collect();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!((5..=7).contains(&asked[0]), "{asked:?}");
}

#[test]
fn without_anything_to_show_it_says_what_will_stand_there() {
    let harness = show(Gallery::default(), app(), [900.0, 300.0]);
    harness.get_by_label_contains("as soon as the model is built");

    let mut failed = app();
    failed.dataset = DatasetState::Failed {
        message: "the file ends early: digits.gz".into(),
    };
    let harness = show(Gallery::default(), failed, [900.0, 300.0]);
    harness.get_by_label("the file ends early: digits.gz");

    let mut loading = app();
    loading.dataset = DatasetState::Loading {
        name: "MNIST".into(),
        previous: None,
        progress: Default::default(),
    };
    let mut harness = gallery_common::harness(Gallery::default(), loading, [900.0, 300.0]);
    harness.run_steps(3);
    harness.get_by_label("Loading MNIST");
}

#[test]
fn a_failed_model_can_be_built_again() {
    let mut app = app();
    let id = app.selected().id;
    app.runs.entry(id).or_default().state = RunState::Failed;
    let mut harness = harness(Gallery::default(), app, [900.0, 300.0]);
    harness.run();
    harness.get_by_label("Restart").click();
    harness.run();
    assert!(harness.state().actions.contains(&Action::Restart));
}

#[test]
fn a_view_of_another_dataset_is_not_shown() {
    let mut app = decoded_app(12);
    let id = app.selected().id;
    let run = app.runs.get_mut(&id).unwrap();
    let mut view = (*run.views.get::<GalleryView>().unwrap()).clone();
    view.indices[0] = 1_000_000;
    run.views.set(view.into());
    let harness = show(Gallery::default(), app, [900.0, 300.0]);
    harness.get_by_label_contains("as soon as the model is built");
}
