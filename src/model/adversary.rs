//! The serialisable choice of an adversary, and the discriminator made of it.

mod discriminator;
mod prior;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::device::Kernels;
use super::{Architecture, Distribution};

pub(in crate::model) use discriminator::{Discriminator, FEATURES, widths};

/// The distribution codes are drawn towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prior {
    /// Standard normal in every dimension.
    #[default]
    Gaussian,
    /// Ten flat Gaussians around a circle in the first two dimensions, standard normal in the others.
    MixtureOfTen,
    /// A spiral in the first two dimensions, standard normal in the others.
    SwissRoll,
}

/// A second network that the autoencoder plays against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Adversary {
    /// Tells codes from draws of the prior (adversarial autoencoder, Makhzani et al. 2015).
    Code {
        /// The distribution that codes are drawn towards.
        #[schemars(title = "Prior")]
        #[serde(default)]
        prior: Prior,
    },
    /// Tells outputs from images; its features measure the reconstruction (VAE-GAN, Larsen et al. 2016).
    Output,
}

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
