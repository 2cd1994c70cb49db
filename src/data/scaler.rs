//! From bytes to the numbers a model sees, and back to what the screen shows.

use serde::{Deserialize, Serialize};

use super::Images;

/// How pixels are scaled before training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// byte / 255, in [0, 1].
    #[default]
    Unit,
    /// (byte / 255 - mean) / standard deviation, both taken over all pixels of the training images.
    Standardised,
}

/// The affine map of one dataset: `x = (byte / 255 - mean) / deviation`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaler {
    pub mean: f32,
    pub deviation: f32,
}

impl Scaler {
    /// Fits the map to the training images (mean 0 and deviation 1 for [`Scaling::Unit`]).
    pub fn fit(scaling: Scaling, train: &Images) -> Self {
        match scaling {
            Scaling::Unit => Self {
                mean: 0.0,
                deviation: 1.0,
            },
            Scaling::Standardised => {
                let mut counts = [0u64; 256];
                for &byte in train.pixels() {
                    counts[usize::from(byte)] += 1;
                }
                let total = train.pixels().len().max(1) as f64;
                let moment = |f: &dyn Fn(f64) -> f64| {
                    let sum: f64 = (0..256)
                        .map(|b| counts[b] as f64 * f(b as f64 / 255.0))
                        .sum();
                    sum / total
                };
                let mean = moment(&|v| v);
                let variance = moment(&|v| (v - mean) * (v - mean));
                Self {
                    mean: mean as f32,
                    // A constant dataset would divide by zero.
                    deviation: if variance > 0.0 {
                        variance.sqrt() as f32
                    } else {
                        1.0
                    },
                }
            }
        }
    }

    /// Scales `bytes` into `out` (same length).
    pub fn scale(&self, bytes: &[u8], out: &mut [f32]) {
        let (factor, offset) = (1.0 / (255.0 * self.deviation), self.mean / self.deviation);
        for (out, &byte) in out.iter_mut().zip(bytes) {
            *out = f32::from(byte) * factor - offset;
        }
    }

    /// Back to [0, 1] for showing; values beyond are left as they are.
    pub fn unscale(&self, value: f32) -> f32 {
        value * self.deviation + self.mean
    }
}
