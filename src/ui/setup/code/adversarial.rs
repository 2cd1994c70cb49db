//! The rows of the adversarial loss.

use egui::Ui;

use crate::app::SampleKind;
use crate::model::{AdversarialSettings, Adversary};
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

pub fn rows(
    ui: &mut Ui,
    adversarial: &mut AdversarialSettings,
    adversary: Adversary,
    kind: SampleKind,
) {
    let outputs = format!(
        "Factor on the decoder's loss for outputs that the discriminator tells from {}",
        kind.many()
    );
    let row = Row::new(
        "Adversary weight",
        match adversary {
            Adversary::Code { .. } => {
                "Factor on the encoder's loss for codes that the discriminator tells from draws of the prior"
            }
            Adversary::Output => &outputs,
        },
    );
    let number = Number::new(row, f64::from(adversarial.weight), Drag::Logarithmic(1e-3));
    if let Some(weight) = number.off_at_zero().show(ui) {
        adversarial.weight = weight as f32;
    }
    if adversary == Adversary::Output {
        let label = match kind {
            SampleKind::Image => "Pixel weight",
            SampleKind::Row | SampleKind::Sequence | SampleKind::Text => "Loss weight",
        };
        let row = Row::new(
            label,
            "Factor on the chosen reconstruction loss, beside the squared error of the discriminator's features, which counts once",
        );
        let number = Number::new(row, f64::from(adversarial.pixels), Drag::Logarithmic(1e-3));
        if let Some(pixels) = number.off_at_zero().show(ui) {
            adversarial.pixels = pixels as f32;
        }
    }
    let row = Row::of("objective.duel.discriminator_rate");
    let number = Number::new(
        row,
        f64::from(adversarial.discriminator_rate),
        Drag::Logarithmic(1e-9),
    );
    if let Some(rate) = number.show(ui) {
        adversarial.discriminator_rate = rate as f32;
    }
}
