//! The rows that edit the selected layer, and those that speak of the whole model.

use egui::{Align, Layout, Response, Ui};

use super::edit;
use super::ladder;
use super::place::{self, Place};
use super::words;
use crate::model::{Activation, Architecture, Decoder, Initialisation, LADDER};
use crate::ui::build::limits::Limits;
use crate::ui::build::number::{Drag, Number, Only};
use crate::ui::build::rows::{Row, heading};
use crate::ui::widgets::hint;

/// Edits the layer at `selected`; returns what should be selected afterwards.
pub fn selected_rows(
    ui: &mut Ui,
    architecture: &mut Architecture,
    input: usize,
    selected: Place,
) -> Place {
    let mut next = selected;
    ui.horizontal(|ui| {
        heading(ui, selected.name());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // A narrow panel has no room for the words, which then stand in the tooltips alone.
            let roomy = ui.available_width() > 150.0;
            if selected.is_hidden() {
                let text = if roomy { "Remove" } else { "-" };
                let remove = small_button(ui, text, roomy, true)
                    .on_hover_text("Takes this layer out of the model (Delete)")
                    .accessible_name("Remove layer");
                if remove.clicked() {
                    edit::remove(architecture, selected);
                    next = selected.within(architecture);
                }
            }
            let room = edit::can_insert_after(architecture, selected);
            let text = if roomy { "Add" } else { "+" };
            let why = if selected == Place::Output {
                "Nothing comes after the output"
            } else {
                "This side has 12 hidden layers, the most there can be"
            };
            let add = small_button(ui, text, roomy, room)
                .on_hover_text("Adds a hidden layer after this one, of a width in between")
                .on_disabled_hover_text(why)
                .accessible_name("Add layer");
            if add.clicked() {
                next = edit::insert_after(architecture, selected, input).unwrap_or(selected);
            }
        });
    });
    hint(ui, words::describe(architecture, selected, input));
    if let Place::Decoder(index) = selected
        && let Some(twin) = place::twin(architecture, index)
    {
        hint(
            ui,
            format!("Mirrors encoder layer {}: both change", twin + 1),
        );
    }
    if next != selected {
        return next;
    }
    if selected.has_width() {
        let row = Row::new("Width", "Numbers that leave this layer");
        if let Some(width) = width_row(ui, row, place::width(architecture, selected, input)) {
            edit::set_width(architecture, selected, width);
        }
    }
    if let Some(now) = place::activation(architecture, selected) {
        let about = format!(
            "The function f applied to each number after the layer: {}",
            words::about_activation(now)
        );
        if let Some(chosen) = activation_row(ui, Row::new("Activation", &about), now) {
            edit::set_activation(architecture, selected, chosen);
        }
    }
    if let Some(layer) = place::layer(architecture, selected) {
        let row = Row::new(
            "Dropout",
            "Probability with which each number is set to 0 while training (the rest is scaled up)",
        );
        let limits = Limits::below(0.0, 1.0);
        let number = Number::new(row, f64::from(layer.dropout), limits, Drag::Even(0.005));
        if let Some(dropout) = number.show(ui) {
            edit::set_dropout(architecture, selected, dropout as f32);
        }
    }
    next
}

/// What concerns all layers.
pub fn whole_rows(ui: &mut Ui, architecture: &mut Architecture) {
    let mirrored = architecture.decoder == Decoder::Mirrored;
    let row = Row::new(
        "Mirror the encoder",
        "The decoder has the encoder's hidden layers in reverse order; switched off, it begins as that copy and is edited by itself",
    );
    if let Some(mirrored) = row.switch(ui, mirrored) {
        edit::set_mirrored(architecture, mirrored);
    }
    let row = Row::new(
        "Code width",
        "Numbers in the bottleneck, into which each image is squeezed",
    );
    if let Some(width) = width_row(ui, row, architecture.code.width) {
        architecture.code.width = width;
    }
    let about = format!(
        "The function applied to the code: {}",
        words::about_activation(architecture.code.activation)
    );
    let row = Row::new("Code activation", &about);
    if let Some(chosen) = activation_row(ui, row, architecture.code.activation) {
        architecture.code.activation = chosen;
    }
    let about = format!(
        "The function applied to each output pixel: {}",
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
}

fn small_button(ui: &mut Ui, text: &str, roomy: bool, enabled: bool) -> Response {
    let width = if roomy { 0.0 } else { 24.0 };
    let button = egui::Button::new(text).min_size(egui::vec2(width, 0.0));
    ui.add_enabled(enabled, button)
}

fn about_initialisation(initialisation: Initialisation) -> &'static str {
    match initialisation {
        Initialisation::Pytorch => "weights and biases uniform within 1 / sqrt(inputs)",
        Initialisation::Kaiming => "weights uniform within sqrt(6 / inputs), biases 0",
        Initialisation::Xavier => "weights uniform within sqrt(6 / (inputs + outputs)), biases 0",
    }
}

fn activation_row(ui: &mut Ui, row: Row<'_>, now: Activation) -> Option<Activation> {
    row.choose(ui, now, &Activation::ALL, |one| one.name().to_owned())
}

fn width_row(ui: &mut Ui, row: Row<'_>, now: usize) -> Option<usize> {
    Number::new(
        row,
        now as f64,
        Limits::whole(1.0, 100_000.0),
        Drag::Logarithmic(0.02),
    )
    .choices(&LADDER)
    .only(Only {
        check: &ladder::check,
        offer: &ladder::neighbours,
    })
    .show(ui)
    .map(|width| width as usize)
}
