//! The weights of the loss: everything about it but its kind. All can change during a run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Invalid;
use super::features::FeaturesOf;
use crate::data::SampleShape;

/// What is added to the reconstruction loss, and how that loss is measured.
///
/// With a point code the reconstruction is a mean over pixels; with a Gaussian code it is a sum over the pixels of an
/// image, as the ELBO has it. Everything else is a mean over the images of a batch.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Objective {
    /// Of Gaussian codes.
    pub variational: Variational,
    /// On codes.
    pub penalties: Penalties,
    /// A window over the border of images.
    pub border: Border,
    /// Of the loss `"wavelet"`.
    pub wavelet: Wavelet,
    /// Of the loss `"perceptual"`.
    pub perceptual: Perceptual,
    /// Of an adversary.
    #[serde(rename = "duel")]
    pub adversarial: AdversarialSettings,
    /// Probability with which a sequence's decoder reads the true step before in training and not its own last output; where
    /// a value is missing it reads 0. Measuring and showing always use its own output, so the loss in training is lower.
    ///
    /// Of a decoder that reads its previous output; drawn anew for each sequence of each batch.
    #[schemars(title = "Teacher forcing", range(min = 0.0, max = 1.0))]
    pub teacher_forcing: f32,
}

impl Default for Objective {
    fn default() -> Self {
        Self {
            variational: Variational::default(),
            penalties: Penalties::default(),
            border: Border::default(),
            wavelet: Wavelet::default(),
            perceptual: Perceptual::default(),
            adversarial: AdversarialSettings::default(),
            teacher_forcing: 1.0,
        }
    }
}

/// The KL divergence of a Gaussian code from the standard normal prior (Kingma and Welling 2014).
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Variational {
    /// Factor on the divergence KL(q(z|x) || N(0, 1)), summed over the code: 1 is the ELBO, more gives fewer and cleaner
    /// dimensions (Higgins et al. 2017).
    #[schemars(title = "Beta", range(min = 0.0))]
    pub beta: f32,
    /// Beta rises from 0 over this many epochs, so that the decoder learns to use the code first; fractions are allowed.
    ///
    /// Linearly from the beginning of the run; measuring uses all of beta.
    #[schemars(title = "Beta warm-up", range(min = 0.0), extend("x-unit" = "epochs"))]
    pub warm_up_epochs: f32,
    /// Nats that each dimension of the code may use at no cost, as a mean over the batch: keeps dimensions from dying
    /// (Kingma et al. 2016).
    #[schemars(title = "Free bits", range(min = 0.0), extend("x-unit" = "nats"))]
    pub free_bits: f32,
}

impl Default for Variational {
    fn default() -> Self {
        Self {
            beta: 1.0,
            warm_up_epochs: 0.0,
            free_bits: 0.0,
        }
    }
}

/// What keeps codes sparse or insensitive. A weight of 0 switches a penalty off.
#[derive(Debug, Clone, Copy, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Penalties {
    /// This times the sum of the absolute code of each sample: many numbers of the code become 0 (usual: 1e-4).
    #[schemars(title = "L1 penalty", range(min = 0.0))]
    pub l1: f32,
    /// KL divergence of the code's mean activation from a target.
    pub sparsity: Sparsity,
    /// This times the squared norm of the encoder's Jacobian, |df/dx|²: the code then changes little with the input
    /// (usual: 1e-3).
    ///
    /// Frobenius norm (Rifai et al. 2011).
    #[schemars(title = "Contractive", range(min = 0.0))]
    pub contractive: f32,
}

/// KL divergence between a target and the mean activation of each code number (Ng 2011), summed over the code.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Sparsity {
    /// This times the divergence of each number's mean activation over the batch from the target, summed over the code
    /// (usual: 0.1).
    #[schemars(title = "KL sparsity", range(min = 0.0))]
    pub weight: f32,
    /// Mean activation that each number of the code should have, between 0 and 1 (usual: 0.05).
    ///
    /// Codes go through a sigmoid first unless they come out of one.
    #[schemars(title = "Wanted activation", extend("exclusiveMinimum" = 0.0), extend("exclusiveMaximum" = 1.0))]
    pub target: f32,
}

impl Default for Sparsity {
    fn default() -> Self {
        Self {
            weight: 0.0,
            target: 0.05,
        }
    }
}

/// A window over the border, so that edge pixels, which see less of the image, do not rule the loss: each pixel's
/// error, squared error or cross-entropy times its weight. Where no single pixels are measured, the window multiplies
/// the error `y - x` before the wavelet transform, or before the classifier sees `x + (y - x)`: as it is where errors
/// count absolutely, by its root where they are squared.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Border {
    /// Pixels from the edge over which errors count less, because edge pixels see less of the image; 0 is off.
    #[schemars(title = "Border window", extend("x-unit" = "pixels"))]
    pub width: usize,
    /// Weight of the outermost pixels, rising like half a cosine to 1 inside; all weights are then scaled to a mean of 1.
    #[schemars(title = "Edge weight", range(min = 0.0))]
    pub weight: f32,
}

impl Default for Border {
    fn default() -> Self {
        Self {
            width: 0,
            weight: 0.1,
        }
    }
}

/// An orthonormal wavelet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaveletFamily {
    /// Two taps.
    #[default]
    Haar,
    /// Daubechies with two vanishing moments, four taps.
    Daubechies2,
}

impl WaveletFamily {
    /// The field's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Haar => "Haar",
            Self::Daubechies2 => "Daubechies-2",
        }
    }
}

/// How coefficients of the error count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Norm {
    /// Squared; with all weights 1 the loss is the squared error.
    L2,
    /// Absolute.
    #[default]
    L1,
}

impl Norm {
    pub fn name(self) -> &'static str {
        match self {
            Self::L1 => "absolute (L1)",
            Self::L2 => "squared (L2)",
        }
    }
}

/// The wavelet loss: the orthonormal wavelet coefficients (Mallat 1989, Daubechies 1988) of output minus input,
/// squared or absolute, times a weight for each level, mean over all coefficients, of which there are as many as
/// numbers in the image. Filters wrap around at the border; each channel is transformed by itself.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Wavelet {
    /// The orthonormal wavelet that parts the error into coarse and fine: Haar has 2 taps, Daubechies-2 has 4 and is
    /// smoother.
    #[schemars(title = "Wavelet family")]
    pub family: WaveletFamily,
    /// How often the coarse half of the error is parted again, each time at half the side.
    ///
    /// Never more often than the side can be halved evenly.
    #[schemars(title = "Wavelet levels", range(min = 1, max = 5))]
    pub levels: usize,
    /// How a coefficient c of the error counts: |c| or c²; squared and with all weights 1 the loss is the squared error.
    #[schemars(title = "Norm")]
    pub norm: Norm,
    /// Factor on the approximation that is left after all levels.
    #[schemars(title = "Coarse weight", range(min = 0.0))]
    pub approximation: f32,
    /// Factors on the details of each level, finest first.
    #[schemars(title = "Detail weights", inner(range(min = 0.0)))]
    pub details: [f32; 5],
}

impl Default for Wavelet {
    fn default() -> Self {
        Self {
            family: WaveletFamily::Haar,
            levels: 2,
            norm: Norm::L1,
            approximation: 1.0,
            details: [1.0; 5],
        }
    }
}

/// The perceptual loss (Johnson et al. 2016): squared error between a classifier's features of output and input, mean
/// over the maps of each of its two convolutions (after ReLU) and over both, plus `pixels` times the mean squared
/// error of the pixels. Features of shipped classifiers are made for 28 x 28 grey images with pixels in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Perceptual {
    /// The classifier that looks at input and output: that of a set, or one that was trained in the project; its weights
    /// never change.
    #[schemars(title = "Features of")]
    pub features: FeaturesOf,
    /// The squared error of pixels is added with this factor: features alone leave brightness open.
    #[schemars(title = "Pixel weight", range(min = 0.0))]
    pub pixels: f32,
}

impl Default for Perceptual {
    fn default() -> Self {
        Self {
            features: FeaturesOf::default(),
            pixels: 0.1,
        }
    }
}

/// The settings of adversarial training.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct AdversarialSettings {
    /// The discriminator's own learning rate, which follows the schedule: lower it when the discriminator wins outright.
    #[schemars(title = "Discriminator rate", extend("exclusiveMinimum" = 0.0))]
    pub discriminator_rate: f32,
    /// Factor on the loss for what the discriminator tells from the real: codes from draws of the prior, or outputs from
    /// samples.
    #[schemars(title = "Adversary weight", range(min = 0.0))]
    pub weight: f32,
    /// Factor on the chosen reconstruction loss, beside the squared error of the discriminator's features, which counts
    /// once; of an adversary of the output.
    #[schemars(title = "Loss weight", range(min = 0.0))]
    pub pixels: f32,
}

impl Default for AdversarialSettings {
    fn default() -> Self {
        Self {
            discriminator_rate: 2e-4,
            weight: 1.0,
            pixels: 1.0,
        }
    }
}

impl Objective {
    /// As a step at `epoch` (epochs done, fractional inside one) has it, with the schedule's `factor` on learning rates:
    /// beta warmed up so far, the discriminator's rate scheduled like that of the autoencoder.
    pub fn at(&self, epoch: f64, factor: f64) -> Self {
        let mut now = *self;
        let warm_up = f64::from(self.variational.warm_up_epochs);
        if epoch < warm_up {
            now.variational.beta *= (epoch / warm_up) as f32;
        }
        now.adversarial.discriminator_rate =
            (f64::from(self.adversarial.discriminator_rate) * factor) as f32;
        now
    }

    /// Whether it asks only for what samples of this shape have.
    ///
    /// # Errors
    /// A sentence that says what they do not have.
    pub fn check_for(&self, shape: &SampleShape) -> Result<(), Invalid> {
        let possible = self.border.width == 0 || shape.image().is_some();
        Invalid::unless(possible, "objective.border.width", || {
            "Only images have a border to put a window over".into()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beta_warms_up_and_the_discriminator_follows_the_schedule() {
        let mut objective = Objective::default();
        objective.variational.beta = 4.0;
        objective.variational.warm_up_epochs = 8.0;
        let beta = |epoch| objective.at(epoch, 1.0).variational.beta;
        assert_eq!(
            [0.0, 0.5, 6.0, 8.0, 99.0].map(beta),
            [0.0, 0.25, 3.0, 4.0, 4.0]
        );
        assert_eq!(objective.at(1.0, 0.5).adversarial.discriminator_rate, 1e-4);
        objective.variational.warm_up_epochs = 0.0;
        assert_eq!(objective.at(0.0, 1.0), objective);
    }
}
