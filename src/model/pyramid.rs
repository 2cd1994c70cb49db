//! The serialisable choice of a convolutional pyramid.

use serde::{Deserialize, Serialize};

use super::Activation;
use crate::data::BuiltIn;

/// Channels that exist as compiled convolutions.
pub const CHANNELS: [usize; 4] = [8, 16, 32, 64];
/// Sides of square images that pyramids are compiled for.
pub const SIDES: [usize; 3] = [28, 32, 64];
/// Most levels of a pyramid; each halves the side.
pub const MAX_LEVELS: usize = 4;

/// What a convolution sees beyond the border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Padding {
    #[default]
    Zero,
    /// The image mirrored at its border, the border pixel itself not repeated.
    Reflect,
}

/// How a level halves the side; odd sides are rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Down {
    /// A convolution, then the largest of each 2 x 2.
    #[default]
    MaxPool,
    /// A convolution that takes every second place.
    Stride,
}

/// How a level doubles the side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Up {
    /// A convolution, then each number four times.
    #[default]
    Nearest,
    /// A transposed convolution with stride 2.
    Transposed,
}

/// Where the weights of the encoder's pyramid begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PyramidWeights {
    #[default]
    Fresh,
    /// The front layers of a classifier trained on `set`. Frozen ones are never changed by training.
    Pretrained { set: BuiltIn, frozen: bool },
}

/// Convolutions that halve the side level by level on the way to the code, and their mirror on the way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pyramid {
    /// Channels of each level, 1 to [`MAX_LEVELS`] of [`CHANNELS`], from the image inwards.
    pub channels: Vec<usize>,
    /// Side of the convolutions' window, 3 or 5.
    pub kernel: usize,
    pub padding: Padding,
    pub down: Down,
    pub up: Up,
    /// Batch normalisation (Ioffe and Szegedy 2015) between convolution and activation.
    pub batch_norm: bool,
    pub activation: Activation,
    pub weights: PyramidWeights,
}

impl Default for Pyramid {
    fn default() -> Self {
        Self {
            channels: vec![16, 32],
            kernel: 3,
            padding: Padding::Zero,
            down: Down::MaxPool,
            up: Up::Nearest,
            batch_norm: false,
            activation: Activation::Relu,
            weights: PyramidWeights::Fresh,
        }
    }
}

impl Pyramid {
    /// The side after each level for images of `side`: each half of the one before, rounded up.
    pub fn sides(&self, side: usize) -> Vec<usize> {
        let halve = |side: &mut usize, _: &usize| {
            *side = side.div_ceil(2);
            Some(*side)
        };
        self.channels.iter().scan(side, halve).collect()
    }

    /// Numbers the last level makes of an image of `side`: side x side x channels.
    pub fn features(&self, side: usize) -> usize {
        let side = self.sides(side).last().copied().unwrap_or(side);
        side * side * self.channels.last().copied().unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_are_halved_and_rounded_up() {
        let pyramid = Pyramid {
            channels: vec![16, 8, 8],
            ..Pyramid::default()
        };
        assert_eq!(pyramid.sides(28), [14, 7, 4]);
        assert_eq!(pyramid.features(28), 128);
        assert_eq!(pyramid.sides(64), [32, 16, 8]);
    }
}
