//! The rows of the KL divergence: beta, warm-up, free bits.

use egui::Ui;

use crate::model::Variational;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::widgets::hint;

pub fn rows(ui: &mut Ui, variational: &mut Variational) {
    let row = Row::new(
        "Beta",
        "Factor on the divergence KL(q(z|x) || N(0, 1)), summed over the code: 1 is the ELBO, more gives fewer and cleaner dimensions",
    );
    let number = Number::new(
        row,
        f64::from(variational.beta),
        Limits::between(0.0, 1000.0),
        Drag::Logarithmic(0.01),
    );
    if let Some(beta) = number.off_at_zero().show(ui) {
        variational.beta = beta as f32;
    }
    let row = Row::new(
        "Beta warm-up",
        "Beta rises from 0 over this many epochs, so that the decoder learns to use the code first; fractions are allowed",
    );
    let number = Number::new(
        row,
        f64::from(variational.warm_up_epochs),
        Limits::between(0.0, 1000.0),
        Drag::Even(0.02),
    );
    if let Some(epochs) = number.unit("epochs").off_at_zero().show(ui) {
        variational.warm_up_epochs = epochs as f32;
    }
    let row = Row::new(
        "Free bits",
        "Nats that each dimension of the code may use at no cost, as a mean over the batch: keeps dimensions from dying",
    );
    let number = Number::new(
        row,
        f64::from(variational.free_bits),
        Limits::between(0.0, 10.0),
        Drag::Even(0.002),
    );
    if let Some(nats) = number.unit("nats").off_at_zero().show(ui) {
        variational.free_bits = nats as f32;
    }
    hint(
        ui,
        "Loss of an image: reconstruction summed over its pixels + beta x KL summed over the code",
    );
}
