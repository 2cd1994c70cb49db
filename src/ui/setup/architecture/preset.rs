//! The presets: well-known autoencoders to begin from, each several choices at once, those of a shipped project.

use strum::VariantArray;

use crate::data::SampleShape;
use crate::model::edit::family::Family;
use crate::model::{Activation, LADDER, Loss};
use crate::project::shipped;
use crate::training::VariantSettings;

/// A well-known autoencoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
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
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

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

    /// Whether it is offered for samples of this shape: convolutions are for images alone.
    pub fn is_for(self, shape: &SampleShape) -> bool {
        let convolutional = matches!(self, Self::Convolutional | Self::ConvolutionalVariational);
        !convolutional || shape.image().is_some()
    }

    /// One sentence on what it is for.
    pub fn about(self, shape: &SampleShape) -> &'static str {
        if shape.image().is_none() {
            match self {
                Self::Deep => {
                    return "Three hidden layers a side, each half as wide as the one before";
                }
                Self::Sparse => {
                    return "No hidden layers and an L1 penalty on the code: few of its numbers are in use for any one row";
                }
                Self::Denoising => {
                    return "Half of the cells of the input are hidden, and the model learns to put them back";
                }
                Self::Variational => {
                    return "One hidden layer a side with a Gaussian code, whose samples from the prior look like the data";
                }
                Self::Adversarial => {
                    return "A discriminator draws the code towards a normal distribution";
                }
                _ => {}
            }
        }
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
            Self::Adversarial => "A discriminator draws a code of 8 towards a normal distribution",
        }
    }

    /// Why samples of this shape cannot have it.
    pub fn problem(self, shape: &SampleShape) -> Option<String> {
        match self {
            Self::Convolutional | Self::ConvolutionalVariational => {
                Family::Convolutional.problem(shape)
            }
            _ => None,
        }
    }

    /// All choices that make the model and its loss; initialisation and training stay those of `before`, which has no
    /// phases afterwards. Rows get layers as wide for their numbers as those of images are for 784 pixels, a linear
    /// output and the squared error, which numbers outside [0, 1] need.
    pub fn settings(self, before: &VariantSettings, shape: &SampleShape) -> VariantSettings {
        let mut settings = self.of_images(before);
        if shape.image().is_none() {
            let architecture = &mut settings.architecture;
            for layer in &mut architecture.encoder {
                layer.width = narrowed(layer.width, shape);
            }
            if self != Self::Code2 {
                architecture.code.width = narrowed(architecture.code.width, shape);
            }
            architecture.output = Activation::Identity;
            if settings.loss == Loss::Bce {
                settings.loss = Loss::Mse;
            }
        }
        settings
    }

    fn of_images(self, before: &VariantSettings) -> VariantSettings {
        let mut settings = self.shipped().unwrap_or_default();
        settings.architecture.initialisation = before.architecture.initialisation;
        settings.training = before.training;
        settings.phases = Vec::new();
        if matches!(
            self,
            Self::Linear | Self::Shallow | Self::Deep | Self::Code2
        ) {
            settings.loss = before.loss;
        }
        // Of a linear output, cross-entropy means nothing.
        if self == Self::Linear && settings.loss == Loss::Bce {
            settings.loss = Loss::Mse;
        }
        settings
    }

    /// The first variant of the shipped project that is this preset.
    fn shipped(self) -> Option<VariantSettings> {
        let name = match self {
            Self::Linear => "linear",
            Self::Shallow => "shallow",
            Self::Deep => "deep",
            Self::Code2 => "code-2",
            Self::Sparse => "sparse-l1",
            Self::Denoising => "denoising",
            Self::Variational => "vae-20",
            Self::Convolutional => "conv",
            Self::ConvolutionalVariational => "conv-vae",
            Self::Adversarial => "adversarial",
        };
        let variants = shipped(name)?.document.variants;
        variants.into_iter().next().map(|variant| variant.settings)
    }
}

/// The widest layer there is that is no wider for a row of `shape` than `width` is for 784 pixels; 2 at least.
fn narrowed(width: usize, shape: &SampleShape) -> usize {
    let wanted = (width * shape.target_width() / 784).max(2);
    let rungs = LADDER.into_iter().rev();
    rungs.into_iter().find(|&rung| rung <= wanted).unwrap_or(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind, Columns, Corruption, ImageShape};
    use crate::model::{
        AdversarialSettings, Adversary, CodeShape, Initialisation, Objective, Prior,
    };

    fn digit() -> SampleShape {
        let shape = ImageShape {
            height: 28,
            width: 28,
            channels: 1,
        };
        shape.into()
    }

    fn rows(columns: usize) -> SampleShape {
        let column = Column::new("a", ColumnKind::Numeric, false);
        Columns::from(vec![column; columns]).into()
    }

    fn before() -> VariantSettings {
        let mut before = VariantSettings::default();
        before.architecture.initialisation = Initialisation::Xavier;
        before.training.seed = 7;
        before
    }

    #[test]
    fn presets_are_what_they_say() {
        let of = |preset: Preset| preset.settings(&before(), &digit());
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
        let denoising = of(Preset::Denoising);
        let masking = Corruption::Masking {
            fraction: 0.5,
            block: 1,
        };
        assert_eq!((denoising.loss, denoising.corruption), (Loss::Bce, masking));
        let adversarial = of(Preset::Adversarial);
        assert_eq!(adversarial.architecture.code.width, 8);
        let prior = Prior::Gaussian;
        assert_eq!(
            adversarial.architecture.adversary,
            Some(Adversary::Code { prior })
        );
        let keras = of(Preset::Convolutional).architecture;
        assert_eq!(keras.code.shape, CodeShape::Spatial);
        assert_eq!(keras.pyramid.map(|p| p.channels), Some(vec![16, 8, 8]));
    }

    #[test]
    fn presets_can_be_built_and_keep_what_they_do_not_speak_of() {
        for preset in Preset::ALL {
            assert!(preset.shipped().is_some(), "{}", preset.name());
            let settings = preset.settings(&before(), &digit());
            assert_eq!(settings.check(), Ok(()), "{}", preset.name());
            assert_eq!(settings.training, before().training);
            assert_eq!(settings.architecture.initialisation, Initialisation::Xavier);
        }
    }

    #[test]
    fn presets_ask_nothing_else_of_the_code() {
        for preset in Preset::ALL {
            let mut objective = preset.settings(&before(), &digit()).objective;
            objective.penalties.l1 = 0.0;
            objective.adversarial = AdversarialSettings::default();
            assert_eq!(objective, Objective::default(), "{}", preset.name());
        }
    }

    #[test]
    fn a_linear_model_leaves_cross_entropy() {
        let mut before = before();
        before.loss = Loss::Bce;
        assert_eq!(Preset::Linear.settings(&before, &digit()).loss, Loss::Mse);
        assert_eq!(Preset::Deep.settings(&before, &digit()).loss, Loss::Bce);
    }

    #[test]
    fn convolutions_need_images_that_fit() {
        let image = ImageShape {
            height: 30,
            width: 20,
            channels: 1,
        };
        let image = image.into();
        let able = Preset::ALL.iter().filter(|p| p.problem(&image).is_none());
        assert_eq!(able.count(), 8);
    }

    #[test]
    fn rows_get_models_of_their_size_that_reach_all_numbers() {
        let shape = rows(100);
        let offered: Vec<Preset> = Preset::ALL
            .into_iter()
            .filter(|p| p.is_for(&shape))
            .collect();
        assert_eq!(offered.len(), 8);
        for preset in offered {
            for shape in [rows(1), rows(100), rows(5_000)] {
                let settings = preset.settings(&before(), &shape);
                assert_eq!(settings.check(), Ok(()), "{}", preset.name());
                assert_eq!(settings.architecture.output, Activation::Identity);
                assert_eq!(settings.loss, Loss::Mse);
            }
        }
        let deep = Preset::Deep.settings(&before(), &shape).architecture;
        assert_eq!(deep.widths(100), [100, 64, 32, 16, 4, 16, 32, 64, 100]);
    }
}
