//! The panels on rows of a table.

use std::sync::Arc;

use egui_kittest::kittest::Queryable as _;
use hourglass::app::{App, DatasetState};
use hourglass::data::{
    Column, ColumnKind, Columns, Corruption, DataSettings, Dataset, Prepared, Samples, Scaling,
};
use hourglass::model::{Activation, Loss};
use hourglass::project::{Document, VariantSettings};
use hourglass::ui::setup::{ArchitecturePanel, LossPanel, NoisePanel, TrainingPanel};

use crate::bench::{click, enter, open_app};

/// 12 rows of a number with gaps, a yes/no and a category of three, standardised.
fn app(change: impl Fn(&mut VariantSettings)) -> App {
    let column = |name: &str, kind, has_missing| Column::new(name, kind, has_missing);
    let names = ["Bonn", "Ulm", "Jena"].map(String::from).to_vec();
    let answers = ["no", "yes"].map(String::from);
    let columns = Columns::from(vec![
        column("height", ColumnKind::Numeric, true),
        column("member", ColumnKind::YesNo { names: answers }, false),
        column("town", ColumnKind::Category { names }, false),
    ]);
    let values: Vec<f32> = (0..12)
        .flat_map(|row| {
            let height = if row == 5 { f32::NAN } else { row as f32 * 3.0 };
            [height, (row % 2) as f32, (row % 3) as f32]
        })
        .collect();
    let rows = Samples::rows(Arc::new(columns), values, None).expect("rows");
    let dataset = Dataset::new("people", rows.clone(), rows);
    let settings = DataSettings {
        scaling: Scaling::Standardised,
        validation: 2,
        ..DataSettings::default()
    };
    let data = Prepared::new(dataset, &settings).expect("prepared");
    let mut app = App::detached(Document::default());
    let mut fitting = VariantSettings::fitting(&data);
    change(&mut fitting);
    app.document.variants[0].settings = fitting;
    app.document.data = settings;
    app.dataset = DatasetState::Ready(Arc::new(data));
    app
}

#[test]
fn the_drawing_begins_with_the_masks_and_ends_without_them() {
    let mut window = open_app::<ArchitecturePanel>(300.0, app(|_| {}));
    window.get_by_label("Input, width 6");
    window.get_by_label("Output, width 5");
    window.get_by_label("6-3-1-3-5");
    assert!(window.query_by_label("Convolutional").is_none());
    click(&mut window, "Input, width 6");
    window.get_by_label("Input, 6 numbers a row");
    click(&mut window, "Presets");
    assert!(window.query_by_label("Convolutional (Keras)").is_none());
    click(&mut window, "Variational");
    let settings = window.state().settings();
    assert_eq!(settings.architecture.output, Activation::Identity);
    assert_eq!(settings.loss, Loss::Mse);
}

#[test]
fn the_new_widths_are_offered() {
    let mut window = open_app::<ArchitecturePanel>(300.0, app(|_| {}));
    click(&mut window, "Encoder layer 1, width 3");
    for width in [1, 3, 5, 6, 12, 50, 100] {
        enter(&mut window, "Width", &width.to_string());
        assert_eq!(
            window.state().settings().architecture.encoder[0].width,
            width
        );
    }
}

#[test]
fn the_loss_is_told_by_kind_of_column_and_only_possible_ones_are_offered() {
    let mut window = open_app::<LossPanel>(300.0, app(|_| {}));
    window.get_by_label("Mean over the cells of all rows; missing cells are left out");
    window.get_by_label("1 numeric column: squared error");
    window.get_by_label("1 yes/no column: binary cross-entropy in nats");
    window.get_by_label("1 category column: cross-entropy of the softmax, in nats");
    for absent in ["Wavelet", "Perceptual", "Border window"] {
        assert!(window.query_by_label(absent).is_none(), "{absent}");
    }
    click(&mut window, "L1");
    window.get_by_label("1 numeric column: absolute error");
    click(&mut window, "BCE");
    window.get_by_label(
        "BCE needs numbers in [0, 1], and those of a column or channel leave it: scale them from least to greatest and choose sigmoid",
    );
    click(&mut window, "Scale numbers to [0, 1]");
    assert_eq!(window.state().app.document.data.scaling, Scaling::MinMax);
}

#[test]
fn outputs_that_cannot_reach_the_numbers_are_named_and_mended() {
    let sigmoid = app(|settings| settings.architecture.output = Activation::Sigmoid);
    let mut window = open_app::<LossPanel>(300.0, sigmoid);
    window.get_by_label(
        "Sigmoid outputs stay in [0, 1] and cannot reach all numbers of the data: choose identity",
    );
    click(&mut window, "Use a linear output");
    let output = window.state().settings().architecture.output;
    assert_eq!(output, Activation::Identity);
    assert!(window.query_by_label("Use a linear output").is_none());
}

#[test]
fn noise_hides_cells_and_shows_a_row_before_and_after() {
    let mut window = open_app::<NoisePanel>(300.0, app(|_| {}));
    window.get_by_label("The model sees rows as they are");
    click(&mut window, "Masking");
    enter(&mut window, "Hidden cells", "0.5");
    let corruption = window.state().settings().corruption;
    assert_eq!(
        corruption,
        Corruption::Masking {
            fraction: 0.5,
            block: 1
        }
    );
    assert!(window.query_by_label("Block side").is_none());
    window.get_by_label("A training row with noise");
    click(&mut window, "Salt and pepper");
    enter(&mut window, "Replaced cells", "0.25");
    let corruption = window.state().settings().corruption;
    assert_eq!(corruption, Corruption::SaltAndPepper { fraction: 0.25 });
}

#[test]
fn batches_are_of_rows() {
    let mut window = open_app::<TrainingPanel>(300.0, app(|_| {}));
    enter(&mut window, "Batch size", "5");
    assert_eq!(window.state().settings().training.batch, 5);
}
