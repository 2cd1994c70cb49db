//! The loss panel: the choice, and the warnings when it does not fit the model or the data.

use egui_kittest::kittest::Queryable as _;
use hourglass::data::{PictureSet, Scaling};
use hourglass::model::{Activation, Distribution, Loss, Norm, WaveletFamily};
use hourglass::project::{Document, VariantSettings};
use hourglass::ui::setup::LossPanel;

use crate::bench::{choose, click, enter, open, open_app, open_on};
use crate::common::is_enabled;
use crate::samples;

#[test]
fn a_loss_is_chosen_and_says_over_what_it_is_averaged() {
    let mut window = open::<LossPanel>(300.0, Document::default());
    window.get_by_label("Squared error, mean over pixels and images");
    click(&mut window, "L1");
    assert_eq!(window.state().settings().loss, Loss::L1);
    window.get_by_label("Absolute error, mean over pixels and images");
}

#[test]
fn bce_with_outputs_that_leave_the_unit_interval_warns_and_helps() {
    let mut document = Document::default();
    document.variants[0].settings.architecture.output = Activation::Identity;
    let mut window = open::<LossPanel>(300.0, document);
    assert!(window.query_by_label("Use a sigmoid output").is_none());
    click(&mut window, "BCE");
    window.get_by_label("BCE needs outputs in [0, 1], and identity leaves it: choose sigmoid");
    click(&mut window, "Use a sigmoid output");
    let settings = window.state().settings();
    assert_eq!(settings.architecture.output, Activation::Sigmoid);
    assert!(window.query_by_label("Use a sigmoid output").is_none());
}

#[test]
fn bce_of_standardised_pixels_warns_and_helps() {
    let mut document = Document::default();
    document.data.scaling = Scaling::Standardised;
    document.variants[0].settings.loss = Loss::Bce;
    let mut window = open::<LossPanel>(240.0, document);
    click(&mut window, "Scale pixels to [0, 1]");
    assert_eq!(window.state().app.document.data.scaling, Scaling::Unit);
}

#[test]
fn the_wavelet_loss_has_its_numbers() {
    let mut window = open::<LossPanel>(300.0, Document::default());
    click(&mut window, "Wavelet");
    assert_eq!(window.state().settings().loss, Loss::Wavelet);
    choose(&mut window, "Wavelet family", "Daubechies-2");
    choose(&mut window, "Norm", "squared (L2)");
    enter(&mut window, "Wavelet levels", "1");
    enter(&mut window, "Coarse weight", "0.5");
    enter(&mut window, "Detail weight 1", "2");
    assert!(window.query_by_label("Detail weight 2").is_none());
    let wavelet = window.state().settings().objective.wavelet;
    assert_eq!(wavelet.family, WaveletFamily::Daubechies2);
    assert_eq!((wavelet.norm, wavelet.levels), (Norm::L2, 1));
    assert_eq!(wavelet.approximation, 0.5);
    assert_eq!(wavelet.details, [2.0, 1.0, 1.0, 1.0, 1.0]);
    enter(&mut window, "Wavelet levels", "6");
    window.get_by_label("It must lie between 1 and 5");
    enter(&mut window, "Wavelet levels", "4");
    window.get_by_label("Sides of 28 × 28 can be halved evenly for 2 levels only");
}

#[test]
fn the_perceptual_loss_has_its_numbers() {
    let mut window = open::<LossPanel>(300.0, Document::default());
    click(&mut window, "Perceptual");
    choose(&mut window, "Features of", "Fashion-MNIST");
    enter(&mut window, "Pixel weight", "off");
    let perceptual = window.state().settings().objective.perceptual;
    assert_eq!(perceptual.features, PictureSet::FashionMnist.into());
    assert_eq!(perceptual.pixels, 0.0);
}

#[test]
fn pictures_without_a_classifier_say_what_trains_one() {
    let mut window = open_app::<LossPanel>(300.0, samples::colour());
    click(&mut window, "Perceptual");
    assert_eq!(window.state().settings().loss, Loss::Perceptual);
    window.get_by_label(
        "The perceptual loss's features of MNIST are made for images of 28 × 28 × 1, not 32 × 32 × 3; train a classifier on these pictures",
    );
    assert!(!is_enabled(&window.get_by_label("Train classifier")));
    window.get_by_label("The pictures have no labels to train a classifier by");
}

#[test]
fn the_border_window_is_drawn_while_it_is_on() {
    let mut window = open::<LossPanel>(300.0, Document::default());
    let picture = "Weights over the image";
    assert!(window.query_by_label(picture).is_none());
    enter(&mut window, "Border window", "4");
    enter(&mut window, "Edge weight", "0.25");
    let border = window.state().settings().objective.border;
    assert_eq!((border.width, border.weight), (4, 0.25));
    window.get_by_label(picture);
    enter(&mut window, "Border window", "15");
    window.get_by_label("It must lie between 0 and 14");
    enter(&mut window, "Border window", "off");
    assert!(window.query_by_label(picture).is_none());
}

#[test]
fn a_gaussian_code_sums_the_loss_over_pixels() {
    let mut settings = VariantSettings::default();
    settings.architecture.code.distribution = Distribution::Gaussian;
    let window = open_on::<LossPanel>(settings);
    window.get_by_label("Squared error, summed over the pixels of an image, mean over images");
}

#[test]
fn losses_that_images_cannot_have_are_greyed_out_or_named() {
    let window = open_app::<LossPanel>(300.0, samples::oblong());
    assert!(is_enabled(&window.get_by_label("Wavelet")));
    assert!(!is_enabled(&window.get_by_label("Perceptual")));
    let mut app = samples::oblong();
    app.document.variants[0].settings.loss = Loss::Perceptual;
    let mut window = open_app::<LossPanel>(300.0, app);
    window.get_by_label(
        "The perceptual loss needs square images of 28, 32, 64 pixels a side in 1 or 3 channels, not 30 × 20 × 1",
    );
    click(&mut window, "MSE");
    assert_eq!(window.state().settings().loss, Loss::Mse);
}
