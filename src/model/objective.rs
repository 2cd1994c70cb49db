//! The weights of the loss: everything about it but its kind. All can change during a run.

use serde::{Deserialize, Serialize};

use super::Invalid;
use crate::data::{PictureSet, SampleShape};

/// What is added to the reconstruction loss, and how that loss is measured.
///
/// With a point code the reconstruction is a mean over pixels; with a Gaussian code it is a sum over the pixels of an
/// image, as the ELBO has it. Everything else is a mean over the images of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Objective {
    pub variational: Variational,
    pub penalties: Penalties,
    pub border: Border,
    pub wavelet: Wavelet,
    pub perceptual: Perceptual,
    #[serde(rename = "duel")]
    pub adversarial: AdversarialSettings,
}

/// The KL divergence of a Gaussian code from the standard normal prior (Kingma and Welling 2014).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Variational {
    /// Factor on the KL divergence (Higgins et al. 2017).
    pub beta: f32,
    /// Beta rises linearly from 0 over this many epochs from the beginning of the run; measuring uses all of it.
    pub warm_up_epochs: f32,
    /// Nats of each code dimension, mean over the batch, that cost nothing (Kingma et al. 2016).
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
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Penalties {
    /// Times the sum of the absolute code of each image.
    pub l1: f32,
    pub sparsity: Sparsity,
    /// Times the squared Frobenius norm of the encoder's Jacobian (Rifai et al. 2011).
    pub contractive: f32,
}

/// KL divergence between a target and the mean activation of each code number (Ng 2011), summed over the code.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sparsity {
    pub weight: f32,
    /// Wanted mean activation, in (0, 1); codes go through a sigmoid first unless they come out of one.
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Border {
    /// Pixels from the edge to the inside of the window; 0 switches it off.
    pub width: usize,
    /// Weight of the outermost pixels; it rises like half a cosine to 1 at `width`. Weights are scaled to a mean of 1.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaveletFamily {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wavelet {
    pub family: WaveletFamily,
    /// Times the approximation is split again, 1 to 5; never more often than the side can be halved evenly.
    pub levels: usize,
    pub norm: Norm,
    /// Weight of the approximation that is left.
    pub approximation: f32,
    /// Weights of the details, finest first.
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
/// error of the pixels. Features are made for 28 x 28 grey images with pixels in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Perceptual {
    /// Whose classifier sees the features.
    pub features: PictureSet,
    /// The squared error of pixels is added with this weight.
    pub pixels: f32,
}

impl Default for Perceptual {
    fn default() -> Self {
        Self {
            features: PictureSet::default(),
            pixels: 0.1,
        }
    }
}

/// The settings of adversarial training.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdversarialSettings {
    /// Learning rate of the discriminator; a step's settings have the schedule applied to it.
    pub discriminator_rate: f32,
    /// Factor on the autoencoder's loss for not deceiving the discriminator.
    pub weight: f32,
    /// Factor on the chosen reconstruction loss where the discriminator's features, which count once, measure the
    /// reconstruction too ([`super::Adversary::Output`]).
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

    /// Whether its numbers make sense.
    ///
    /// # Errors
    /// Names the first that does not.
    pub fn check(&self) -> Result<(), Invalid> {
        let from_zero = |value: f32, field: &str, name: &str| {
            Invalid::unless_from_zero(f64::from(value), &format!("objective.{field}"), name)
        };
        let positive = |value: f32, field: &str, name: &str| {
            Invalid::unless_positive(f64::from(value), &format!("objective.{field}"), name)
        };
        let variational = &self.variational;
        from_zero(variational.beta, "variational.beta", "Beta")?;
        let warm_up = variational.warm_up_epochs;
        from_zero(warm_up, "variational.warm_up_epochs", "The warm-up of beta")?;
        from_zero(
            variational.free_bits,
            "variational.free_bits",
            "The free bits",
        )?;
        let penalties = &self.penalties;
        from_zero(penalties.l1, "penalties.l1", "The weight of the L1 penalty")?;
        let Sparsity { weight, target } = penalties.sparsity;
        let name = "The weight of the sparsity penalty";
        from_zero(weight, "penalties.sparsity.weight", name)?;
        let field = "objective.penalties.sparsity.target";
        Invalid::unless(target > 0.0 && target < 1.0, field, || {
            format!("The wanted mean activation must be above 0 and below 1, not {target}")
        })?;
        let name = "The weight of the contractive penalty";
        from_zero(penalties.contractive, "penalties.contractive", name)?;
        from_zero(
            self.border.weight,
            "border.weight",
            "The weight of the border",
        )?;
        let levels = self.wavelet.levels;
        Invalid::unless(
            (1..=5).contains(&levels),
            "objective.wavelet.levels",
            || format!("The levels of the wavelet must be from 1 to 5, not {levels}"),
        )?;
        let name = "The weight of the wavelet's approximation";
        from_zero(self.wavelet.approximation, "wavelet.approximation", name)?;
        for (index, weight) in self.wavelet.details.into_iter().enumerate() {
            let field = format!("wavelet.details[{index}]");
            from_zero(weight, &field, "The weight of the wavelet's details")?;
        }
        from_zero(
            self.perceptual.pixels,
            "perceptual.pixels",
            "The weight of the pixels",
        )?;
        let adversarial = &self.adversarial;
        let rate = adversarial.discriminator_rate;
        positive(
            rate,
            "duel.discriminator_rate",
            "The discriminator's learning rate",
        )?;
        from_zero(adversarial.weight, "duel.weight", "The weight of the duel")?;
        let name = "The weight of the pixels beside the discriminator's features";
        from_zero(adversarial.pixels, "duel.pixels", name)
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

    #[test]
    fn the_defaults_pass_and_nonsense_is_named() {
        assert_eq!(Objective::default().check(), Ok(()));
        let refused = |edit: fn(&mut Objective)| {
            let mut objective = Objective::default();
            edit(&mut objective);
            objective.check().expect_err("refused").to_string()
        };
        assert_eq!(
            refused(|o| o.variational.beta = -1.0),
            "Beta must be 0 or more, not -1: objective.variational.beta"
        );
        assert_eq!(
            refused(|o| o.penalties.sparsity.target = 1.0),
            "The wanted mean activation must be above 0 and below 1, not 1: objective.penalties.sparsity.target"
        );
        assert_eq!(
            refused(|o| o.wavelet.levels = 6),
            "The levels of the wavelet must be from 1 to 5, not 6: objective.wavelet.levels"
        );
        assert!(refused(|o| o.wavelet.details[3] = f32::NAN).ends_with("wavelet.details[3]"));
        assert!(
            refused(|o| o.adversarial.discriminator_rate = 0.0)
                .ends_with("duel.discriminator_rate")
        );
        assert!(refused(|o| o.adversarial.pixels = -0.5).ends_with("objective.duel.pixels"));
    }
}
