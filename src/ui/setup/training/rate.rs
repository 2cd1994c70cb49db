//! The rows of learning rate, schedule and weight decay: all can change during a run.

use egui::Ui;

use crate::training::{ScheduleShape, TrainingSettings};
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

pub fn rows(ui: &mut Ui, settings: &mut TrainingSettings) {
    let row = Row::new(
        "Learning rate",
        "How far each update moves the weights; drag for finer steps, or type a number like 3e-4",
    );
    let number = Number::new(
        row,
        f64::from(settings.learning_rate),
        Limits::between(1e-8, 10.0),
        Drag::Logarithmic(1e-9),
    );
    if let Some(rate) = number.show(ui) {
        settings.learning_rate = rate as f32;
    }
    let row = Row::new(
        "Weight decay",
        "Pulls weights towards 0 by this share: added to the gradient, or with AdamW taken from the weights directly",
    );
    let number = Number::new(
        row,
        f64::from(settings.weight_decay),
        Limits::between(0.0, 1.0),
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
    let row = Row::new(
        "Schedule",
        "How the learning rate changes over the run: constant, multiplied by a factor every few epochs, or falling along half a cosine",
    );
    if let Some(chosen) = row.choose(ui, shape, &all, |one| name(one).to_owned()) {
        settings.schedule.shape = chosen;
    }
    match &mut settings.schedule.shape {
        ScheduleShape::Constant => {}
        ScheduleShape::Step { every, factor } => {
            let row = Row::new(
                "Step every",
                "Epochs between two steps of the learning rate",
            );
            let limits = Limits::whole(1.0, 100_000.0);
            let number = Number::new(row, f64::from(*every), limits, Drag::Even(0.1));
            if let Some(chosen) = number.unit("epochs").show(ui) {
                *every = chosen as u32;
            }
            let row = Row::new(
                "Step factor",
                "Each step multiplies the learning rate by this",
            );
            let limits = Limits::between(1e-6, 1.0);
            let number = Number::new(row, f64::from(*factor), limits, Drag::Even(0.005));
            if let Some(chosen) = number.show(ui) {
                *factor = chosen as f32;
            }
        }
        ScheduleShape::Cosine { floor } => {
            let row = Row::new(
                "Cosine floor",
                "Share of the learning rate that is left at the last epoch",
            );
            let limits = Limits::between(0.0, 1.0);
            let number = Number::new(row, f64::from(*floor), limits, Drag::Even(0.005));
            if let Some(chosen) = number.show(ui) {
                *floor = chosen as f32;
            }
        }
    }
    let row = Row::new(
        "Warm-up",
        "Epochs over which the learning rate first rises from 0; fractions are allowed",
    );
    let number = Number::new(
        row,
        f64::from(settings.schedule.warm_up_epochs),
        Limits::between(0.0, 1000.0),
        Drag::Even(0.02),
    );
    if let Some(epochs) = number.unit("epochs").show(ui) {
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
