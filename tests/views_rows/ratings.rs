//! Rows of ratings: held out ones first, then those that the model saw, then what it predicts of the others.

use std::sync::Arc;

use egui_kittest::kittest::Queryable;
use hourglass::data::Prepared;
use hourglass::export::rows::title;
use hourglass::export::{Comparison, html};
use hourglass::project::{Document, Trained, shipped};
use hourglass::training::{GalleryRequest, GalleryView, RunState};
use hourglass::ui::views::{Gallery, Inspect};

use super::{app_of, harness, run};
use crate::common;

fn ratings() -> (Document, Arc<Prepared>) {
    let mut document = shipped("ratings").unwrap().document;
    document.variants.truncate(1);
    let data = Prepared::load(&document.data).unwrap();
    (document, Arc::new(data))
}

#[test]
fn a_row_of_ratings_is_named_and_lists_what_was_held_out_first() {
    let (document, data) = ratings();
    let run = run(&document, &data, 300);
    let app = || {
        app_of(
            document.clone(),
            data.clone(),
            &run,
            GalleryRequest::default(),
        )
    };
    let (app, other) = (app(), app());
    let view: Arc<GalleryView> = app.runs[&app.selected().id].views.get().unwrap();
    let mut screen = harness(Gallery::default(), app, [1_300.0, 620.0]);
    let index = view.indices[0] as usize;
    let name = title(&data.dataset, index);
    assert!(name.contains(", user "), "{name}");
    screen.get_by_label(&name);
    let top = |label: &str| {
        let all = screen.get_all_by_label_contains(label);
        all.map(|node| node.rect().top()).fold(f32::MAX, f32::min)
    };
    let test = &data.dataset.test;
    let (column, rating) = test.wanted().unwrap().row(index).next().unwrap();
    let column = &data.dataset.shape().columns().unwrap().list()[column].name;
    screen.get_by_label_contains(&format!("{column}: {rating} held out, "));
    let seen = test.seen().unwrap().row(index).next().unwrap();
    let seen_name = &data.dataset.shape().columns().unwrap().list()[seen.0].name;
    let line = format!("{seen_name}: {}, ", seen.1);
    assert!(top(" held out, ") < top(&line));
    let image = screen.render().unwrap();
    common::keep_picture("ratings-gallery", &image);
    let mut screen = harness(Inspect::default(), other, [420.0, 900.0]);
    screen.get_by_label(&name);
    let image = screen.render().unwrap();
    common::keep_picture("ratings-inspect", &image);
}

#[test]
fn the_report_has_the_errors_of_ratings_and_what_must_be_beaten() {
    let (mut document, data) = ratings();
    let run = run(&document, &data, 60);
    document.variants[0].trained = Some(Trained {
        resume_state: Arc::new(run.resume_state()),
        settings: document.variants[0].settings.clone(),
        state: RunState::Paused,
    });
    let chosen = [document.variants[0].id];
    let comparison = Comparison::new(&document, &data, &chosen, |_| {}).unwrap();
    assert!(comparison.pca.is_empty());
    let page = html::report(&comparison).unwrap();
    for word in [
        "RMSE of the mean",
        "RMSE of biases",
        "0.932",
        "0.771",
        ", user ",
    ] {
        assert!(page.contains(word), "{word}");
    }
}
