//! The rows of the perceptual loss.

use egui::Ui;

use crate::data::PictureSet;
use crate::model::Perceptual;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

pub fn rows(ui: &mut Ui, perceptual: &mut Perceptual) {
    let row = Row::new(
        "Features of",
        "The set whose classifier looks at input and output; its weights never change",
    );
    let chosen = row.choose(ui, perceptual.features, &PictureSet::ALL, |set| {
        set.name().to_owned()
    });
    if let Some(set) = chosen {
        perceptual.features = set;
    }
    let row = Row::new(
        "Pixel weight",
        "The squared error of pixels is added with this factor: features alone leave brightness open",
    );
    let limits = Limits::between(0.0, 1000.0);
    let number = Number::new(row, f64::from(perceptual.pixels), limits, Drag::Even(0.01));
    if let Some(weight) = number.off_at_zero().show(ui) {
        perceptual.pixels = weight as f32;
    }
}
