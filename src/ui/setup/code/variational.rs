//! The rows of the KL divergence: beta, warm-up, free bits.

use egui::Ui;

use crate::model::Variational;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::widgets::hint;

pub fn rows(ui: &mut Ui, variational: &mut Variational) {
    let row = Row::of("objective.variational.beta");
    let number = Number::new(row, f64::from(variational.beta), Drag::Logarithmic(0.01));
    if let Some(beta) = number.off_at_zero().show(ui) {
        variational.beta = beta as f32;
    }
    let row = Row::of("objective.variational.warm_up_epochs");
    let number = Number::new(row, f64::from(variational.warm_up_epochs), Drag::Even(0.02));
    if let Some(epochs) = number.off_at_zero().show(ui) {
        variational.warm_up_epochs = epochs as f32;
    }
    let row = Row::of("objective.variational.free_bits");
    let number = Number::new(row, f64::from(variational.free_bits), Drag::Even(0.002));
    if let Some(nats) = number.off_at_zero().show(ui) {
        variational.free_bits = nats as f32;
    }
    hint(
        ui,
        "Loss of an image: reconstruction summed over its pixels + beta × KL summed over the code",
    );
}
