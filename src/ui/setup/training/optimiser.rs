//! The rows of the optimiser.

use egui::Ui;

use crate::model::Optimiser;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

pub fn rows(ui: &mut Ui, optimiser: &mut Optimiser) {
    // The present one keeps its numbers in the menu.
    let all = Optimiser::ALL.map(|one| {
        if one.name() == optimiser.name() {
            *optimiser
        } else {
            one
        }
    });
    let about = format!("How gradients g become updates. {}", about(*optimiser));
    let row = Row::new("Optimiser", &about).locked();
    if let Some(chosen) = row.choose(ui, *optimiser, &all, |one| one.name().to_owned()) {
        *optimiser = chosen;
    }
    match optimiser {
        Optimiser::Sgd { momentum, nesterov } => {
            let row = Row::new(
                "Momentum",
                "Share of the last update that is kept: v = momentum v + g; 0 for none",
            );
            // Nesterov's step is defined by the momentum it looks ahead with.
            if share(ui, row, momentum) && *momentum == 0.0 {
                *nesterov = false;
            }
            let row = Row::new(
                "Nesterov",
                "Takes the gradient where the momentum is about to lead: the update is g + momentum v; needs momentum above 0",
            )
            .locked();
            let mut on = *nesterov;
            let able = *momentum > 0.0;
            row.show(ui, |ui| {
                ui.add_enabled(able, egui::Checkbox::without_text(&mut on))
                    .on_disabled_hover_text("Nesterov needs momentum above 0")
            });
            *nesterov = on;
        }
        Optimiser::Adam {
            beta1,
            beta2,
            epsilon,
        }
        | Optimiser::AdamW {
            beta1,
            beta2,
            epsilon,
        } => {
            let row = Row::new(
                "Beta 1",
                "Decay of the mean of gradients: m = beta1 m + (1 - beta1) g",
            );
            share(ui, row, beta1);
            let row = Row::new(
                "Beta 2",
                "Decay of the mean of squared gradients: v = beta2 v + (1 - beta2) g\u{b2}",
            );
            share(ui, row, beta2);
            small(ui, epsilon);
        }
        Optimiser::RmsProp {
            alpha,
            epsilon,
            momentum,
        } => {
            let row = Row::new(
                "Alpha",
                "Decay of the mean of squared gradients: v = alpha v + (1 - alpha) g\u{b2}",
            );
            share(ui, row, alpha);
            let row = Row::new(
                "Momentum",
                "Share of the last update that is kept; 0 for none",
            );
            share(ui, row, momentum);
            small(ui, epsilon);
        }
    }
}

fn about(optimiser: Optimiser) -> &'static str {
    match optimiser {
        Optimiser::Sgd { .. } => "SGD follows the gradient: w = w - rate g",
        Optimiser::Adam { .. } => {
            "Adam divides the mean gradient by its spread: w = w - rate m / (sqrt(v) + epsilon)"
        }
        Optimiser::AdamW { .. } => {
            "AdamW is Adam with weight decay taken from the weights directly"
        }
        Optimiser::RmsProp { .. } => {
            "RMSprop divides the gradient by its recent size: w = w - rate g / (sqrt(v) + epsilon)"
        }
    }
}

/// A number in [0, 1); whether it was changed.
fn share(ui: &mut Ui, row: Row<'_>, value: &mut f32) -> bool {
    let limits = Limits::below(0.0, 1.0);
    let number = Number::new(row.locked(), f64::from(*value), limits, Drag::Even(0.001));
    let chosen = number.show(ui);
    if let Some(chosen) = chosen {
        *value = chosen as f32;
    }
    chosen.is_some()
}

fn small(ui: &mut Ui, epsilon: &mut f32) {
    let row = Row::new("Epsilon", "Added to the denominator so that it is never 0");
    let limits = Limits::between(1e-12, 1.0);
    let drag = Drag::Logarithmic(1e-13);
    let number = Number::new(row.locked(), f64::from(*epsilon), limits, drag);
    if let Some(chosen) = number.show(ui) {
        *epsilon = chosen as f32;
    }
}
