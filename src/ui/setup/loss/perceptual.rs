//! The rows of the perceptual loss.

use egui::Ui;

use crate::app::App;
use crate::model::Perceptual;
use crate::ui::setup::features;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

pub fn rows(ui: &mut Ui, app: &App, perceptual: &mut Perceptual) {
    let row = Row::of("objective.perceptual.features");
    if let Some(chosen) = features::choose(ui, app, row, perceptual.features) {
        perceptual.features = chosen;
    }
    let row = Row::of("objective.perceptual.pixels");
    let number = Number::new(row, f64::from(perceptual.pixels), Drag::Even(0.01));
    if let Some(weight) = number.off_at_zero().show(ui) {
        perceptual.pixels = weight as f32;
    }
}
