//! Losses, outputs and pixels that do not go together: such a variant trains, and learns nothing that is of use.

use super::App;
use crate::data::Scaling;
use crate::model::{Activation, Loss};
use crate::training::VariantId;

/// What does not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// BCE of outputs outside [0, 1], by this activation.
    Output(Activation),
    /// BCE against pixels outside [0, 1].
    Data,
    /// Outputs that cannot become what the pixels are.
    Reach,
}

impl Misfit {
    /// Of this loss and output against pixels scaled so.
    pub fn of(loss: Loss, output: Activation, scaling: Scaling) -> Option<Self> {
        match (loss, output, scaling) {
            (Loss::Bce, _, Scaling::Standardised) => Some(Self::Data),
            (Loss::Bce, output, _) if output != Activation::Sigmoid => Some(Self::Output(output)),
            (_, Activation::Sigmoid, Scaling::Standardised) => Some(Self::Reach),
            _ => None,
        }
    }

    /// What it is and a way out, without a full stop.
    pub fn sentence(self) -> String {
        match self {
            Self::Output(output) => format!(
                "BCE needs outputs in [0, 1], and {} leaves it: choose sigmoid",
                output.name()
            ),
            Self::Data => {
                "BCE needs pixels in [0, 1], and standardised ones leave it: scale them to [0, 1] and choose sigmoid"
                    .into()
            }
            Self::Reach => {
                "A sigmoid output stays in [0, 1] and cannot reach standardised pixels: choose identity".into()
            }
        }
    }
}

impl App {
    /// What of the variant's settings and of the data does not go together.
    pub fn misfit(&self, id: VariantId) -> Option<Misfit> {
        let settings = &self.document.variant(id)?.settings;
        let output = settings.architecture.output;
        Misfit::of(settings.loss, output, self.document.data.scaling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bce_wants_sigmoid_outputs_and_unit_pixels() {
        let unit = Scaling::Unit;
        assert_eq!(Misfit::of(Loss::Bce, Activation::Sigmoid, unit), None);
        let found = Misfit::of(Loss::Bce, Activation::Relu, unit);
        assert_eq!(found, Some(Misfit::Output(Activation::Relu)));
        let standardised = Scaling::Standardised;
        let found = Misfit::of(Loss::Bce, Activation::Sigmoid, standardised);
        assert_eq!(found, Some(Misfit::Data));
    }

    #[test]
    fn other_losses_only_mind_outputs_that_cannot_reach_the_pixels() {
        let standardised = Scaling::Standardised;
        assert_eq!(Misfit::of(Loss::Mse, Activation::Relu, Scaling::Unit), None);
        let found = Misfit::of(Loss::L1, Activation::Sigmoid, standardised);
        assert_eq!(found, Some(Misfit::Reach));
        let found = Misfit::of(Loss::L1, Activation::Identity, standardised);
        assert_eq!(found, None);
    }
}
