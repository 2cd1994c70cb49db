//! Changes of settings that may keep a run from diverging again.

use crate::project::VariantSettings;

/// Limit of the gradient's norm that clipping begins with.
const NORM: f32 = 1.0;

/// What may keep a run from diverging again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// A tenth of it, in all phases.
    LowerLearningRate,
    ClipGradients,
}

impl Remedy {
    pub const ALL: [Self; 2] = [Self::LowerLearningRate, Self::ClipGradients];

    /// On the button.
    pub fn text(self) -> &'static str {
        match self {
            Self::LowerLearningRate => "Lower the learning rate",
            Self::ClipGradients => "Clip gradients",
        }
    }

    /// One plain sentence.
    pub fn tooltip(self) -> &'static str {
        match self {
            Self::LowerLearningRate => {
                "Divides the learning rate by 10 and trains on from the last good weights"
            }
            Self::ClipGradients => {
                "Limits the gradient's norm to 1 and trains on from the last good weights"
            }
        }
    }

    /// `settings` with it; `None` where it would change nothing for the better.
    pub(super) fn applied(self, settings: &VariantSettings) -> Option<VariantSettings> {
        let mut settings = settings.clone();
        let training = &mut settings.training;
        match self {
            Self::LowerLearningRate => {
                training.learning_rate = tenth(training.learning_rate)?;
                for phase in &mut settings.phases {
                    phase.learning_rate = tenth(phase.learning_rate)?;
                }
            }
            Self::ClipGradients if training.clip_norm.is_some_and(|norm| norm <= NORM) => {
                return None;
            }
            Self::ClipGradients => training.clip_norm = Some(NORM),
        }
        Some(settings)
    }
}

/// A tenth of `rate`, as a person would write it; `None` where nothing would be left.
fn tenth(rate: f32) -> Option<f32> {
    // 0.001 / 10 is 0.000100000005.
    let tenth: f32 = format!("{rate}e-1").parse().ok()?;
    (tenth > 0.0).then_some(tenth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::Phase;

    #[test]
    fn the_rates_of_all_phases_are_lowered_to_round_numbers() {
        let mut settings = VariantSettings::default();
        settings.training.learning_rate = 1e-3;
        settings.phases = vec![Phase {
            learning_rate: 0.3,
            ..Phase::default()
        }];
        let lowered = Remedy::LowerLearningRate.applied(&settings).unwrap();
        assert_eq!(lowered.training.learning_rate, 1e-4);
        assert_eq!(lowered.phases[0].learning_rate, 0.03);

        settings.training.learning_rate = f32::from_bits(1);
        assert_eq!(Remedy::LowerLearningRate.applied(&settings), None);
    }

    #[test]
    fn gradients_that_are_clipped_as_much_are_not_clipped_again() {
        let mut settings = VariantSettings::default();
        for (before, after) in [
            (None, Some(1.0)),
            (Some(5.0), Some(1.0)),
            (Some(1.0), None),
            (Some(0.5), None),
        ] {
            settings.training.clip_norm = before;
            let clipped = Remedy::ClipGradients.applied(&settings);
            assert_eq!(clipped.and_then(|s| s.training.clip_norm), after);
        }
    }
}
