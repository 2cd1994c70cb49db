//! What is done to the data: scaling and the validation split.

use egui::Ui;

use crate::data::{ColumnScale, DataSettings, Prepared, Scaling};
use crate::ui::build::limits::Limits;
use crate::ui::build::number::{Drag, Number};
use crate::ui::build::rows::Row;
use crate::ui::widgets::hint;

/// Draws the settings; gives new ones once a person changed them. `data` limits the numbers when it is there.
pub fn show(ui: &mut Ui, settings: &DataSettings, data: Option<&Prepared>) -> Option<DataSettings> {
    let mut new = settings.clone();
    let row = Row::new(
        "Scaling",
        "What the model sees of a pixel: x = byte / 255, or standardised (byte / 255 - mean) / deviation with both taken over all pixels of the training images; undone for showing",
    );
    if let Some(scaling) = row.choose(ui, settings.scaling, &Scaling::ALL, |one| {
        name(one).to_owned()
    }) {
        new.scaling = scaling;
    }
    let fitted = data.filter(|data| data.settings.scaling == new.scaling);
    if new.scaling != Scaling::Unit
        && let Some(scale) = fitted.and_then(|data| data.scaler.single())
    {
        hint(ui, formula(scale));
    }

    let row = Row::new(
        "Validation images",
        "Training images set aside to watch the loss on, at least one stays for training; 0 watches the test set",
    );
    let limits = match data {
        Some(data) => Limits::whole(0.0, data.dataset.train.len().saturating_sub(1) as f64),
        None => Limits::seed(),
    };
    let number = Number::new(row, settings.validation as f64, limits, Drag::Never);
    if let Some(count) = number.show(ui) {
        new.validation = count as usize;
    }
    // Without validation images there is nothing to draw.
    if settings.validation > 0 {
        let row = Row::new(
            "Split seed",
            "Draws the validation images: the same seed gives the same ones",
        );
        let seed = settings.split_seed as f64;
        if let Some(seed) = Number::new(row, seed, Limits::seed(), Drag::Never).show(ui) {
            new.split_seed = seed as u64;
        }
    }
    (new != *settings).then_some(new)
}

fn name(scaling: Scaling) -> &'static str {
    match scaling {
        Scaling::Unit => "0 to 1",
        Scaling::Standardised => "standardised",
        Scaling::MinMax => "least to greatest",
        Scaling::Robust => "robust",
    }
}

/// How a byte becomes the number `x` that the model sees.
fn formula(scale: &ColumnScale) -> String {
    let (mean, deviation) = (scale.mean, scale.deviation);
    format!("x = (byte / 255 - {mean:.4}) / {deviation:.4}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_names_mean_and_deviation() {
        let scale = ColumnScale {
            mean: 0.130_66,
            deviation: 0.308_11,
            fill: vec![0.0],
            range: [0.0, 1.0],
        };
        assert_eq!(formula(&scale), "x = (byte / 255 - 0.1307) / 0.3081");
    }
}
