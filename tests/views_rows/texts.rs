//! The gallery of texts: the words of one, and what else a model takes it to be about.

use std::sync::Arc;

use egui_kittest::kittest::Queryable;
use hourglass::data::Prepared;
use hourglass::project::shipped;
use hourglass::training::{GalleryRequest, GalleryView};
use hourglass::ui::views::Gallery;

use super::{app_of, common, harness, run};

#[test]
fn the_words_of_a_text_stand_first() {
    for variant in 0..2 {
        let mut document = shipped("glosses").unwrap().document;
        document.variants.swap(0, variant);
        document.variants.truncate(1);
        document.selected = document.variants[0].id;
        let data = Arc::new(Prepared::load(&document.data).unwrap());
        let run = run(&document, &data, 60);
        let app = app_of(document, Arc::clone(&data), &run, GalleryRequest::default());
        let view = app.runs[&app.selected().id]
            .views
            .get::<GalleryView>()
            .unwrap();
        let mut harness = harness(Gallery::default(), app, [1_300.0, 700.0]);
        let image = harness.render().unwrap();
        common::keep_picture(&format!("rows-words-{variant}"), &image);
        let columns = data.dataset.shape().columns().unwrap();
        let row = data.dataset.test.row(view.indices[0] as usize);
        let words: Vec<&str> = columns
            .list()
            .iter()
            .zip(row.iter())
            .filter_map(|(column, number)| (*number > 0.0).then_some(&*column.name))
            .collect();
        assert!(words.len() > 2);
        let top = |label: &str| harness.get_by_label_contains(label).rect().top();
        let tops = words.iter().map(|word| top(&format!("{word}: 1, ")));
        let lowest = tops.fold(0.0, f32::max);
        let others = harness.get_all_by_label_contains(": 0, ");
        let highest = others
            .map(|line| line.rect().top())
            .fold(f32::MAX, f32::min);
        assert!(lowest < highest, "{lowest} {highest}");
    }
}
