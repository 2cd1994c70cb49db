//! The rows of the bottleneck.

use egui::Ui;

use super::inspector::{activation_row, width_row};
use super::words;
use crate::model::edit::place;
use crate::model::{Architecture, CodeShape, Decoder, Distribution};
use crate::ui::setup::rows::{Row, heading};
use crate::ui::widgets::hint;

pub fn rows(ui: &mut Ui, architecture: &mut Architecture) {
    heading(ui, "Code");
    let row = Row::new(
        "Kind of code",
        "A point for each image, or a Gaussian with a mean and a variance for each number, from which codes are drawn (variational)",
    );
    let all = [Distribution::Point, Distribution::Gaussian];
    let name = |distribution| match distribution {
        Distribution::Point => "point".to_owned(),
        Distribution::Gaussian => "Gaussian".to_owned(),
    };
    let now = architecture.code.distribution;
    if let Some(distribution) = row.choose(ui, now, &all, name) {
        architecture.code.distribution = distribution;
        // Means and variances come out of dense layers.
        if distribution == Distribution::Gaussian {
            architecture.code.shape = CodeShape::Flat;
        }
    }
    if architecture.pyramid.is_some() {
        shape(ui, architecture);
    }
    if place::is_spatial(architecture) {
        return;
    }
    let row = Row::new(
        "Code width",
        "Numbers in the bottleneck, into which each image is squeezed",
    );
    if let Some(width) = width_row(ui, row, architecture.code.width) {
        architecture.code.width = width;
    }
    if place::is_gaussian(architecture) {
        hint(
            ui,
            "Its prior is the standard normal; the means stand for the code in all views",
        );
        return;
    }
    let about = format!(
        "The function applied to the code: {}",
        words::about_activation(architecture.code.activation)
    );
    let row = Row::new("Code activation", &about);
    if let Some(chosen) = activation_row(ui, row, architecture.code.activation) {
        architecture.code.activation = chosen;
    }
}

fn shape(ui: &mut Ui, architecture: &mut Architecture) {
    let row = Row::new(
        "Shape of code",
        "Flat: a row of numbers made by a dense layer; spatial: the maps of the last level as they are",
    );
    let all = [CodeShape::Flat, CodeShape::Spatial];
    let name = |shape| match shape {
        CodeShape::Flat => "flat".to_owned(),
        CodeShape::Spatial => "spatial".to_owned(),
    };
    if let Some(shape) = row.choose(ui, architecture.code.shape, &all, name) {
        set_shape(architecture, shape);
    }
}

/// A spatial code has no dense layers around it.
pub fn set_shape(architecture: &mut Architecture, shape: CodeShape) {
    architecture.code.shape = shape;
    if shape == CodeShape::Spatial {
        architecture.code.distribution = Distribution::Point;
        architecture.encoder.clear();
        architecture.decoder = Decoder::Mirrored;
    }
}
