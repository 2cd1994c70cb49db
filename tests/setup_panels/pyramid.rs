//! The architecture panel with pyramids: families, levels, codes and adversaries by click.

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, Edit};
use hourglass::data::PictureSet;
use hourglass::model::{
    Activation, Adversary, Architecture, CodeShape, Distribution, Down, Padding, Prior, Pyramid,
    PyramidWeights, Up,
};
use hourglass::project::{Document, VariantSettings};
use hourglass::ui::setup::ArchitecturePanel;

use crate::bench::{Bench, choose, click, enter, open, open_app, open_on};
use crate::common::is_enabled;
use crate::samples;

type Window = Harness<'static, Bench<ArchitecturePanel>>;

fn architecture(window: &Window) -> &Architecture {
    &window.state().settings().architecture
}

fn pyramid(window: &Window) -> &Pyramid {
    let pyramid = architecture(window).pyramid.as_ref();
    pyramid.expect("a pyramid")
}

fn keras() -> Window {
    open_on(VariantSettings {
        architecture: samples::keras(),
        ..VariantSettings::default()
    })
}

#[test]
fn a_family_is_chosen_by_one_click() {
    let mut window = open::<ArchitecturePanel>(300.0, Document::default());
    click(&mut window, "Convolutional");
    assert_eq!(*pyramid(&window), Pyramid::default());
    assert_eq!(architecture(&window).encoder.len(), 2, "dense layers stay");
    window.get_by_label("Encoder level 2, 7 × 7 × 32");
    window.get_by_label("Maps, 7 × 7 × 32");
    click(&mut window, "Pretrained");
    assert_eq!(
        pyramid(&window).weights,
        PyramidWeights::Pretrained {
            set: PictureSet::Mnist.into(),
            frozen: true
        }
    );
    choose(&mut window, "Trained on", "Fashion-MNIST");
    click(&mut window, "Frozen");
    assert_eq!(
        pyramid(&window).weights,
        PyramidWeights::Pretrained {
            set: PictureSet::FashionMnist.into(),
            frozen: false
        }
    );
    click(&mut window, "Encoder level 1, 14 × 14 × 16");
    assert!(!is_enabled(&window.get_by_label("Remove level")));
    assert!(window.query_by_label("Channels").is_none());
    click(&mut window, "Dense");
    assert_eq!(*architecture(&window), Architecture::default());
}

#[test]
fn channels_are_chosen_at_a_block_and_its_mirror_follows() {
    let mut window = keras();
    click(&mut window, "Encoder level 1, 14 × 14 × 16");
    choose(&mut window, "Choose channels", "32");
    assert_eq!(pyramid(&window).channels, [32, 8, 8]);
    click(&mut window, "Decoder level 2, 14 × 14 × 8");
    window.get_by_label("Mirrors encoder level 2: both change");
    enter(&mut window, "Channels", "64");
    assert_eq!(pyramid(&window).channels, [32, 64, 8]);
    click(&mut window, "Code, 4 × 4 × 8");
    enter(&mut window, "Channels", "16");
    assert_eq!(pyramid(&window).channels, [32, 64, 16]);
    enter(&mut window, "Channels", "20");
    window.get_by_label("No level of channels 20 exists, try 16 or 32");
    assert_eq!(pyramid(&window).channels, [32, 64, 16]);
}

#[test]
fn keys_step_the_channels_of_the_block_that_has_the_keyboard() {
    let mut window = keras();
    window.get_by_label("Encoder level 1, 14 × 14 × 16").focus();
    window.run();
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(pyramid(&window).channels, [32, 8, 8]);
    window.key_press(Key::ArrowDown);
    window.run();
    window.key_press(Key::ArrowDown);
    window.run();
    assert_eq!(pyramid(&window).channels, [8, 8, 8]);
    window.key_press(Key::Delete);
    window.run();
    assert_eq!(pyramid(&window).channels, [8, 8]);
}

#[test]
fn levels_are_added_and_removed_where_clicked() {
    let mut window = keras();
    click(&mut window, "Add level after encoder level 1, 14 × 14 × 16");
    assert_eq!(pyramid(&window).channels, [16, 8, 8, 8]);
    assert!(
        window.query_by_label_contains("Add level after").is_none(),
        "a fifth level is offered"
    );
    window.get_by_label("Code, 2 × 2 × 8");
    click(&mut window, "Encoder level 1, 14 × 14 × 16");
    click(&mut window, "Remove level");
    assert_eq!(pyramid(&window).channels, [8, 8, 8]);
    enter(&mut window, "Levels", "1");
    assert_eq!(pyramid(&window).channels, [8]);
    click(&mut window, "Code, 14 × 14 × 8");
    assert!(!is_enabled(&window.get_by_label("Remove level")));
    enter(&mut window, "Levels", "5");
    window.get_by_label("It must lie between 1 and 4");
    assert_eq!(pyramid(&window).channels, [8]);
}

#[test]
fn every_choice_of_a_pyramid_has_its_row() {
    let mut window = keras();
    choose(&mut window, "Kernel", "5 × 5");
    choose(&mut window, "Padding", "reflected");
    choose(&mut window, "Downsampling", "stride 2");
    choose(&mut window, "Upsampling", "transposed");
    click(&mut window, "Batch norm");
    choose(&mut window, "Map activation", "SiLU");
    assert_eq!(
        *pyramid(&window),
        Pyramid {
            channels: vec![16, 8, 8],
            kernel: 5,
            padding: Padding::Reflect,
            down: Down::Stride,
            up: Up::Transposed,
            batch_norm: true,
            activation: Activation::Silu,
            weights: PyramidWeights::Fresh,
        }
    );
}

#[test]
fn a_code_is_flat_or_spatial_a_point_or_a_gaussian() {
    let mut window = keras();
    assert!(window.query_by_label("Code width").is_none());
    choose(&mut window, "Kind of code", "Gaussian");
    let code = architecture(&window).code;
    assert_eq!(
        (code.distribution, code.shape),
        (Distribution::Gaussian, CodeShape::Flat),
        "means and variances come out of dense layers"
    );
    assert!(window.query_by_label("Code activation").is_none());
    click(&mut window, "Add layer after encoder level 3, 4 × 4 × 8");
    assert_eq!(architecture(&window).encoder.len(), 1);
    choose(&mut window, "Shape of code", "spatial");
    let now = architecture(&window);
    assert_eq!(now.code.distribution, Distribution::Point);
    assert!(now.encoder.is_empty());
    assert_eq!(now.check(), Ok(()));
}

#[test]
fn an_adversary_and_its_prior_are_chosen() {
    let mut window = open::<ArchitecturePanel>(300.0, Document::default());
    assert!(window.query_by_label("Prior").is_none());
    choose(&mut window, "Adversary", "on the code");
    choose(&mut window, "Prior", "Swiss roll");
    let prior = Prior::SwissRoll;
    assert_eq!(
        architecture(&window).adversary,
        Some(Adversary::Code { prior })
    );
    choose(&mut window, "Adversary", "on the output");
    assert_eq!(architecture(&window).adversary, Some(Adversary::Output));
    choose(&mut window, "Adversary", "none");
    assert_eq!(architecture(&window).adversary, None);
}

#[test]
fn figures_are_those_of_the_article() {
    let window = keras();
    window.get_by_label("4.38K parameters");
    window.get_by_label("6.12 : 1 compression");
}

#[test]
fn images_that_pyramids_cannot_take_leave_dense_layers() {
    let mut window = open_app::<ArchitecturePanel>(300.0, samples::oblong());
    window.get_by_label("Input, width 600");
    for family in ["Convolutional", "Pretrained"] {
        assert!(!is_enabled(&window.get_by_label(family)), "{family}");
    }
    click(&mut window, "Presets");
    assert!(!is_enabled(&window.get_by_label("Convolutional (Keras)")));
    assert!(is_enabled(&window.get_by_label("Sparse")));
}

#[test]
fn the_application_refuses_a_pyramid_for_other_images() {
    let mut app = samples::oblong();
    let before = app.document.clone();
    app.apply(Action::Edit(Edit::Architecture(samples::keras())));
    assert_eq!(app.document, before);
    let message = app.messages.last().expect("a message");
    assert_eq!(
        message.text,
        "Convolutions need square images of 28, 32, 64 pixels a side in 1 or 3 channels, not 30 × 20 × 1"
    );
}

#[test]
fn a_pyramid_for_other_images_says_so_and_can_be_left() {
    let mut app = samples::oblong();
    app.document.variants[0].settings.architecture = samples::keras();
    let mut window = open_app::<ArchitecturePanel>(300.0, app);
    window.get_by_label(
        "Convolutions need square images of 28, 32, 64 pixels a side in 1 or 3 channels, not 30 × 20 × 1",
    );
    click(&mut window, "Dense");
    assert_eq!(architecture(&window).pyramid, None);
}
