//! Well-known autoencoders to begin from: each is several choices at once.

use super::family::Family;
use crate::data::{Corruption, ImageShape};
use crate::model::{
    Activation, Adversary, Architecture, Code, CodeShape, Distribution, Down, Initialisation,
    Layer, Loss, Objective, Prior, Pyramid, Up,
};
use crate::training::VariantSettings;

/// A well-known autoencoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    Linear,
    Shallow,
    Deep,
    Code2,
    Sparse,
    Denoising,
    Variational,
    Convolutional,
    ConvolutionalVariational,
    Adversarial,
}

impl Preset {
    pub const ALL: [Self; 10] = [
        Self::Linear,
        Self::Shallow,
        Self::Deep,
        Self::Code2,
        Self::Sparse,
        Self::Denoising,
        Self::Variational,
        Self::Convolutional,
        Self::ConvolutionalVariational,
        Self::Adversarial,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "Linear",
            Self::Shallow => "Shallow",
            Self::Deep => "Deep",
            Self::Code2 => "Code of 2",
            Self::Sparse => "Sparse",
            Self::Denoising => "Denoising",
            Self::Variational => "Variational",
            Self::Convolutional => "Convolutional (Keras)",
            Self::ConvolutionalVariational => "Convolutional variational",
            Self::Adversarial => "Adversarial",
        }
    }

    /// One sentence on what it is for.
    pub fn about(self) -> &'static str {
        match self {
            Self::Linear => "No hidden layers and no activations: learns the plane that PCA finds",
            Self::Shallow => "One hidden layer a side, quick to train",
            Self::Deep => "Three hidden layers a side: 512, 256, 128, with a code of 32",
            Self::Code2 => "Three hidden layers a side and a code of 2 that can be drawn as it is",
            Self::Sparse => {
                "No hidden layers and an L1 penalty on the code: few of its 32 numbers are in use for any one image"
            }
            Self::Denoising => {
                "Half of the pixels of the input are blacked out, and the model learns to put them back"
            }
            Self::Variational => {
                "784-400-20 with a Gaussian code and cross-entropy, whose samples from the prior look like the data"
            }
            Self::Convolutional => {
                "Levels of 16, 8 and 8 channels with a spatial code, as in the Keras article"
            }
            Self::ConvolutionalVariational => {
                "Levels of 16 and 32 channels before a Gaussian code of 16"
            }
            Self::Adversarial => "A discriminator draws a code of 2 towards a normal distribution",
        }
    }

    /// Why images of this shape cannot have it.
    pub fn problem(self, image: ImageShape) -> Option<String> {
        match self {
            Self::Convolutional | Self::ConvolutionalVariational => {
                Family::Convolutional.problem(image)
            }
            _ => None,
        }
    }

    /// All choices that make the model and its loss; initialisation and training stay those of `before`, which has no
    /// phases afterwards.
    pub fn settings(self, before: &VariantSettings) -> VariantSettings {
        let mut settings = VariantSettings {
            architecture: self.architecture(before.architecture.initialisation),
            loss: match self {
                Self::Linear | Self::Shallow | Self::Deep | Self::Code2 => before.loss,
                Self::Adversarial => Loss::Mse,
                _ => Loss::Bce,
            },
            objective: Objective::default(),
            corruption: Corruption::None,
            training: before.training,
            phases: Vec::new(),
        };
        match self {
            // Of a linear output, cross-entropy means nothing.
            Self::Linear if settings.loss == Loss::Bce => settings.loss = Loss::Mse,
            Self::Sparse => settings.objective.penalties.l1 = 1e-4,
            Self::Denoising => {
                settings.corruption = Corruption::Masking {
                    fraction: 0.5,
                    block: 1,
                };
            }
            _ => {}
        }
        settings
    }

    fn architecture(self, initialisation: Initialisation) -> Architecture {
        let (hidden, code): (&[usize], usize) = match self {
            Self::Linear => (&[], 16),
            Self::Shallow => (&[128], 32),
            Self::Deep => (&[512, 256, 128], 32),
            Self::Code2 => (&[512, 256, 128], 2),
            Self::Sparse => (&[], 32),
            Self::Denoising => (&[512, 256], 64),
            Self::Variational => (&[400], 20),
            Self::Convolutional => (&[], 32),
            Self::ConvolutionalVariational => (&[128], 16),
            Self::Adversarial => (&[512, 256], 2),
        };
        let layer = |&width| Layer {
            width,
            ..Layer::default()
        };
        let channels: &[usize] = match self {
            Self::Convolutional => &[16, 8, 8],
            Self::ConvolutionalVariational => &[16, 32],
            _ => &[],
        };
        Architecture {
            pyramid: (!channels.is_empty()).then(|| {
                // Strides both ways make steps cheaper.
                let strides = self == Self::ConvolutionalVariational;
                Pyramid {
                    channels: channels.to_vec(),
                    down: if strides { Down::Stride } else { Down::MaxPool },
                    up: if strides { Up::Transposed } else { Up::Nearest },
                    ..Pyramid::default()
                }
            }),
            encoder: hidden.iter().map(layer).collect(),
            code: Code {
                width: code,
                activation: match self {
                    Self::Sparse => Activation::Relu,
                    _ => Activation::Identity,
                },
                distribution: match self {
                    Self::Variational | Self::ConvolutionalVariational => Distribution::Gaussian,
                    _ => Distribution::Point,
                },
                shape: match self {
                    Self::Convolutional => CodeShape::Spatial,
                    _ => CodeShape::Flat,
                },
            },
            output: match self {
                Self::Linear => Activation::Identity,
                _ => Activation::Sigmoid,
            },
            initialisation,
            adversary: (self == Self::Adversarial).then_some(Adversary::Code {
                prior: Prior::Gaussian,
            }),
            ..Architecture::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before() -> VariantSettings {
        let mut before = VariantSettings::default();
        before.architecture.initialisation = Initialisation::Xavier;
        before.training.seed = 7;
        before
    }

    #[test]
    fn presets_are_what_they_say() {
        let of = |preset: Preset| preset.settings(&before());
        let widths = |preset| of(preset).architecture.widths(784);
        assert_eq!(widths(Preset::Linear), [784, 16, 784]);
        assert_eq!(widths(Preset::Shallow), [784, 128, 32, 128, 784]);
        assert_eq!(
            widths(Preset::Code2),
            [784, 512, 256, 128, 2, 128, 256, 512, 784]
        );
        assert_eq!(widths(Preset::Variational), [784, 400, 20, 400, 784]);
        let sparse = of(Preset::Sparse);
        assert_eq!(sparse.objective.penalties.l1, 1e-4);
        assert_eq!(sparse.loss, Loss::Bce);
        let keras = of(Preset::Convolutional).architecture;
        assert_eq!(keras.code.shape, CodeShape::Spatial);
        assert_eq!(keras.pyramid.map(|p| p.channels), Some(vec![16, 8, 8]));
    }

    #[test]
    fn presets_can_be_built_and_keep_what_they_do_not_speak_of() {
        for preset in Preset::ALL {
            let settings = preset.settings(&before());
            assert_eq!(settings.check(), Ok(()), "{}", preset.name());
            assert_eq!(settings.training, before().training);
            assert_eq!(settings.architecture.initialisation, Initialisation::Xavier);
        }
    }

    #[test]
    fn a_linear_model_leaves_cross_entropy() {
        let mut before = before();
        before.loss = Loss::Bce;
        assert_eq!(Preset::Linear.settings(&before).loss, Loss::Mse);
        assert_eq!(Preset::Deep.settings(&before).loss, Loss::Bce);
    }

    #[test]
    fn convolutions_need_images_that_fit() {
        let image = ImageShape {
            height: 30,
            width: 20,
            channels: 1,
        };
        let able = Preset::ALL.iter().filter(|p| p.problem(image).is_none());
        assert_eq!(able.count(), 8);
    }
}
