//! What the whole model costs, under the drawing.

use egui::Ui;

use crate::model::{Architecture, cost};
use crate::ui::build::rows::figure;
use crate::ui::digits::{bytes, grouped, ratio, short};

pub fn show(ui: &mut Ui, architecture: &Architecture, input: usize) {
    let cost = cost(architecture, input);
    let (value, unit) = short(cost.parameters);
    let exact = format!(
        "{} weights and biases that training changes",
        grouped(cost.parameters as u64)
    );
    figure(ui, "Parameters", &value, unit, &exact);
    let (value, unit) = bytes(cost.training_bytes);
    let exact = format!(
        "{} bytes for weights, gradients and two optimiser moments, 4 bytes a number",
        grouped(cost.training_bytes as u64)
    );
    figure(ui, "Training memory", &value, unit, &exact);
    let (value, unit) = short(cost.multiply_adds);
    let exact = format!(
        "{} multiplications with an addition to reconstruct one image",
        grouped(cost.multiply_adds as u64)
    );
    figure(ui, "Multiply-adds per image", &value, unit, &exact);
    let exact = format!(
        "{input} numbers in an image over {} in its code",
        architecture.code.width
    );
    figure(ui, "Compression", &ratio(cost.compression), ": 1", &exact);
}
