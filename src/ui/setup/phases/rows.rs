//! The rows of one phase.

use egui::Ui;

use super::words;
use crate::data::SampleShape;
use crate::model::{Architecture, Parts};
use crate::training::{Phase, VariantSettings};
use crate::ui::setup::limits::Limits;
use crate::ui::setup::noise::choice;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

pub fn show(ui: &mut Ui, phase: &mut Phase, settings: &VariantSettings, shape: &SampleShape) {
    let row = Row::new("Phase epochs", "Length of this phase");
    let limits = Limits::whole(1.0, 100_000.0);
    let number = Number::new(row, f64::from(phase.epochs), limits, Drag::Even(0.1));
    if let Some(epochs) = number.unit("epochs").show(ui) {
        phase.epochs = epochs as u32;
    }
    let about = format!("What changes in this phase: {}", words::about(phase.parts));
    let all = choices(&settings.architecture, phase.parts);
    let row = Row::new("Trains", &about);
    if let Some(parts) = row.choose(ui, phase.parts, &all, Parts::name) {
        phase.parts = parts;
    }
    let row = Row::new(
        "Phase rate",
        "Takes the place of the run's learning rate in this phase; the schedule still multiplies it",
    );
    let number = Number::new(
        row,
        f64::from(phase.learning_rate),
        Limits::between(1e-8, 10.0),
        Drag::Logarithmic(1e-9),
    );
    if let Some(rate) = number.show(ui) {
        phase.learning_rate = rate as f32;
    }
    let about = format!(
        "Another noise on the input than that of the run, which is {}",
        choice::name(settings.corruption)
    );
    let row = Row::new("Own noise", &about);
    if let Some(own) = row.switch(ui, phase.corruption.is_some()) {
        phase.corruption = own.then_some(settings.corruption);
    }
    if let Some(corruption) = &mut phase.corruption {
        choice::rows(ui, corruption, shape);
    }
}

/// The parts that such a model has, and those chosen `now` even where it does not.
fn choices(architecture: &Architecture, now: Parts) -> Vec<Parts> {
    let mut all = vec![Parts::All, Parts::Encoder, Parts::Decoder];
    if Phase::has_layers(architecture) {
        let layers = 0..=architecture.encoder.len();
        all.extend(layers.map(|index| Parts::Layer { index }));
    }
    if architecture.adversary.is_some() {
        all.push(Parts::Adversary);
    }
    if !all.contains(&now) {
        all.push(now);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Adversary, Decoder};

    #[test]
    fn only_what_the_model_has_can_be_trained() {
        let mut architecture = Architecture::default();
        let layer = |index| Parts::Layer { index };
        let all = choices(&architecture, Parts::All);
        assert_eq!(all[3..], [layer(0), layer(1), layer(2)]);
        architecture.decoder = Decoder::Own { layers: vec![] };
        architecture.adversary = Some(Adversary::Output);
        let all = choices(&architecture, layer(1));
        assert_eq!(all[3..], [Parts::Adversary, layer(1)]);
    }
}
