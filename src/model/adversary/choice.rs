//! The choice of an adversary, as projects keep it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// The distribution codes are drawn towards.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
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
