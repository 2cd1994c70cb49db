//! The rows of epochs, batch size and seed.

use egui::Ui;

use super::seed;
use crate::app::SampleKind;
use crate::training::TrainingSettings;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

/// Batch sizes that most people choose from.
const BATCHES: [usize; 8] = [16, 32, 64, 128, 256, 512, 1024, 2048];

pub fn rows(ui: &mut Ui, settings: &mut TrainingSettings, kind: SampleKind) {
    let many = kind.many();
    let about =
        format!("Training goes on until it has passed through all training {many} this many times");
    let row = Row::new("Epochs", &about);
    let limits = Limits::whole(1.0, 100_000.0);
    let number = Number::new(row, f64::from(settings.epochs), limits, Drag::Even(0.2));
    if let Some(epochs) = number.show(ui) {
        settings.epochs = epochs as u32;
    }
    let row = Row::new(
        "Batch size",
        "Samples in each update; larger ones give smoother gradients and fewer updates an epoch",
    )
    .locked();
    let limits = Limits::whole(1.0, 65_536.0);
    let number = Number::new(row, settings.batch as f64, limits, Drag::Even(1.0));
    if let Some(batch) = number.choices(&BATCHES).unit(many).show(ui) {
        settings.batch = batch as usize;
    }
    seed::row(ui, &mut settings.seed);
}
