//! The rows of gradient clipping and early stopping. Both can change during a run.

use egui::Ui;

use crate::training::{EarlyStopping, TrainingSettings};
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
        let row = Row::of("training.clip_norm");
        let number = Number::new(row, f64::from(*norm), Drag::Logarithmic(1e-7));
        if let Some(chosen) = number.show(ui) {
            *norm = chosen as f32;
        }
    }
    let row = Row::of("training.early_stopping");
    if let Some(on) = row.switch(ui, settings.early_stopping.is_some()) {
        settings.early_stopping = on.then(EarlyStopping::default);
    }
    if let Some(early) = &mut settings.early_stopping {
        let row = Row::of("training.early_stopping.patience");
        let number = Number::new(row, f64::from(early.patience), Drag::Even(0.1));
        if let Some(chosen) = number.show(ui) {
            early.patience = chosen as u32;
        }
        let row = Row::of("training.early_stopping.min_delta");
        let number = Number::new(row, early.min_delta, Drag::Logarithmic(1e-6));
        if let Some(chosen) = number.show(ui) {
            early.min_delta = chosen;
        }
    }
}
