//! The rows of the layers over the steps of sequences.

use egui::Ui;

use super::inspector::activation_row;
use super::words;
use crate::data::SampleShape;
use crate::model::edit::{levels, place};
use crate::model::{
    Architecture, DecoderInput, Down, EMBEDDINGS, Objective, STEP_KERNELS, SequenceLayers, Summary,
};
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::{Row, heading};
use crate::ui::widgets::hint;

/// Draws nothing without such layers.
pub fn rows(
    ui: &mut Ui,
    architecture: &mut Architecture,
    objective: &mut Objective,
    shape: &SampleShape,
) {
    let count = place::levels(architecture);
    let most = levels::most(architecture).unwrap_or(1);
    let Some(layers) = &mut architecture.sequence else {
        return;
    };
    let name = layers.name();
    heading(ui, name);
    let row = match layers {
        SequenceLayers::Conv1d(_) => Row::new(
            "Levels",
            "Convolutions before the code, each halving the steps, and their mirror after it",
        ),
        SequenceLayers::Gru(_) | SequenceLayers::Lstm(_) => {
            Row::of("architecture.sequence.layers").without_padlock()
        }
    };
    if shape.text().is_some() || architecture.embedding.is_some() {
        let row = Row::of("architecture.embedding").without_padlock();
        let name = |width: Option<usize>| match width {
            None => "none".to_owned(),
            Some(width) => format!("{width} numbers a token"),
        };
        let all: Vec<Option<usize>> = [None].into_iter().chain(EMBEDDINGS.map(Some)).collect();
        if let Some(width) = row.choose(ui, architecture.embedding, &all, name) {
            architecture.embedding = width;
        }
    }
    let wanted = Number::new(row, count as f64, Drag::Even(0.05))
        .limits(Limits::whole(1.0, most as f64))
        .show(ui);
    match layers {
        SequenceLayers::Gru(choice) | SequenceLayers::Lstm(choice) => {
            let row = Row::of("architecture.sequence.summary").without_padlock();
            let name = |summary: Summary| summary.name().to_owned();
            if let Some(summary) = row.choose(ui, choice.summary, &Summary::ALL, name) {
                choice.summary = summary;
            }
            // Of texts it reads the code at every step.
            if shape.text().is_none() || choice.decoder_input != DecoderInput::Code {
                let row = Row::of("architecture.sequence.decoder_input").without_padlock();
                let name = |input: DecoderInput| input.name().to_owned();
                let input = row.choose(ui, choice.decoder_input, &DecoderInput::ALL, name);
                choice.decoder_input = input.unwrap_or(choice.decoder_input);
            }
            if choice.decoder_input == DecoderInput::PreviousOutput {
                teacher_forcing(ui, objective);
            }
        }
        SequenceLayers::Conv1d(choice) => {
            let row = Row::of("architecture.sequence.kernel").without_padlock();
            let name = |kernel: usize| format!("{kernel} steps");
            if let Some(kernel) = row.choose(ui, choice.kernel, &STEP_KERNELS, name) {
                choice.kernel = kernel;
            }
            let row = Row::of("architecture.sequence.down").without_padlock();
            let name = |down: Down| down.name().to_owned();
            if let Some(down) = row.choose(ui, choice.down, &Down::ALL, name) {
                choice.down = down;
            }
            let about = format!(
                "The function f applied after each convolution: {}",
                words::about_activation(choice.activation)
            );
            let row = Row::of("architecture.sequence.activation")
                .without_padlock()
                .about(&about);
            if let Some(activation) = activation_row(ui, row, choice.activation) {
                choice.activation = activation;
            }
        }
    }
    if let Some(wanted) = wanted {
        levels::set_count(architecture, wanted as usize);
    }
}

/// How often the decoder reads true steps in training.
fn teacher_forcing(ui: &mut Ui, objective: &mut Objective) {
    let row = Row::of("objective.teacher_forcing");
    let now = objective.teacher_forcing;
    if let Some(share) = Number::new(row, f64::from(now), Drag::Even(0.005)).show(ui) {
        objective.teacher_forcing = share as f32;
    }
    if now > 0.0 {
        hint(
            ui,
            "With teacher forcing the loss in training is lower than the one measured on the \
             validation and the test part, where the decoder reads its own outputs",
        );
    }
}
