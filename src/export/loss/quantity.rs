//! The quantities of the loss plot: the whole loss, its parts, and the losses and accuracies of an adversarial model.

use strum::VariantArray;

use crate::model::LossParts;
use crate::training::{EpochRecord, History, StepRecord};

/// What the vertical axis measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, VariantArray)]
pub enum Quantity {
    /// What training makes small, everything together.
    #[default]
    Loss,
    /// The squared error after each epoch, in the scale of the inputs: what all variants share, whatever their losses.
    SquaredError,
    Reconstruction,
    /// Divergence of a Gaussian code from its prior.
    Kl,
    /// The evidence lower bound: minus reconstruction minus KL divergence.
    Elbo,
    /// Penalties on the code, weights applied.
    Penalty,
    /// Cross-entropies of discriminator and generator.
    Players,
    /// How often the discriminator is right, in percent.
    Accuracy,
}

/// Which value of a quantity is the best one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Best {
    Lowest,
    Highest,
}

/// What has been found in a run so far.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing of its own, and any of them may be found"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    kl: bool,
    penalty: bool,
    adversarial: bool,
    squares: bool,
}

impl Found {
    /// Looks at all of a run, or only at what came after step `after`.
    pub fn look(&mut self, history: &History, after: u64) {
        let steps = &history.steps;
        let first = steps.partition_point(|step| step.step <= after);
        let steps = steps[first..].iter().map(|step| &step.parts);
        let epochs = history.epochs.iter().rev();
        let epochs = epochs.take_while(|epoch| epoch.step >= after);
        let is_other = |epoch: &EpochRecord| {
            let (loss, squares) = (epoch.validation.loss, epoch.validation.mse);
            (loss - squares).abs() > 1e-3 * squares.abs()
        };
        self.squares |= epochs.clone().any(is_other);
        for parts in steps.chain(epochs.map(|epoch| &epoch.train_parts)) {
            self.kl |= parts.kl.is_some();
            self.penalty |= parts.penalty != 0.0;
            self.adversarial |= parts.adversarial.is_some();
        }
    }

    /// Whether there is such a quantity beside the whole loss; a reconstruction only where it is not all of the loss.
    pub fn has(self, quantity: Quantity) -> bool {
        let Self {
            kl,
            penalty,
            adversarial,
            squares,
        } = self;
        match quantity {
            Quantity::Loss => true,
            Quantity::SquaredError => squares,
            Quantity::Reconstruction => kl || penalty || adversarial,
            Quantity::Kl | Quantity::Elbo => kl,
            Quantity::Penalty => penalty,
            Quantity::Players | Quantity::Accuracy => adversarial,
        }
    }
}

impl Quantity {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    pub fn name(self) -> &'static str {
        match self {
            Self::Loss => "Whole loss",
            Self::SquaredError => "Squared error",
            Self::Reconstruction => "Reconstruction",
            Self::Kl => "KL divergence",
            Self::Elbo => "ELBO",
            Self::Penalty => "Penalty",
            Self::Players => "Players",
            Self::Accuracy => "Accuracies",
        }
    }

    /// One sentence on what it is.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Loss => "What training makes small: all parts of the loss, weights applied",
            Self::SquaredError => {
                "Mean squared error after each epoch, in the scale of the inputs: it compares variants whose losses differ"
            }
            Self::Reconstruction => "How far outputs are from images, without the other parts",
            Self::Kl => {
                "Divergence of the code from its prior in nats an image, before beta and free bits"
            }
            Self::Elbo => {
                "Evidence lower bound: -(reconstruction + KL divergence), higher is better"
            }
            Self::Penalty => "Penalties on the code, weights applied",
            Self::Players => {
                "Cross-entropy of the discriminator, and of the generator that deceives it"
            }
            Self::Accuracy => {
                "How often the discriminator is right on real and on made-up examples, 50% is chance"
            }
        }
    }

    /// Names of its curves, where there are two.
    pub fn pair(self) -> Option<[&'static str; 2]> {
        match self {
            Self::Players => Some(["discriminator", "generator"]),
            Self::Accuracy => Some(["on real", "on made up"]),
            _ => None,
        }
    }

    /// How many curves it has.
    pub fn lines(self) -> usize {
        if self.pair().is_some() { 2 } else { 1 }
    }

    /// The value of curve `line` for a whole `loss` and its parts.
    fn value(self, line: usize, loss: f64, parts: &LossParts) -> Option<f64> {
        match self {
            Self::Loss => Some(loss),
            Self::SquaredError => None,
            // Histories from before parts were recorded are all reconstruction.
            Self::Reconstruction if *parts == LossParts::default() => Some(loss),
            Self::Reconstruction => Some(parts.reconstruction),
            Self::Kl => parts.kl,
            Self::Elbo => Some(-(parts.reconstruction + parts.kl?)),
            Self::Penalty => (parts.penalty != 0.0).then_some(parts.penalty),
            Self::Players if line == 0 => Some(parts.adversarial?.discriminator),
            Self::Players => Some(parts.adversarial?.generator),
            Self::Accuracy if line == 0 => Some(100.0 * parts.adversarial?.real_accuracy),
            Self::Accuracy => Some(100.0 * parts.adversarial?.fake_accuracy),
        }
    }

    /// The value of curve `line` at a step of training.
    pub fn at_step(self, line: usize, step: &StepRecord) -> Option<f64> {
        self.value(line, f64::from(step.loss), &step.parts)
    }

    /// The value of curve `line` on the validation images of an epoch.
    pub fn at_epoch(self, line: usize, epoch: &EpochRecord) -> Option<f64> {
        match self {
            Self::SquaredError => Some(epoch.validation.mse),
            _ => self.value(line, epoch.validation.loss, &epoch.validation.parts),
        }
    }

    /// Why it has no logarithm, if it has none.
    pub fn no_logarithm(self) -> Option<&'static str> {
        match self {
            Self::Elbo => Some("The ELBO is negative and has no logarithm"),
            Self::Accuracy => Some("Accuracies are shown from 0 to 100%"),
            _ => None,
        }
    }

    /// The best epoch's value, where one is better than another.
    pub fn best(self) -> Option<Best> {
        match self {
            Self::Loss | Self::SquaredError | Self::Reconstruction => Some(Best::Lowest),
            Self::Elbo => Some(Best::Highest),
            Self::Kl | Self::Penalty | Self::Players | Self::Accuracy => None,
        }
    }

    /// Whether its curves end near the top, so that words stand at the bottom.
    pub fn rises(self) -> bool {
        matches!(self, Self::Kl | Self::Elbo)
    }

    /// The value at which neither player wins, and its name.
    pub fn draw(self) -> Option<(f64, &'static str)> {
        match self {
            Self::Players => Some((std::f64::consts::LN_2, "a draw, ln 2")),
            Self::Accuracy => Some((50.0, "chance")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AdversarialLosses;

    fn history(parts: LossParts) -> History {
        History {
            steps: vec![StepRecord {
                step: 1,
                parts,
                ..Default::default()
            }],
            epochs: Vec::new(),
            ..History::default()
        }
    }

    fn found(parts: LossParts) -> Vec<Quantity> {
        let mut found = Found::default();
        found.look(&history(parts), 0);
        let all = Quantity::ALL.into_iter();
        all.filter(|quantity| found.has(*quantity)).collect()
    }

    #[test]
    fn what_comes_later_is_added_to_what_was_found() {
        let mut run = history(LossParts::default());
        run.steps[0].step = 1;
        let mut found = Found::default();
        found.look(&run, 0);
        assert!(!found.has(Quantity::Kl));
        let parts = LossParts {
            kl: Some(1.0),
            ..Default::default()
        };
        run.steps.push(StepRecord {
            step: 2,
            parts,
            ..Default::default()
        });
        found.look(&run, 2);
        assert!(!found.has(Quantity::Kl), "that was looked at before");
        found.look(&run, 1);
        assert!(found.has(Quantity::Kl));
        run.steps.clear();
        found.look(&run, 2);
        assert!(found.has(Quantity::Kl));
    }

    #[test]
    fn only_what_a_run_has_is_offered() {
        use Quantity::*;
        let plain = LossParts {
            reconstruction: 0.3,
            ..Default::default()
        };
        assert_eq!(found(plain), [Loss]);
        let gaussian = LossParts {
            kl: Some(12.0),
            ..plain
        };
        assert_eq!(found(gaussian), [Loss, Reconstruction, Kl, Elbo]);
        let sparse = LossParts {
            penalty: 0.1,
            ..plain
        };
        assert_eq!(found(sparse), [Loss, Reconstruction, Penalty]);
        let adversarial = LossParts {
            adversarial: Some(AdversarialLosses::default()),
            ..plain
        };
        assert_eq!(
            found(adversarial),
            [Loss, Reconstruction, Players, Accuracy]
        );
    }

    #[test]
    fn parts_become_values() {
        let parts = LossParts {
            reconstruction: 80.0,
            kl: Some(25.0),
            penalty: 0.5,
            adversarial: Some(AdversarialLosses {
                discriminator: 0.6,
                generator: 0.9,
                real_accuracy: 0.75,
                fake_accuracy: 0.25,
                ..Default::default()
            }),
            columns: None,
        };
        let value = |quantity: Quantity, line| quantity.value(line, 111.0, &parts);
        assert_eq!(value(Quantity::Loss, 0), Some(111.0));
        assert_eq!(value(Quantity::Elbo, 0), Some(-105.0));
        assert_eq!(value(Quantity::Penalty, 0), Some(0.5));
        assert_eq!(value(Quantity::Players, 1), Some(0.9));
        assert_eq!(value(Quantity::Accuracy, 0), Some(75.0));
        let none = LossParts::default();
        assert_eq!(Quantity::Elbo.value(0, 1.0, &none), None);
        assert_eq!(Quantity::Players.value(0, 1.0, &none), None);
        assert_eq!(Quantity::Reconstruction.value(0, 1.0, &none), Some(1.0));
        assert_eq!(Quantity::Penalty.value(0, 1.0, &none), None);
    }
}
