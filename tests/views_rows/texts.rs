//! The gallery of texts: the words of one, and what else a model takes it to be about.

use std::sync::Arc;

use egui_kittest::kittest::Queryable;
use hourglass::data::{DataSettings, Prepared, Source, TextFile, TextOrder, TextShape};
use hourglass::project::{Document, shipped};
use hourglass::training::{GalleryRequest, GalleryView, VariantSettings};
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

/// Lines of a few words, in order, and a model that has learned some of them.
fn in_order(folder: &tempfile::TempDir) -> (Document, Arc<Prepared>) {
    let path = folder.path().join("lines.txt");
    let line = |at: usize| {
        let who = ["dog", "cat", "cow", "hen", "old horse"][at % 5];
        let does = ["sees", "hears", "likes"][at / 5 % 3];
        let whom = ["it", "a small bird", "the well-known farmer (again)"][at / 15 % 3];
        format!("The {who} {does} {whom}.\n")
    };
    std::fs::write(&path, (0..90).map(line).collect::<String>()).unwrap();
    let source = Source::Text(TextFile {
        path,
        order: TextOrder::Words,
        ..TextFile::default()
    });
    let settings = DataSettings {
        validation: 0,
        ..DataSettings::of_source(source)
    };
    let data = Arc::new(Prepared::load(&settings).unwrap());
    let mut document = Document {
        data: settings,
        ..Document::default()
    };
    document.variants[0].settings = VariantSettings::fitting(&data);
    document.variants[0].settings.training.learning_rate = 0.005;
    (document, data)
}

#[test]
fn texts_in_order_stand_beside_what_was_made_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let (document, data) = in_order(&folder);
    let run = run(&document, &data, 60);
    let app = app_of(document, Arc::clone(&data), &run, GalleryRequest::default());
    let view = app.runs[&app.selected().id]
        .views
        .get::<GalleryView>()
        .unwrap();
    let text = data.dataset.shape().text().unwrap();
    let tokens = TextShape::tokens(&data.dataset.test.row(view.indices[0] as usize));
    let made = text.likeliest(&view.outputs[..data.dataset.shape().target_width()]);
    let mut harness = harness(Gallery::default(), app, [1_300.0, 700.0]);
    let image = harness.render().unwrap();
    common::keep_picture("rows-texts-in-order", &image);
    harness.get_by_label(&format!("Input: {}", text.text(&tokens)));
    let made = text.text(&made[..tokens.len()]);
    harness.get_by_label_contains(&format!(": {made}"));
    let right = format!("of {} tokens right", tokens.len());
    harness.get_by_label_contains(&right);
}
