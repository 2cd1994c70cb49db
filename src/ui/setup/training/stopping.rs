//! The rows of gradient clipping and early stopping. Both can change during a run.

use egui::Ui;

use crate::training::{EarlyStopping, TrainingSettings};
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

pub fn rows(ui: &mut Ui, settings: &mut TrainingSettings) {
    let row = Row::new(
        "Clip gradients",
        "Scales the whole gradient down when its norm is above a limit: g = g limit / |g|",
    );
    if let Some(on) = row.switch(ui, settings.clip_norm.is_some()) {
        settings.clip_norm = on.then_some(1.0);
    }
    if let Some(norm) = &mut settings.clip_norm {
        let row = Row::new(
            "Largest norm",
            "Euclidean norm over all parameters that the gradient may have",
        );
        let limits = Limits::between(1e-6, 1e6);
        let number = Number::new(row, f64::from(*norm), limits, Drag::Logarithmic(1e-7));
        if let Some(chosen) = number.show(ui) {
            *norm = chosen as f32;
        }
    }
    let row = Row::new(
        "Early stopping",
        "Ends training when the validation loss no longer improves, and restores the best weights",
    );
    if let Some(on) = row.switch(ui, settings.early_stopping.is_some()) {
        settings.early_stopping = on.then(EarlyStopping::default);
    }
    if let Some(early) = &mut settings.early_stopping {
        let row = Row::new("Patience", "Epochs without an improvement before stopping");
        let limits = Limits::whole(1.0, 100_000.0);
        let number = Number::new(row, f64::from(early.patience), limits, Drag::Even(0.1));
        if let Some(chosen) = number.unit("epochs").show(ui) {
            early.patience = chosen as u32;
        }
        let row = Row::new(
            "Least improvement",
            "The loss must fall by more than this to count as an improvement (min delta)",
        );
        let limits = Limits::between(0.0, 1e3);
        let number = Number::new(row, early.min_delta, limits, Drag::Logarithmic(1e-6));
        if let Some(chosen) = number.show(ui) {
            early.min_delta = chosen;
        }
    }
}
