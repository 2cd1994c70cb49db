//! Corruption of inputs: what a denoising autoencoder undoes (Vincent et al. 2008).

mod draw;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use draw::Draw;

/// Noise put on the input of a model; its target stays clean. Amounts are in the display scale, where a pixel lies
/// in [0, 1], whatever the scaling.
#[derive(Debug, Clone, Copy, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Corruption {
    /// The input is the sample itself.
    #[default]
    None,
    /// Normal noise of standard deviation `std` on every number, then clipped to [0, 1].
    Gaussian {
        /// Of the noise, where a pixel lies between 0 and 1; of rows in scaled numbers.
        #[schemars(title = "Standard deviation", range(min = 0.0))]
        #[serde(default = "usual::std")]
        std: f32,
    },
    /// Squares of `block` x `block` pixels are blacked out until about `fraction` of the pixels are; 1 is single pixels.
    Masking {
        /// Share of the pixels that become black, or of the cells that are hidden.
        #[schemars(title = "Masked share", range(min = 0.0, max = 1.0))]
        #[serde(default = "usual::masked")]
        fraction: f32,
        /// Side of the blacked out squares; 1 blacks out single pixels. It means nothing for rows.
        #[schemars(title = "Block side", range(min = 1))]
        #[serde(default = "usual::block")]
        block: usize,
    },
    /// A `fraction` of the pixels becomes black or white, each as likely.
    SaltAndPepper {
        /// Share of the pixels that become black or white, or of the cells that are replaced.
        #[schemars(title = "Replaced share", range(min = 0.0, max = 1.0))]
        #[serde(default = "usual::replaced")]
        fraction: f32,
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
}

impl Corruption {
    /// Whether it leaves every image as it is.
    pub fn is_none(&self) -> bool {
        self.strength() == 0.0
    }

    /// The standard deviation of the noise or the fraction of the pixels it changes; 0 for none.
    pub fn strength(&self) -> f32 {
        match *self {
            Self::None => 0.0,
            Self::Gaussian { std } => std,
            Self::Masking { fraction, .. } | Self::SaltAndPepper { fraction } => fraction,
        }
    }

    /// The same kind of noise of another strength, fractions limited to 1. None stays none.
    pub fn with_strength(self, strength: f32) -> Self {
        let fraction = strength.clamp(0.0, 1.0);
        match self {
            Self::None => Self::None,
            Self::Gaussian { .. } => Self::Gaussian {
                std: strength.max(0.0),
            },
            Self::Masking { block, .. } => Self::Masking { fraction, block },
            Self::SaltAndPepper { .. } => Self::SaltAndPepper { fraction },
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
        assert!(!noise.is_none());
    }
}
