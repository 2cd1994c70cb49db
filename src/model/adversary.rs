//! The serialisable choice of an adversary, and the discriminator made of it.

mod choice;
mod discriminator;
mod prior;

use super::device::Kernels;
use super::{Architecture, Distribution};

pub use choice::{Adversary, Prior};
pub(in crate::model) use discriminator::{Discriminator, FEATURES, widths};

/// The discriminator in training.
pub(in crate::model) struct AdversaryNetwork<D: Kernels> {
    pub kind: Adversary,
    pub discriminator: Discriminator<D>,
}

impl Architecture {
    /// What codes are drawn from to make samples: the prior that training draws codes towards, standard normal for
    /// Gaussian codes. `None` when nothing keeps codes near any distribution.
    pub fn prior(&self) -> Option<Prior> {
        match (self.adversary, self.code.distribution) {
            (Some(Adversary::Code { prior }), _) => Some(prior),
            (Some(Adversary::Output), _) | (None, Distribution::Gaussian) => Some(Prior::Gaussian),
            (None, Distribution::Point) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_come_from_the_prior_that_training_knows() {
        let mut choice = Architecture::default();
        assert_eq!(choice.prior(), None);
        choice.code.distribution = Distribution::Gaussian;
        assert_eq!(choice.prior(), Some(Prior::Gaussian));
        let prior = Prior::SwissRoll;
        choice.adversary = Some(Adversary::Code { prior });
        assert_eq!(choice.prior(), Some(Prior::SwissRoll));
        choice.adversary = Some(Adversary::Output);
        choice.code.distribution = Distribution::Point;
        assert_eq!(choice.prior(), Some(Prior::Gaussian));
    }
}
