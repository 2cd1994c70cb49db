//! The rows of sparsity and contractive penalties; a weight of 0 switches a penalty off.

use egui::Ui;

use crate::model::{Activation, Architecture, Penalties};
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::widgets::hint;

const WEIGHT: Limits = Limits::between(0.0, 1000.0);

pub fn rows(ui: &mut Ui, penalties: &mut Penalties, architecture: &Architecture) {
    let row = Row::new(
        "L1 penalty",
        "This times the sum of the absolute code of each sample: many numbers of the code become 0 (usual: 1e-4)",
    );
    weight(ui, row, &mut penalties.l1, 1e-7);
    let row = Row::new(
        "KL sparsity",
        "This times the divergence of each number's mean activation over the batch from the target, summed over the code (usual: 0.1)",
    );
    weight(ui, row, &mut penalties.sparsity.weight, 1e-4);
    if penalties.sparsity.weight > 0.0 {
        let row = Row::new(
            "Wanted activation",
            "Mean activation that each number of the code should have, between 0 and 1 (usual: 0.05)",
        );
        let target = f64::from(penalties.sparsity.target);
        let limits = Limits::between(1e-4, 0.9999);
        if let Some(chosen) = Number::new(row, target, limits, Drag::Even(0.002)).show(ui) {
            penalties.sparsity.target = chosen as f32;
        }
        if architecture.code_activation() != Activation::Sigmoid {
            hint(
                ui,
                "The code goes through a sigmoid for this, as it does not come out of one",
            );
        }
    }
    let row = Row::new(
        "Contractive",
        "This times the squared norm of the encoder's Jacobian, |df/dx|\u{b2}: the code then changes little with the input (usual: 1e-3)",
    );
    weight(ui, row, &mut penalties.contractive, 1e-6);
}

fn weight(ui: &mut Ui, row: Row<'_>, value: &mut f32, least: f64) {
    let number = Number::new(row, f64::from(*value), WEIGHT, Drag::Logarithmic(least));
    if let Some(chosen) = number.off_at_zero().show(ui) {
        *value = chosen as f32;
    }
}
