//! Corruption of inputs: what a denoising autoencoder undoes (Vincent et al. 2008).

mod draw;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SampleShape;
pub use draw::Draw;

/// Noise put on the input of a model; its target stays clean. Amounts are in the display scale, where a pixel lies
/// in [0, 1], whatever the scaling.
#[derive(Debug, Clone, Copy, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Corruption {
    /// The input is the sample itself.
    #[default]
    None,
    /// Normal noise on every number, of images then clipped to [0, 1].
    Gaussian {
        /// Of the noise, where a pixel lies between 0 and 1; of rows and sequences in scaled numbers.
        #[schemars(title = "Standard deviation", range(min = 0.0))]
        #[serde(default = "usual::std")]
        std: f32,
    },
    /// Squares of `block` x `block` pixels are blacked out until about `fraction` of the pixels are; 1 is single pixels.
    Masking {
        /// Share of the pixels that become black, or of the cells or values that are hidden.
        #[schemars(title = "Masked share", range(min = 0.0, max = 1.0))]
        #[serde(default = "usual::masked")]
        fraction: f32,
        /// Side of the blacked out squares; 1 blacks out single pixels. It means nothing for rows and sequences.
        #[schemars(title = "Block side", range(min = 1))]
        #[serde(default = "usual::block")]
        block: usize,
    },
    /// A `fraction` of the pixels becomes black or white, each as likely.
    SaltAndPepper {
        /// Share of the pixels that become black or white, or of the cells or values that are replaced.
        #[schemars(title = "Replaced share", range(min = 0.0, max = 1.0))]
        #[serde(default = "usual::replaced")]
        fraction: f32,
    },
    /// A rectangle of `height` x `width` pixels is blacked out, at a place of its own in each image or always the same.
    /// Images alone.
    Rectangle {
        /// Side of the blacked out rectangle from top to bottom.
        #[schemars(title = "Height", range(min = 1, max = 65_536), extend("x-unit" = "pixels"))]
        #[serde(default = "usual::side")]
        height: usize,
        /// Side of the blacked out rectangle from left to right.
        #[schemars(title = "Width", range(min = 1, max = 65_536), extend("x-unit" = "pixels"))]
        #[serde(default = "usual::side")]
        width: usize,
        /// Rows of pixels above the rectangle; `null` draws its place.
        #[schemars(title = "Rows above", range(max = 65_536), extend("x-unit" = "pixels"))]
        #[serde(default)]
        top: Option<usize>,
        /// Columns of pixels left of the rectangle; `null` draws its place.
        #[schemars(title = "Columns to the left", range(max = 65_536), extend("x-unit" = "pixels"))]
        #[serde(default)]
        left: Option<usize>,
    },
    /// Each square of `factor` x `factor` pixels becomes its mean: the image at a smaller size, repeated up to its own.
    /// Images alone.
    Downsampling {
        /// How many pixels become one along each side.
        #[schemars(title = "Factor", range(min = 2, max = 16))]
        #[serde(default = "usual::factor")]
        factor: usize,
    },
    /// Whole steps are hidden in runs of `length` until about `fraction` of the steps are. Sequences alone.
    MaskedSteps {
        /// Share of the steps that are hidden.
        #[schemars(title = "Masked steps", range(min = 0.0, max = 1.0))]
        #[serde(default = "usual::masked")]
        fraction: f32,
        /// Steps that are hidden in a row; 1 hides single steps.
        #[schemars(title = "Run length", range(min = 1, max = 65_536), extend("x-unit" = "steps"))]
        #[serde(default = "usual::run")]
        length: usize,
    },
}

/// How strong noise is that nobody chose.
mod usual {
    pub fn std() -> f32 {
        0.5
    }

    pub fn masked() -> f32 {
        0.3
    }

    pub fn replaced() -> f32 {
        0.2
    }

    pub fn block() -> usize {
        1
    }

    pub fn side() -> usize {
        14
    }

    pub fn factor() -> usize {
        2
    }

    pub fn run() -> usize {
        3
    }
}

impl Corruption {
    /// Whether it leaves every image as it is.
    pub fn is_none(&self) -> bool {
        self.strength() == 0.0
    }

    /// The standard deviation of the noise, or the fraction of the pixels it changes, or how many become one; 0 for none.
    /// Of a rectangle always 1.
    pub fn strength(&self) -> f32 {
        match *self {
            Self::None => 0.0,
            Self::Gaussian { std } => std,
            Self::Masking { fraction, .. }
            | Self::SaltAndPepper { fraction }
            | Self::MaskedSteps { fraction, .. } => fraction,
            Self::Rectangle { .. } => 1.0,
            Self::Downsampling { factor } => factor as f32,
        }
    }

    /// The same kind of noise of another strength, fractions limited to 1. None stays none; a rectangle and a smaller size
    /// stay what they are, or go at 0.
    pub fn with_strength(self, strength: f32) -> Self {
        let fraction = strength.clamp(0.0, 1.0);
        match self {
            Self::None => Self::None,
            Self::Gaussian { .. } => Self::Gaussian {
                std: strength.max(0.0),
            },
            Self::Masking { block, .. } => Self::Masking { fraction, block },
            Self::SaltAndPepper { .. } => Self::SaltAndPepper { fraction },
            Self::MaskedSteps { length, .. } => Self::MaskedSteps { fraction, length },
            Self::Rectangle { .. } | Self::Downsampling { .. } if strength > 0.0 => self,
            Self::Rectangle { .. } | Self::Downsampling { .. } => Self::None,
        }
    }

    /// Why samples of this shape have no such noise: one clause with a capital.
    pub fn problem_for(&self, shape: &SampleShape) -> Option<String> {
        let what = match self {
            Self::MaskedSteps { .. } => {
                let has_steps = shape.sequence().is_some();
                return (!has_steps).then(|| {
                    format!("Steps are hidden of sequences alone, not {}s", shape.noun())
                });
            }
            Self::Gaussian { .. } => {
                return shape.text().map(|_| {
                    "Normal noise is put on numbers, and a text has tokens, which can be hidden or replaced".into()
                });
            }
            Self::Rectangle { .. } => "Rectangles are blacked out of images alone",
            Self::Downsampling { .. } => "Images alone can be seen at a smaller size",
            _ => return None,
        };
        match shape.image() {
            Some(_) => None,
            None => Some(format!("{what}, not {}s", shape.noun())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_is_what_a_slider_moves() {
        let mask = Corruption::Masking {
            fraction: 0.25,
            block: 4,
        };
        assert_eq!(mask.strength(), 0.25);
        assert_eq!(
            mask.with_strength(1.5),
            Corruption::Masking {
                fraction: 1.0,
                block: 4
            }
        );
        let noise = Corruption::Gaussian { std: 0.5 };
        assert_eq!(noise.with_strength(1.5), Corruption::Gaussian { std: 1.5 });
        assert!(noise.with_strength(0.0).is_none());
        assert!(Corruption::None.with_strength(0.5).is_none());
        let smaller = Corruption::Downsampling { factor: 4 };
        assert_eq!(smaller.with_strength(0.25), smaller);
        assert!(smaller.with_strength(0.0).is_none());
        assert!(!noise.is_none());
    }
}
