//! The rows of the whole model: mirroring, output activation, initialisation, adversary.

use egui::Ui;

use super::inspector::activation_row;
use super::{adversary, words};
use crate::app::SampleKind;
use crate::data::SampleShape;
use crate::model::edit::{self, place};
use crate::model::{Architecture, Decoder, Initialisation};
use crate::ui::setup::rows::Row;

pub fn rows(ui: &mut Ui, architecture: &mut Architecture, shape: &SampleShape) {
    if !place::is_spatial(architecture) {
        let mirrored = architecture.decoder == Decoder::Mirrored;
        let row = Row::new(
            "Mirror the encoder",
            "The decoder has the encoder's hidden layers in reverse order; switched off, it begins as that copy and is edited by itself",
        );
        if let Some(mirrored) = row.switch(ui, mirrored) {
            edit::set_mirrored(architecture, mirrored);
        }
    }
    let what = match shape.image() {
        Some(_) => "output pixel",
        None => "output of a numeric column",
    };
    let about = format!(
        "The function applied to each {what}: {}",
        words::about_activation(architecture.output)
    );
    let row = Row::new("Output activation", &about);
    if let Some(chosen) = activation_row(ui, row, architecture.output) {
        architecture.output = chosen;
    }
    let about = format!(
        "How fresh weights are drawn: {}",
        about_initialisation(architecture.initialisation)
    );
    let chosen = Row::new("Initialisation", &about).choose(
        ui,
        architecture.initialisation,
        &Initialisation::ALL,
        |one| one.name().to_owned(),
    );
    if let Some(chosen) = chosen {
        architecture.initialisation = chosen;
    }
    adversary::rows(ui, architecture, SampleKind::of(shape));
}

fn about_initialisation(initialisation: Initialisation) -> &'static str {
    match initialisation {
        Initialisation::Pytorch => "weights and biases uniform within 1 / sqrt(inputs)",
        Initialisation::Kaiming => "weights uniform within sqrt(6 / inputs), biases 0",
        Initialisation::Xavier => "weights uniform within sqrt(6 / (inputs + outputs)), biases 0",
    }
}
