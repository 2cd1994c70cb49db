//! Corruption of inputs: what a denoising autoencoder undoes (Vincent et al. 2008).

use serde::{Deserialize, Serialize};

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
