//! The rows of the perceptual loss.

use egui::Ui;

use crate::app::{Action, App};
use crate::model::Perceptual;
use crate::ui::setup::features;
use crate::ui::setup::image::sample_shape;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

pub fn rows(ui: &mut Ui, app: &App, perceptual: &mut Perceptual, actions: &mut Vec<Action>) {
    let row = Row::of("objective.perceptual.features");
    if let Some(chosen) = features::choose(ui, app, row, perceptual.features) {
        perceptual.features = chosen;
    }
    let image = sample_shape(app).image();
    let problem = image.and_then(|image| perceptual.check_for(image).err());
    let problem = problem.map(|invalid| invalid.problem);
    features::about(ui, app, (perceptual.features, problem), actions);
    let row = Row::of("objective.perceptual.pixels");
    let number = Number::new(row, f64::from(perceptual.pixels), Drag::Even(0.01));
    if let Some(weight) = number.off_at_zero().show(ui) {
        perceptual.pixels = weight as f32;
    }
}
