//! The presets of phases: fine-tuning and greedy pre-training.

use egui::Ui;
use strum::VariantArray;

use crate::training::{Phase, VariantSettings};

/// A well-known way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum Preset {
    Joint,
    FineTunedDecoder,
    LayerByLayer,
}

impl Preset {
    const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    fn name(self) -> &'static str {
        match self {
            Self::Joint => "Everything together",
            Self::FineTunedDecoder => "Then the decoder alone",
            Self::LayerByLayer => "Layer by layer, then everything",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Joint => "No phases: all weights are trained in all epochs",
            Self::FineTunedDecoder => {
                "Everything first, then the decoder alone: codes stay what they are while outputs get sharper"
            }
            Self::LayerByLayer => {
                "Greedy pre-training: each layer with the one that undoes it, from the data inwards, then all together"
            }
        }
    }

    /// Why a model has no such phases.
    fn problem(self, settings: &VariantSettings) -> Option<String> {
        let layers = Phase::has_layers(&settings.architecture);
        (self == Self::LayerByLayer && !layers).then(|| {
            "Layers are trained one by one where dense layers of the decoder mirror the encoder's"
                .into()
        })
    }

    /// The phases; the epochs of the run are shared between them.
    fn phases(self, settings: &VariantSettings) -> Vec<Phase> {
        let (epochs, rate) = (settings.training.epochs, settings.training.learning_rate);
        match self {
            Self::Joint => Vec::new(),
            Self::FineTunedDecoder => {
                let fine = (epochs / 3).max(1);
                Phase::decoder_fine_tuning(epochs.saturating_sub(fine).max(1), fine, rate)
            }
            Self::LayerByLayer => {
                let layers = settings.architecture.encoder.len() as u32 + 1;
                let each = (epochs / 2 / layers).max(1);
                let fine = epochs.saturating_sub(each.saturating_mul(layers)).max(1);
                Phase::greedy(&settings.architecture, each, fine, rate)
            }
        }
    }
}

/// The menu; returns the phases of what is taken.
pub fn menu(ui: &mut Ui, settings: &VariantSettings) -> Option<Vec<Phase>> {
    let mut chosen = None;
    ui.menu_button("Schemes", |ui| {
        for preset in Preset::ALL {
            let problem = preset.problem(settings);
            let button = egui::Button::new(preset.name());
            let item = ui
                .add_enabled(problem.is_none(), button)
                .on_hover_text(preset.about())
                .on_disabled_hover_text(problem.unwrap_or_default());
            if item.clicked() {
                chosen = Some(preset.phases(settings));
            }
        }
    })
    .response
    .on_hover_text("Well-known ways to train in phases");
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Parts, Pyramid};

    fn settings(epochs: u32) -> VariantSettings {
        let mut settings = VariantSettings::default();
        settings.training.epochs = epochs;
        settings
    }

    #[test]
    fn schemes_share_the_epochs_of_the_run() {
        let settings = settings(20);
        let lengths = |preset: Preset| -> Vec<(Parts, u32)> {
            let phases = preset.phases(&settings);
            phases.iter().map(|p| (p.parts, p.epochs)).collect()
        };
        assert!(lengths(Preset::Joint).is_empty());
        assert_eq!(
            lengths(Preset::FineTunedDecoder),
            [(Parts::All, 14), (Parts::Decoder, 6)]
        );
        let layer = |index| Parts::Layer { index };
        assert_eq!(
            lengths(Preset::LayerByLayer),
            [
                (layer(0), 3),
                (layer(1), 3),
                (layer(2), 3),
                (Parts::All, 11)
            ]
        );
    }

    #[test]
    fn the_shortest_run_has_phases_of_an_epoch() {
        for preset in Preset::ALL {
            let phases = preset.phases(&settings(1));
            assert!(phases.iter().all(|phase| phase.epochs == 1));
        }
    }

    #[test]
    fn convolutions_are_not_trained_layer_by_layer() {
        let mut settings = settings(20);
        assert_eq!(Preset::LayerByLayer.problem(&settings), None);
        settings.architecture.pyramid = Some(Pyramid::default());
        assert!(Preset::LayerByLayer.problem(&settings).is_some());
        assert_eq!(Preset::FineTunedDecoder.problem(&settings), None);
    }
}
