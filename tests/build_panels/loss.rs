//! The loss panel: the choice, and the warnings when it does not fit the model or the data.

use egui_kittest::kittest::Queryable as _;
use hourglass::data::Scaling;
use hourglass::model::{Activation, Loss};
use hourglass::project::Document;
use hourglass::ui::build::LossPanel;

use crate::bench::{click, open};

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
