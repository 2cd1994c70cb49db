//! The data panel by its labels: what it shows, refuses and asks for.

mod gallery_common;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use gallery_common::{Screen, app, images, prepared, show};
use hourglass::app::{Action, App, DatasetState, Edit};
use hourglass::data::{BuiltIn, DataSettings, IdxFiles, Scaling, Source};
use hourglass::ui::setup::DataPanel;

const SIZE: [f32; 2] = [300.0, 900.0];

fn edits(harness: &Harness<Screen<DataPanel>>) -> Vec<DataSettings> {
    let data = |action: &Action| match action {
        Action::Edit(Edit::Data(data)) => Some(data.clone()),
        _ => None,
    };
    harness.state().actions.iter().filter_map(data).collect()
}

fn type_into(harness: &mut Harness<Screen<DataPanel>>, name: &str, text: &str) {
    let field = harness.get_by_role_and_label(Role::TextInput, name);
    field.focus();
    harness.run();
    harness.key_combination_modifiers(egui::Modifiers::COMMAND, &[egui::Key::A]);
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, name)
        .type_text(text);
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
}

/// Types `text` into the number named `name`.
fn enter(harness: &mut Harness<Screen<DataPanel>>, name: &str, text: &str) {
    harness
        .get_by_role_and_label(Role::SpinButton, name)
        .click();
    harness.run();
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
}

#[test]
fn counts_shape_and_classes_are_told() {
    let harness = show(DataPanel::default(), app(), SIZE);
    harness.get_by_label("50 training");
    harness.get_by_label("10 validation");
    harness.get_by_label("30 test");
    harness.get_by_label("4 × 4 grey");
    harness.get_by_label("Class 3: 6 images");
    assert!(edits(&harness).is_empty());
}

#[test]
fn another_built_in_set_is_one_edit() {
    let mut harness = show(DataPanel::default(), app(), SIZE);
    harness
        .get_by_role_and_label(Role::ComboBox, "Dataset")
        .click();
    harness.run();
    harness.get_by_label("Fashion-MNIST").click();
    harness.run();
    let asked = edits(&harness);
    assert_eq!(asked.len(), 1);
    assert_eq!(
        asked[0].source,
        Source::BuiltIn {
            set: BuiltIn::FashionMnist
        }
    );
    assert_eq!(asked[0].validation, 10);
}

#[test]
fn typed_paths_are_loaded_on_demand() {
    let mut harness = show(DataPanel::default(), app(), SIZE);
    harness
        .get_by_role_and_label(Role::ComboBox, "Dataset")
        .click();
    harness.run();
    harness.get_by_label("IDX files…").scroll_to_me();
    harness.run();
    harness.get_by_label("IDX files…").click();
    harness.run();
    // Nothing can be loaded before there is a path.
    harness.get_by_label("Load").click();
    harness.run();
    assert!(edits(&harness).is_empty());

    type_into(&mut harness, "Test labels", "t-labels.gz");
    harness.get_by_label("Give the path of the training images first");
    type_into(&mut harness, "Training images", "digits.gz");
    harness.get_by_label("Test labels need the path of their test images");
    type_into(&mut harness, "Test images", "t-digits.gz");
    assert!(edits(&harness).is_empty());
    harness.get_by_label("Load").click();
    harness.run();
    assert_eq!(
        edits(&harness).pop().unwrap().source,
        Source::Idx(IdxFiles {
            images: "digits.gz".into(),
            labels: None,
            test_images: Some("t-digits.gz".into()),
            test_labels: Some("t-labels.gz".into()),
            ..IdxFiles::default()
        })
    );
}

#[test]
fn the_number_of_validation_images_is_typed_or_refused_in_place() {
    let mut harness = show(DataPanel::default(), app(), SIZE);
    enter(&mut harness, "Validation images", "20");
    assert_eq!(edits(&harness).pop().unwrap().validation, 20);
    harness.state_mut().actions.clear();

    enter(&mut harness, "Validation images", "60");
    harness.get_by_label("It must lie between 0 and 59");
    enter(&mut harness, "Validation images", "some");
    harness.get_by_label("some is not a number, write it like 64 or 60,000");
    enter(&mut harness, "Split seed", "-1");
    assert!(edits(&harness).is_empty());

    enter(&mut harness, "Split seed", "77");
    assert_eq!(edits(&harness).pop().unwrap().split_seed, 77);
}

#[test]
fn pictures_in_0_to_1_are_binarised_at_a_click() {
    let mut harness = show(DataPanel::default(), app(), SIZE);
    assert!(harness.query_by_label("Removed share").is_none());
    harness
        .get_by_role_and_label(Role::CheckBox, "Binarised")
        .click();
    harness.run();
    assert!(edits(&harness).pop().unwrap().binarise);

    let mut app = app();
    app.document.data.scaling = Scaling::Standardised;
    app.dataset = DatasetState::Ready(prepared(images(60), images(30), app.document.data.clone()));
    let harness = show(DataPanel::default(), app, SIZE);
    assert!(harness.query_by_label("Binarised").is_none());
}

#[test]
fn no_validation_images_means_the_test_set_and_it_says_so() {
    let mut app = app();
    app.document.data.validation = 0;
    let data = prepared(images(60), images(30), app.document.data.clone());
    app.dataset = DatasetState::Ready(data);
    let harness = show(DataPanel::default(), app, SIZE);
    harness.get_by_label("60 training");
    harness.get_by_label("30 test");
    // Without validation images there is nothing to draw.
    assert!(harness.query_by_label("Split seed").is_none());
}

#[test]
fn standardising_states_mean_and_deviation() {
    let mut app = app();
    app.document.data.scaling = Scaling::Standardised;
    // Half the pixels 0 and half 255: mean and deviation 0.5.
    let shape = images(1).shape().image().unwrap();
    let halves =
        hourglass::data::Samples::images(shape, [[0; 16], [255; 16]].concat(), None).unwrap();
    let data = prepared(halves, images(2), app.document.data.clone());
    app.dataset = DatasetState::Ready(data);
    let mut harness = show(DataPanel::default(), app, SIZE);
    harness.get_by_label("x = (byte / 255 - 0.5000) / 0.5000");
    harness.get_by_label("These images have no labels");
    harness
        .get_by_role_and_label(Role::ComboBox, "Scaling")
        .click();
    harness.run();
    harness.get_by_label("0 to 1").click();
    harness.run();
    assert_eq!(edits(&harness).pop().unwrap().scaling, Scaling::Unit);
}

#[test]
fn a_failure_is_told_in_place_and_loading_keeps_the_data_of_before() {
    let mut failed = app();
    failed.dataset = DatasetState::Failed {
        message: "the file ends after 12 of 60,000 images: digits.gz".into(),
    };
    let harness = show(DataPanel::default(), failed, SIZE);
    harness.get_by_label("the file ends after 12 of 60,000 images: digits.gz");
    harness.get_by_role_and_label(Role::ComboBox, "Dataset");

    let mut loading = app();
    let previous = loading.dataset.prepared().cloned();
    loading.dataset = DatasetState::Loading {
        name: "Fashion-MNIST".into(),
        previous,
        progress: Default::default(),
    };
    let mut harness = gallery_common::harness(DataPanel::default(), loading, SIZE);
    harness.run_steps(3);
    harness.get_by_label("Loading Fashion-MNIST, tiny until then");
    harness.get_by_label("50 training");
}

#[test]
fn undoing_a_source_ends_the_typing_of_paths() {
    let mut app: App = app();
    app.document.data.source = Source::Idx(IdxFiles {
        images: "a.gz".into(),
        labels: None,
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    });
    let mut harness = show(DataPanel::default(), app, SIZE);
    let field = harness.get_by_role_and_label(Role::TextInput, "Training images");
    assert_eq!(field.value().as_deref(), Some("a.gz"));
    harness.state_mut().app.document.data.source = Source::default();
    harness.run();
    assert!(harness.query_by_label("Load").is_none());
}
