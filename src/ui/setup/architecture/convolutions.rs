//! The rows of the convolutional pyramid.

use egui::Ui;

use super::inspector::activation_row;
use super::words;
use crate::app::{Action, App};
use crate::model::edit::levels;
use crate::model::{Architecture, Down, FeaturesOf, MAX_LEVELS, Padding, PyramidWeights, Up};
use crate::ui::setup::features;
use crate::ui::setup::image::sample_shape;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::{Row, heading};
use crate::ui::widgets::hint;

/// Draws nothing without a pyramid.
pub fn rows(ui: &mut Ui, app: &App, architecture: &mut Architecture, actions: &mut Vec<Action>) {
    let Some(pyramid) = &mut architecture.pyramid else {
        return;
    };
    heading(ui, "Convolutions");
    if let PyramidWeights::Pretrained { set, frozen } = &mut pyramid.weights {
        front(ui, app, set, frozen);
    }
    if let PyramidWeights::Pretrained { set, .. } = pyramid.weights {
        let image = sample_shape(app).image();
        let problem = image.and_then(|image| pyramid.check_weights_for(image).err());
        let problem = problem.map(|invalid| invalid.problem);
        features::about(ui, app, (set, problem), actions);
        hint(
            ui,
            "Levels, kernels and activation are those of the classifier",
        );
        up(ui, &mut pyramid.up);
        return;
    }
    let count = pyramid.channels.len();
    let row = Row::new(
        "Levels",
        "Convolutions before the code, each halving the side, and their mirror after it",
    );
    let limits = Limits::whole(1.0, MAX_LEVELS as f64);
    let wanted = Number::new(row, count as f64, Drag::Even(0.05))
        .limits(limits)
        .show(ui);
    let row = Row::of("architecture.pyramid.kernel").without_padlock();
    let chosen = row.choose(ui, pyramid.kernel, &[3, 5], |side| {
        format!("{side} × {side}")
    });
    if let Some(kernel) = chosen {
        pyramid.kernel = kernel;
    }
    let row = Row::of("architecture.pyramid.padding").without_padlock();
    let all = [Padding::Zero, Padding::Reflect];
    let name = |padding| match padding {
        Padding::Zero => "zeros".to_owned(),
        Padding::Reflect => "reflected".to_owned(),
    };
    if let Some(padding) = row.choose(ui, pyramid.padding, &all, name) {
        pyramid.padding = padding;
    }
    let row = Row::of("architecture.pyramid.down").without_padlock();
    let name = |down: Down| down.name().to_owned();
    if let Some(down) = row.choose(ui, pyramid.down, &Down::ALL, name) {
        pyramid.down = down;
    }
    up(ui, &mut pyramid.up);
    let row = Row::of("architecture.pyramid.batch_norm").without_padlock();
    if let Some(on) = row.switch(ui, pyramid.batch_norm) {
        pyramid.batch_norm = on;
    }
    let about = format!(
        "The function f applied after each convolution: {}",
        words::about_activation(pyramid.activation)
    );
    let row = Row::of("architecture.pyramid.activation")
        .without_padlock()
        .about(&about);
    if let Some(activation) = activation_row(ui, row, pyramid.activation) {
        pyramid.activation = activation;
    }
    if let Some(wanted) = wanted {
        levels::set_count(architecture, wanted as usize);
    }
}

fn up(ui: &mut Ui, up: &mut Up) {
    let row = Row::of("architecture.pyramid.up").without_padlock();
    let name = |up| match up {
        Up::Nearest => "nearest".to_owned(),
        Up::Transposed => "transposed".to_owned(),
    };
    if let Some(chosen) = row.choose(ui, *up, &[Up::Nearest, Up::Transposed], name) {
        *up = chosen;
    }
}

/// Whose classifier the convolutions come from, and whether training changes it.
fn front(ui: &mut Ui, app: &App, set: &mut FeaturesOf, frozen: &mut bool) {
    let row = Row::of("architecture.pyramid.weights.set").without_padlock();
    if let Some(chosen) = features::choose(ui, app, row, *set) {
        *set = chosen;
    }
    let row = Row::of("architecture.pyramid.weights.frozen").without_padlock();
    if let Some(on) = row.switch(ui, *frozen) {
        *frozen = on;
    }
}
