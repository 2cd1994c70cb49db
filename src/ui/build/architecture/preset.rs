//! Architectures to begin from.

use crate::model::{Activation, Architecture, Code, Decoder, Layer};

/// A well-known shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    Linear,
    Shallow,
    Deep,
    Code2,
}

impl Preset {
    pub const ALL: [Self; 4] = [Self::Linear, Self::Shallow, Self::Deep, Self::Code2];

    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "Linear",
            Self::Shallow => "Shallow",
            Self::Deep => "Deep",
            Self::Code2 => "Code of 2",
        }
    }

    /// One sentence on what it is for.
    pub fn about(self) -> &'static str {
        match self {
            Self::Linear => "No hidden layers and no activations: learns the plane that PCA finds",
            Self::Shallow => "One hidden layer a side, quick to train",
            Self::Deep => "Three hidden layers a side: 512, 256, 128, with a code of 32",
            Self::Code2 => "Three hidden layers a side and a code of 2 that can be drawn as it is",
        }
    }

    /// The architecture, with the initialisation of `before`.
    pub fn architecture(self, before: &Architecture) -> Architecture {
        let (hidden, code, output): (&[usize], usize, Activation) = match self {
            Self::Linear => (&[], 16, Activation::Identity),
            Self::Shallow => (&[128], 32, Activation::Sigmoid),
            Self::Deep => (&[512, 256, 128], 32, Activation::Sigmoid),
            Self::Code2 => (&[512, 256, 128], 2, Activation::Sigmoid),
        };
        Architecture {
            encoder: hidden
                .iter()
                .map(|&width| Layer {
                    width,
                    ..Layer::default()
                })
                .collect(),
            code: Code {
                width: code,
                ..Code::default()
            },
            decoder: Decoder::Mirrored,
            output,
            initialisation: before.initialisation,
            ..Architecture::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Initialisation, LADDER};

    #[test]
    fn presets_are_what_they_say_and_keep_the_initialisation() {
        let before = Architecture {
            initialisation: Initialisation::Xavier,
            ..Architecture::default()
        };
        let widths = |preset: Preset| preset.architecture(&before).widths(784);
        assert_eq!(widths(Preset::Linear), [784, 16, 784]);
        assert_eq!(widths(Preset::Shallow), [784, 128, 32, 128, 784]);
        assert_eq!(
            widths(Preset::Code2),
            [784, 512, 256, 128, 2, 128, 256, 512, 784]
        );
        for preset in Preset::ALL {
            let architecture = preset.architecture(&before);
            assert_eq!(architecture.initialisation, Initialisation::Xavier);
            let all = architecture.encoder.iter().map(|layer| layer.width);
            assert!(
                all.chain([architecture.code.width])
                    .all(|width| LADDER.contains(&width)),
                "{} uses a width that does not exist",
                preset.name()
            );
        }
    }
}
