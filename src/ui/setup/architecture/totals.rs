//! The cost of the whole model, under the drawing.

use egui::{Ui, vec2};

use crate::data::SampleShape;
use crate::export::digits::{bytes, grouped, ratio, short};
use crate::model::{Architecture, cost};
use crate::ui::theme::palette;

/// Four figures in as few lines as they fit, exact in their tooltips.
pub fn show(ui: &mut Ui, architecture: &Architecture, shape: &SampleShape) {
    let input = shape.input_width();
    let cost = cost(architecture, shape);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 2.0);
        let (value, unit) = short(cost.parameters);
        let exact = format!(
            "{} weights and biases that training changes",
            grouped(cost.parameters as u64)
        );
        figure(ui, &format!("{value}{unit}"), "parameters", &exact);
        let (value, unit) = bytes(cost.training_bytes);
        let exact = format!(
            "{} bytes for weights, gradients and two optimiser moments, 4 bytes a number",
            grouped(cost.training_bytes as u64)
        );
        figure(ui, &format!("{value} {unit}"), "in training", &exact);
        let (value, unit) = short(cost.multiply_adds);
        let exact = format!(
            "{} multiplications with an addition to reconstruct one sample",
            grouped(cost.multiply_adds as u64)
        );
        figure(ui, &format!("{value}{unit}"), "multiply-adds", &exact);
        let exact = format!(
            "Compression: {input} numbers in a sample over {} in its code",
            architecture.code_width(shape)
        );
        let value = format!("{} : 1", ratio(cost.compression));
        figure(ui, &value, "compression", &exact);
    });
}

/// A value and what it is in a weaker tone, never parted.
fn figure(ui: &mut Ui, value: &str, what: &str, tooltip: &str) {
    let colours = palette(ui);
    let font = egui::FontId::proportional(11.0);
    let mut text = egui::text::LayoutJob::default();
    for (part, colour) in [
        (format!("{value} "), colours.text),
        (what.into(), colours.weak),
    ] {
        text.append(&part, 0.0, egui::TextFormat::simple(font.clone(), colour));
    }
    ui.add(egui::Label::new(text).extend())
        .on_hover_text(tooltip);
}
