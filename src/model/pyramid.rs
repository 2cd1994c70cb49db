//! The serialisable choice of a convolutional pyramid.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::features::FeaturesOf;
use super::{Activation, Invalid};
use crate::data::ImageShape;

/// Channels that exist as compiled convolutions.
pub const CHANNELS: [usize; 4] = [8, 16, 32, 64];
/// Sides of square images that pyramids are compiled for.
pub const SIDES: [usize; 3] = [28, 32, 64];
/// Most levels of a pyramid; each halves the side.
pub const MAX_LEVELS: usize = 4;

/// What a convolution sees beyond the border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Padding {
    /// Zeros.
    #[default]
    Zero,
    /// The image mirrored at its border, the border pixel itself not repeated.
    Reflect,
}

/// How a level halves the side; odd sides are rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Down {
    /// A convolution, then the largest of each 2 x 2.
    #[default]
    MaxPool,
    /// A convolution that takes every second place.
    Stride,
}

impl Down {
    pub const ALL: [Self; 2] = [Self::MaxPool, Self::Stride];

    /// The field's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::MaxPool => "max pooling",
            Self::Stride => "stride 2",
        }
    }
}

/// How a level doubles the side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Up {
    /// A convolution, then each number four times.
    #[default]
    Nearest,
    /// A transposed convolution with stride 2.
    Transposed,
}

/// Where the weights of the encoder's pyramid begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PyramidWeights {
    /// Drawn as the initialisation says.
    #[default]
    Fresh,
    /// The front layers of a classifier trained on `set`. Frozen ones are never changed by training.
    Pretrained {
        /// The classifier that the front layers come from: that of a set, or one that was trained in the project.
        #[schemars(title = "Trained on")]
        #[serde(default)]
        set: FeaturesOf,
        /// Training never changes the front layers; switched off, they are fine-tuned with the rest.
        #[schemars(title = "Frozen")]
        #[serde(default = "frozen")]
        frozen: bool,
    },
}

fn frozen() -> bool {
    true
}

/// Convolutions that halve the side level by level on the way to the code, and their mirror on the way back.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Pyramid {
    /// Channels of each level from the image inwards: 1 to 4 levels of 8, 16, 32 or 64 channels, each of which halves the
    /// side, rounded up.
    #[schemars(title = "Channels", length(min = 1, max = MAX_LEVELS), extend("items" = serde_json::json!({"type": "integer", "enum": CHANNELS})))]
    pub channels: Vec<usize>,
    /// Side of the square of pixels that each convolution looks at.
    #[schemars(title = "Kernel", extend("enum" = [3, 5]))]
    pub kernel: usize,
    /// What a window sees beyond the border: zeros, or the image mirrored there.
    #[schemars(title = "Padding")]
    pub padding: Padding,
    /// How a level halves the side: by the largest of each 2 x 2, or by convolving every second place only.
    #[schemars(title = "Downsampling")]
    pub down: Down,
    /// How a level doubles the side: by repeating each number after a convolution, or by a transposed convolution with
    /// stride 2.
    #[schemars(title = "Upsampling")]
    pub up: Up,
    /// Each channel is scaled to mean 0 and deviation 1 over the batch before its activation, then to a scale that is
    /// learnt (Ioffe and Szegedy 2015).
    #[schemars(title = "Batch norm")]
    pub batch_norm: bool,
    /// What is applied after each convolution but the last.
    #[schemars(title = "Map activation")]
    pub activation: Activation,
    /// Where the encoder's half begins.
    #[schemars(title = "First weights")]
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

    /// Whether such a pyramid exists, whatever the images.
    ///
    /// # Errors
    /// Names the first count of levels, channels or kernel that no compiled pyramid has.
    pub fn check(&self) -> Result<(), Invalid> {
        let levels = self.channels.len();
        let possible = (1..=MAX_LEVELS).contains(&levels);
        Invalid::unless(possible, "pyramid.channels", || {
            format!("A pyramid has 1 to {MAX_LEVELS} levels, not {levels}")
        })?;
        for (level, channels) in self.channels.iter().enumerate() {
            if !CHANNELS.contains(channels) {
                return Err(refused_channels(*channels, level));
            }
        }
        let kernel = self.kernel;
        Invalid::unless(matches!(kernel, 3 | 5), "pyramid.kernel", || {
            format!("Convolutions see 3 × 3 or 5 × 5 pixels, not {kernel} × {kernel}")
        })
    }

    /// Whether a pyramid exists for images of this shape.
    ///
    /// # Errors
    /// Names the shape.
    pub fn check_image(image: ImageShape) -> Result<(), Invalid> {
        let square = image.height == image.width && SIDES.contains(&image.height);
        if square && matches!(image.channels, 1 | 3) {
            return Ok(());
        }
        Err(refused_shape(image))
    }

    /// Numbers the last level makes of an image of `side`: side x side x channels.
    pub fn features(&self, side: usize) -> usize {
        let side = self.sides(side).last().copied().unwrap_or(side);
        side * side * self.channels.last().copied().unwrap_or(1)
    }
}

/// Why there is no level of `channels` channels.
pub(in crate::model) fn refused_channels(channels: usize, level: usize) -> Invalid {
    let all: Vec<String> = CHANNELS.iter().map(usize::to_string).collect();
    Invalid {
        problem: format!(
            "No level of {channels} channels exists, choose one of {}",
            all.join(", ")
        ),
        field: format!("pyramid.channels[{level}]"),
    }
}

/// Why there is no pyramid for images of shape `image`.
pub(in crate::model) fn refused_shape(image: ImageShape) -> Invalid {
    let ImageShape {
        height,
        width,
        channels,
    } = image;
    let sides: Vec<String> = SIDES.iter().map(usize::to_string).collect();
    Invalid {
        problem: format!(
            "Convolutions need square images of {} pixels a side in 1 or 3 channels, not {height} × {width} × \
             {channels}",
            sides.join(", ")
        ),
        field: "pyramid".into(),
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

    #[test]
    fn impossible_pyramids_are_named() {
        let refused = |change: fn(&mut Pyramid)| {
            let mut pyramid = Pyramid::default();
            change(&mut pyramid);
            pyramid.check().expect_err("refused").to_string()
        };
        assert_eq!(
            refused(|p| p.channels = vec![]),
            "A pyramid has 1 to 4 levels, not 0: pyramid.channels"
        );
        assert_eq!(
            refused(|p| p.channels = vec![8; 5]),
            "A pyramid has 1 to 4 levels, not 5: pyramid.channels"
        );
        assert_eq!(
            refused(|p| p.channels = vec![16, 24]),
            "No level of 24 channels exists, choose one of 8, 16, 32, 64: pyramid.channels[1]"
        );
        assert_eq!(
            refused(|p| p.kernel = 4),
            "Convolutions see 3 × 3 or 5 × 5 pixels, not 4 × 4: pyramid.kernel"
        );
        let shape = |height, width, channels| ImageShape {
            height,
            width,
            channels,
        };
        assert_eq!(Pyramid::check_image(shape(32, 32, 3)), Ok(()));
        for image in [shape(28, 32, 1), shape(28, 28, 2), shape(30, 30, 1)] {
            assert!(Pyramid::check_image(image).is_err(), "{image:?}");
        }
        assert_eq!(
            Pyramid::check_image(shape(8, 10, 1))
                .expect_err("refused")
                .to_string(),
            "Convolutions need square images of 28, 32, 64 pixels a side in 1 or 3 channels, not 8 × 10 × 1: pyramid"
        );
    }
}
