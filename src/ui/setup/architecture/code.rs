//! The rows of the bottleneck.

use egui::Ui;

use super::inspector::{activation_row, channels_row, head, width_row};
use super::{describe, words};
use crate::model::edit::place::{self, Place};
use crate::model::edit::{self, Ends};
use crate::model::{Architecture, CodeShape, Decoder, Distribution};
use crate::ui::setup::rows::{Row, heading};
use crate::ui::widgets::hint;

/// The rows; those of a selected layer too while the code is the selected one. Returns what should be selected then.
pub fn rows(ui: &mut Ui, architecture: &mut Architecture, ends: Ends, selected: Place) -> Place {
    if selected != Place::Code {
        heading(ui, "Code");
        settings(ui, architecture, false);
        return selected;
    }
    let next = head(ui, architecture, ends, selected);
    hint(ui, describe::describe(architecture, selected, ends));
    if next == selected {
        settings(ui, architecture, true);
    }
    next
}

fn settings(ui: &mut Ui, architecture: &mut Architecture, selected: bool) {
    let row = Row::of("architecture.code.distribution").without_padlock();
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
        if selected {
            channels_of_code(ui, architecture);
        }
        return;
    }
    let row = Row::of("architecture.code.width").without_padlock();
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
    let row = Row::of("architecture.code.activation")
        .without_padlock()
        .about(&about);
    if let Some(chosen) = activation_row(ui, row, architecture.code.activation) {
        architecture.code.activation = chosen;
    }
}

/// A spatial code is the maps of the last level.
fn channels_of_code(ui: &mut Ui, architecture: &mut Architecture) {
    if let Some(now) = place::amount(architecture, Place::Code)
        && let Some(chosen) = channels_row(ui, now)
    {
        edit::set_amount(architecture, Place::Code, chosen);
    }
}

fn shape(ui: &mut Ui, architecture: &mut Architecture) {
    let row = Row::of("architecture.code.shape").without_padlock();
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
