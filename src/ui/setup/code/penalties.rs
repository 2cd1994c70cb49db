//! The rows of sparsity and contractive penalties; a weight of 0 switches a penalty off.

use egui::Ui;

use crate::model::{Activation, Architecture, Penalties};
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::widgets::hint;

pub fn rows(ui: &mut Ui, penalties: &mut Penalties, architecture: &Architecture) {
    let row = Row::of("objective.penalties.l1");
    weight(ui, row, &mut penalties.l1, 1e-7);
    let row = Row::of("objective.penalties.sparsity.weight");
    weight(ui, row, &mut penalties.sparsity.weight, 1e-4);
    if penalties.sparsity.weight > 0.0 {
        let row = Row::of("objective.penalties.sparsity.target");
        let target = f64::from(penalties.sparsity.target);
        if let Some(chosen) = Number::new(row, target, Drag::Even(0.002)).show(ui) {
            penalties.sparsity.target = chosen as f32;
        }
        if architecture.code_activation() != Activation::Sigmoid {
            hint(
                ui,
                "The code goes through a sigmoid for this, as it does not come out of one",
            );
        }
    }
    let row = Row::of("objective.penalties.contractive");
    weight(ui, row, &mut penalties.contractive, 1e-6);
}

fn weight(ui: &mut Ui, row: Row<'_>, value: &mut f32, least: f64) {
    let number = Number::new(row, f64::from(*value), Drag::Logarithmic(least));
    if let Some(chosen) = number.off_at_zero().show(ui) {
        *value = chosen as f32;
    }
}
