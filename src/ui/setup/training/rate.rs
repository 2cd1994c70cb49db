//! The rows of learning rate, schedule and weight decay: all can change during a run.

use egui::Ui;

use crate::training::{ScheduleShape, TrainingSettings};
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

pub fn rows(ui: &mut Ui, settings: &mut TrainingSettings) {
    let row = Row::of("training.learning_rate");
    let number = Number::new(
        row,
        f64::from(settings.learning_rate),
        Drag::Logarithmic(1e-9),
    );
    if let Some(rate) = number.show(ui) {
        settings.learning_rate = rate as f32;
    }
    let row = Row::of("training.weight_decay");
    let number = Number::new(
        row,
        f64::from(settings.weight_decay),
        Drag::Logarithmic(1e-6),
    );
    if let Some(decay) = number.show(ui) {
        settings.weight_decay = decay as f32;
    }
    schedule(ui, settings);
}

fn schedule(ui: &mut Ui, settings: &mut TrainingSettings) {
    let shape = settings.schedule.shape;
    // The numbers of the present shape stay; the other shapes are offered with usual ones.
    let every = (settings.epochs / 3).max(1);
    let all = [
        ScheduleShape::Constant,
        ScheduleShape::Step { every, factor: 0.1 },
        ScheduleShape::Cosine { floor: 0.0 },
    ]
    .map(|one| if name(one) == name(shape) { shape } else { one });
    let row = Row::of("training.schedule.shape");
    if let Some(chosen) = row.choose(ui, shape, &all, |one| name(one).to_owned()) {
        settings.schedule.shape = chosen;
    }
    match &mut settings.schedule.shape {
        ScheduleShape::Constant => {}
        ScheduleShape::Step { every, factor } => {
            let row = Row::of("training.schedule.shape.every");
            let number = Number::new(row, f64::from(*every), Drag::Even(0.1));
            if let Some(chosen) = number.show(ui) {
                *every = chosen as u32;
            }
            let row = Row::of("training.schedule.shape.factor");
            let number = Number::new(row, f64::from(*factor), Drag::Even(0.005));
            if let Some(chosen) = number.show(ui) {
                *factor = chosen as f32;
            }
        }
        ScheduleShape::Cosine { floor } => {
            let row = Row::of("training.schedule.shape.floor");
            let number = Number::new(row, f64::from(*floor), Drag::Even(0.005));
            if let Some(chosen) = number.show(ui) {
                *floor = chosen as f32;
            }
        }
    }
    let row = Row::of("training.schedule.warm_up_epochs");
    let number = Number::new(
        row,
        f64::from(settings.schedule.warm_up_epochs),
        Drag::Even(0.02),
    );
    if let Some(epochs) = number.show(ui) {
        settings.schedule.warm_up_epochs = epochs as f32;
    }
}

fn name(shape: ScheduleShape) -> &'static str {
    match shape {
        ScheduleShape::Constant => "constant",
        ScheduleShape::Step { .. } => "step",
        ScheduleShape::Cosine { .. } => "cosine",
    }
}
