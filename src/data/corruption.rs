//! Corruption of inputs: what a denoising autoencoder undoes (Vincent et al. 2008).

mod draw;

use serde::{Deserialize, Serialize};

pub use draw::Draw;

/// Noise put on the input of a model; its target stays clean. Amounts are in the display scale, where a pixel lies
/// in [0, 1], whatever the scaling.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Corruption {
    #[default]
    None,
    /// Normal noise of standard deviation `std` on every number, then clipped to [0, 1].
    Gaussian { std: f32 },
    /// Squares of `block` x `block` pixels are blacked out until about `fraction` of the pixels are; 1 is single pixels.
    Masking { fraction: f32, block: usize },
    /// A `fraction` of the pixels becomes black or white, each as likely.
    SaltAndPepper { fraction: f32 },
}

/// A number that no corruption can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}: {field}")]
pub struct BadCorruption {
    /// A sentence for a person, without a full stop.
    pub problem: String,
    /// Which number, for example `std`.
    pub field: &'static str,
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

    /// Whether its numbers make sense.
    ///
    /// # Errors
    /// Names the first that does not.
    pub fn check(&self) -> Result<(), BadCorruption> {
        let fraction_is_fine = |fraction: f32, of: &str| {
            if (0.0..=1.0).contains(&fraction) {
                return Ok(());
            }
            Err(BadCorruption {
                problem: format!("The fraction of {of} pixels must be from 0 to 1, not {fraction}"),
                field: "fraction",
            })
        };
        match *self {
            Self::None => Ok(()),
            Self::Gaussian { std } if std.is_finite() && std >= 0.0 => Ok(()),
            Self::Gaussian { std } => Err(BadCorruption {
                problem: format!(
                    "The standard deviation of the noise must be 0 or more, not {std}"
                ),
                field: "std",
            }),
            Self::Masking { block: 0, .. } => Err(BadCorruption {
                problem: "The blocks of the mask must be at least 1 pixel wide".into(),
                field: "block",
            }),
            Self::Masking { fraction, .. } => fraction_is_fine(fraction, "masked"),
            Self::SaltAndPepper { fraction } => fraction_is_fine(fraction, "black and white"),
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

    #[test]
    fn impossible_numbers_are_named() {
        for fine in [
            Corruption::None,
            Corruption::Gaussian { std: 0.0 },
            Corruption::Masking {
                fraction: 1.0,
                block: 1_000_000,
            },
            Corruption::SaltAndPepper { fraction: 0.0 },
        ] {
            assert_eq!(fine.check(), Ok(()));
        }
        let refused = |corruption: Corruption| corruption.check().expect_err("refused").to_string();
        for std in [-0.1, f32::NAN, f32::INFINITY] {
            let text = refused(Corruption::Gaussian { std });
            assert_eq!(
                text,
                format!("The standard deviation of the noise must be 0 or more, not {std}: std")
            );
        }
        assert_eq!(
            refused(Corruption::SaltAndPepper { fraction: 1.5 }),
            "The fraction of black and white pixels must be from 0 to 1, not 1.5: fraction"
        );
        assert_eq!(
            refused(Corruption::Masking {
                fraction: f32::NAN,
                block: 1
            }),
            "The fraction of masked pixels must be from 0 to 1, not NaN: fraction"
        );
        assert_eq!(
            refused(Corruption::Masking {
                fraction: 0.5,
                block: 0
            }),
            "The blocks of the mask must be at least 1 pixel wide: block"
        );
    }
}
