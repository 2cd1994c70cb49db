//! The gallery and the inspector on sequences, by hand-made views.

mod common;
mod gallery_common;

use std::sync::Arc;

use common::{PictureRenderer, keep_picture};
use egui_kittest::kittest::Queryable;
use gallery_common::drawn;
use hourglass::app::{Action, App, Contents, DatasetState};
use hourglass::data::{BuiltIn, DataSettings, Prepared, Source};
use hourglass::eval::{mean_error, row_errors};
use hourglass::project::Document;
use hourglass::training::{ColumnErrors, GalleryView, LatentView};
use hourglass::ui::views::{Gallery, Inspect};

/// A built-in set of series, of which three were made at nine tenths of what they are.
fn app(set: BuiltIn) -> App {
    let source = Source::BuiltIn { set };
    let settings = DataSettings::of_source(source);
    let data = Prepared::load(&settings).expect("the set");
    let test = &data.dataset.test;
    let shape = test.shape().sequence().expect("sequences");
    let (mut outputs, mut rows) = (Vec::new(), Vec::new());
    for index in 0..3 {
        let row = test.row(index);
        // A model makes something of steps past the end, too.
        let made: Vec<f32> = row
            .iter()
            .map(|x| if x.is_nan() { 0.3 } else { 0.9 * x })
            .collect();
        rows.extend(row_errors(&data.scaler, &row, &made));
        outputs.extend(made);
    }
    let view = GalleryView {
        indices: vec![0, 1, 2],
        errors: rows
            .chunks(shape.steps * shape.features)
            .map(|rows| mean_error(rows) as f32)
            .collect(),
        outputs,
        columns: Some(ColumnErrors {
            rows,
            mean: (1..=shape.features)
                .map(|channel| channel as f32 / 100.0)
                .collect(),
            measured: test.len(),
        }),
        step: 7,
        ..GalleryView::default()
    };
    let codes = LatentView {
        width: 2,
        codes: vec![0.5; 2 * test.len()],
        step: 7,
        ..LatentView::default()
    };
    let mut app = App::detached(Document::default());
    app.document.data = settings;
    app.dataset = DatasetState::Ready(Arc::new(data));
    let id = app.selected().id;
    let run = app.runs.entry(id).or_default();
    run.views.set(Arc::new(view));
    run.views.set(Arc::new(codes));
    app
}

#[test]
fn the_gallery_lists_sequences_draws_one_and_means_by_channel() {
    let mut panel = drawn(
        Gallery::default(),
        app(BuiltIn::JapaneseVowels),
        [1_200.0, 700.0],
        PictureRenderer::default(),
    );
    panel.get_by_label_contains("Test sequence 2, error ");
    // The first has 19 steps; nothing past them is drawn.
    panel.get_by_label_contains("Sequence of 19 steps and 12 channels with ");
    panel.get_by_label("Mean error by channel");
    panel.get_by_label_contains("Over all 370 test sequences");
    panel.get_by_label_contains("Mean error of coefficient 12");
    keep_picture("gallery-sequences", &panel.render().expect("a picture"));
}

#[test]
fn the_inspector_draws_a_sequence_and_saves_it() {
    let mut panel = drawn(
        Inspect::default(),
        app(BuiltIn::JapaneseVowels),
        [420.0, 900.0],
        PictureRenderer::default(),
    );
    panel.get_by_label("Test sequence 0");
    panel.get_by_label_contains("Sequence of 19 steps and 12 channels with Output");
    keep_picture("inspect-sequence", &panel.render().expect("a picture"));
}

#[test]
fn sounds_are_drawn_as_maps_and_saved_as_sound() {
    let app = || app(BuiltIn::SpokenDigits);
    let size = [1_200.0, 700.0];
    let mut panel = drawn(Gallery::default(), app(), size, PictureRenderer::default());
    panel.get_by_label_contains("Map of 32 steps and 32 channels with ");
    keep_picture("gallery-sounds", &panel.render().expect("a picture"));
    let size = [420.0, 900.0];
    let mut panel = drawn(Inspect::default(), app(), size, PictureRenderer::default());
    panel.get_by_label_contains("Map of 32 steps and 32 channels with Output");
    keep_picture("inspect-sound", &panel.render().expect("a picture"));
    panel.get_by_label("Output as WAV…").click();
    panel.run();
    let saved = panel
        .state()
        .actions
        .iter()
        .find_map(|action| match action {
            Action::SaveFile(file) => Some(file),
            _ => None,
        });
    let file = saved.expect("a file to save");
    assert_eq!((file.what, file.ending), ("sound", "wav"));
    assert!(file.name.ends_with(" by A"), "{}", file.name);
    assert!(matches!(file.contents, Contents::Made(_)));
}
