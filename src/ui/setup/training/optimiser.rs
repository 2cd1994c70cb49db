//! The rows of the optimiser.

use egui::Ui;

use crate::model::Optimiser;
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
    let row = Row::of("training.optimiser").about(&about);
    if let Some(chosen) = row.choose(ui, *optimiser, &all, |one| one.name().to_owned()) {
        *optimiser = chosen;
    }
    match optimiser {
        Optimiser::Sgd { momentum, nesterov } => {
            let row = Row::of("training.optimiser.momentum");
            // Nesterov's step is defined by the momentum it looks ahead with.
            if share(ui, row, momentum) && *momentum == 0.0 {
                *nesterov = false;
            }
            let row = Row::of("training.optimiser.nesterov");
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
            let row = Row::of("training.optimiser.beta1");
            share(ui, row, beta1);
            let row = Row::of("training.optimiser.beta2");
            share(ui, row, beta2);
            small(ui, epsilon);
        }
        Optimiser::RmsProp {
            alpha,
            epsilon,
            momentum,
        } => {
            let row = Row::of("training.optimiser.alpha");
            share(ui, row, alpha);
            let row = Row::of("training.optimiser.momentum");
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
    let number = Number::new(row, f64::from(*value), Drag::Even(0.001));
    let chosen = number.show(ui);
    if let Some(chosen) = chosen {
        *value = chosen as f32;
    }
    chosen.is_some()
}

fn small(ui: &mut Ui, epsilon: &mut f32) {
    let row = Row::of("training.optimiser.epsilon");
    let drag = Drag::Logarithmic(1e-13);
    let number = Number::new(row, f64::from(*epsilon), drag);
    if let Some(chosen) = number.show(ui) {
        *epsilon = chosen as f32;
    }
}
