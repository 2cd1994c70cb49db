//! Training phases: consecutive epochs that train different parts of the model.
//!
//! Which phase an epoch belongs to follows from its number and the list of phases alone. Where another phase begins
//! the optimiser forgets its moments, as they are of another loss. The learning rate of a phase takes the place of the
//! run's; the schedule's factor goes on over the whole run, and so does the warm-up of beta.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::data::Corruption;
use crate::model::{Architecture, Decoder, Parts};

/// A training phase: consecutive epochs that train the same parts. The last goes on until the epochs are done.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Phase {
    /// Length of this phase; the last goes on until all epochs are done.
    #[schemars(title = "Phase epochs", range(min = 1, max = 1_000_000), extend("x-unit" = "epochs"))]
    pub epochs: u32,
    /// What is trained; everything else keeps its weights.
    #[schemars(title = "Trains")]
    pub parts: Parts,
    /// Takes the place of the run's learning rate in this phase; the schedule still multiplies it.
    #[schemars(title = "Phase rate", extend("exclusiveMinimum" = 0.0))]
    pub learning_rate: f32,
    /// Takes the place of the variant's noise; `null` for that.
    #[schemars(title = "Own noise")]
    pub corruption: Option<Corruption>,
}

impl Default for Phase {
    fn default() -> Self {
        Self {
            epochs: 5,
            parts: Parts::All,
            learning_rate: 1e-3,
            corruption: None,
        }
    }
}

impl Phase {
    /// Everything together for `epochs`, then the decoder alone: codes stay what they are while images get sharper.
    pub fn decoder_fine_tuning(
        epochs: u32,
        fine_tune_epochs: u32,
        learning_rate: f32,
    ) -> Vec<Self> {
        let phase = |epochs, parts| Self {
            epochs,
            parts,
            learning_rate,
            ..Self::default()
        };
        vec![
            phase(epochs, Parts::All),
            phase(fine_tune_epochs, Parts::Decoder),
        ]
    }

    /// Greedy layer-wise pre-training (Bengio et al. 2007): each layer of the encoder with the one that undoes it, from
    /// the data inwards, `epochs_each` epochs; then everything together for `fine_tune_epochs`. The training loss of a
    /// layer is that of the layers up to it alone, the watched loss always that of the whole network. An architecture
    /// without such pairs ([`Self::has_layers`]) gets the last phase alone.
    pub fn greedy(
        architecture: &Architecture,
        epochs_each: u32,
        fine_tune_epochs: u32,
        learning_rate: f32,
    ) -> Vec<Self> {
        let phase = |epochs, parts| Self {
            epochs,
            parts,
            learning_rate,
            ..Self::default()
        };
        let pairs = if Self::has_layers(architecture) {
            architecture.encoder.len() + 1
        } else {
            0
        };
        let mut phases: Vec<Self> = (0..pairs)
            .map(|index| phase(epochs_each, Parts::Layer { index }))
            .collect();
        phases.push(phase(fine_tune_epochs, Parts::All));
        phases
    }

    /// Whether each layer of the encoder has one in the decoder that undoes it, so that [`Parts::Layer`] can train
    /// the two alone: mirrored and dense.
    pub fn has_layers(architecture: &Architecture) -> bool {
        architecture.decoder == Decoder::Mirrored && !architecture.has_own_ends()
    }

    /// Epochs of all `phases`, for a run that is to end with the last of them.
    pub fn total(phases: &[Self]) -> u32 {
        let epochs = phases.iter().map(|phase| phase.epochs);
        epochs.fold(0, u32::saturating_add)
    }
}

/// One training phase with its epochs resolved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrainingPhase {
    /// Place in the list of phases; 0 without phases.
    pub index: usize,
    /// Epochs done before it.
    pub start: u32,
    pub parts: Parts,
    pub learning_rate: f32,
    pub corruption: Corruption,
    /// Whether no other follows.
    pub is_last: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layer;
    use crate::training::VariantSettings;

    fn settings(epochs: &[u32], all: u32) -> VariantSettings {
        let mut settings = VariantSettings::default();
        settings.training.epochs = all;
        settings.phases = epochs
            .iter()
            .enumerate()
            .map(|(index, &epochs)| Phase {
                epochs,
                learning_rate: 0.1 * (index + 1) as f32,
                ..Phase::default()
            })
            .collect();
        settings
    }

    #[test]
    fn without_phases_a_run_is_one_phase() {
        let mut settings = settings(&[], 10);
        settings.corruption = Corruption::Gaussian { std: 0.5 };
        for epoch in [0, 9, u32::MAX] {
            let phase = settings.phase_at(epoch);
            assert_eq!((phase.index, phase.start), (0, 0));
            assert_eq!(phase.parts, Parts::All);
            assert_eq!(phase.learning_rate, 1e-3);
            assert_eq!(phase.corruption, Corruption::Gaussian { std: 0.5 });
            assert!(phase.is_last);
        }
    }

    #[test]
    fn phases_follow_each_other_and_the_last_goes_on() {
        let mut settings = settings(&[2, 3, 1], 20);
        settings.phases[1].corruption = Some(Corruption::SaltAndPepper { fraction: 0.1 });
        let places: Vec<(usize, u32)> = [0, 1, 2, 4, 5, 6, 19]
            .map(|epoch| settings.phase_at(epoch))
            .map(|phase| (phase.index, phase.start))
            .to_vec();
        let expected = [(0, 0), (0, 0), (1, 2), (1, 2), (2, 5), (2, 5), (2, 5)];
        assert_eq!(places, expected);
        assert_eq!(settings.phase_at(4).learning_rate, 0.2);
        assert_eq!(settings.corruption_at(1), Corruption::None);
        assert_eq!(
            settings.corruption_at(2),
            Corruption::SaltAndPepper { fraction: 0.1 }
        );
        let last = [0, 2, 5].map(|epoch| settings.phase_at(epoch).is_last);
        assert_eq!(last, [false, false, true]);
        assert_eq!(Phase::total(&settings.phases), 6);
    }

    #[test]
    fn phases_beyond_the_run_do_not_begin() {
        let settings = settings(&[2, 3, 1], 5);
        assert!(settings.phase_at(4).is_last);
        assert!(!settings.phase_at(1).is_last);
        assert_eq!(Phase::total(&[Phase::default(); 2]), 10);
    }

    #[test]
    fn phases_of_what_is_gone_are_left_out() {
        let mut settings = VariantSettings::default();
        settings.phases = Phase::greedy(&settings.architecture, 1, 1, 1e-3);
        settings.phases.push(Phase {
            parts: Parts::Adversary,
            ..Phase::default()
        });
        let parts = |settings: &VariantSettings| {
            let phases = settings.phases.iter();
            phases.map(|phase| phase.parts).collect::<Vec<_>>()
        };
        settings.architecture.encoder.pop();
        settings.drop_impossible_phases();
        let layer = |index| Parts::Layer { index };
        assert_eq!(parts(&settings), [layer(0), layer(1), Parts::All]);
        settings.architecture.decoder = Decoder::Own { layers: Vec::new() };
        settings.drop_impossible_phases();
        assert_eq!(parts(&settings), [Parts::All]);
    }

    #[test]
    fn presets_say_what_is_trained_when() {
        let architecture = Architecture::default();
        let parts = |phases: &[Phase]| phases.iter().map(|p| p.parts).collect::<Vec<_>>();
        let greedy = Phase::greedy(&architecture, 4, 10, 1e-2);
        let layer = |index| Parts::Layer { index };
        assert_eq!(parts(&greedy), [layer(0), layer(1), layer(2), Parts::All]);
        assert_eq!(Phase::total(&greedy), 22);
        let own = Architecture {
            decoder: Decoder::Own {
                layers: vec![Layer::default()],
            },
            ..architecture
        };
        assert_eq!(parts(&Phase::greedy(&own, 4, 10, 1e-2)), [Parts::All]);
        let two = Phase::decoder_fine_tuning(7, 3, 1e-2);
        assert_eq!(parts(&two), [Parts::All, Parts::Decoder]);
        assert_eq!((two[0].epochs, two[1].epochs), (7, 3));
        assert_eq!(two[1].learning_rate, 1e-2);
    }
}
