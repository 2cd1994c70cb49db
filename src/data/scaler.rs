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

    /// What each byte becomes.
    pub fn table(&self) -> [f32; 256] {
        // Divided rather than multiplied by a reciprocal: byte / 255 is then the number other tools train on, to
        // the last bit.
        std::array::from_fn(|byte| (byte as f32 / 255.0 - self.mean) / self.deviation)
    }

    /// Scales `bytes` into `out` (same length).
    pub fn scale(&self, bytes: &[u8], out: &mut [f32]) {
        let table = self.table();
        for (out, &byte) in out.iter_mut().zip(bytes) {
            *out = table[usize::from(byte)];
        }
    }

    /// From [0, 1] to the scale of a model's inputs; values beyond are scaled likewise.
    pub fn rescale(&self, shown: f32) -> f32 {
        (shown - self.mean) / self.deviation
    }

    /// Back to [0, 1] for showing; values beyond are left as they are.
    pub fn unscale(&self, value: f32) -> f32 {
        value * self.deviation + self.mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    fn images(pixels: Vec<u8>) -> Images {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        Images::new(shape, pixels, None).unwrap()
    }

    fn scaled(scaler: &Scaler, images: &Images) -> Vec<f32> {
        let mut out = vec![0.0; images.pixels().len()];
        scaler.scale(images.pixels(), &mut out);
        out
    }

    #[test]
    fn unit_scaling_divides_by_255_and_stays_within_0_and_1() {
        let bytes = images((0..=255).collect());
        let scaler = Scaler::fit(Scaling::Unit, &bytes);
        let values = scaled(&scaler, &bytes);
        assert_eq!((values[0], values[51], values[255]), (0.0, 0.2, 1.0));
        assert!(values.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn standardised_values_have_mean_0_and_deviation_1() {
        // Mean 0.4, squared deviations .16, .04, .04, .16: variance 0.1.
        let bytes = images(vec![0, 51, 153, 204]);
        let scaler = Scaler::fit(Scaling::Standardised, &bytes);
        assert!((scaler.mean - 0.4).abs() < 1e-7);
        assert!((scaler.deviation - 0.316_227_76).abs() < 1e-7);
        let values = scaled(&scaler, &bytes);
        for (value, expected) in
            values
                .iter()
                .zip([-1.264_911, -0.632_455_5, 0.632_455_5, 1.264_911])
        {
            assert!((value - expected).abs() < 1e-6, "{value}");
        }
    }

    #[test]
    fn unscaling_gives_byte_over_255_back() {
        let bytes = images((0..=255).collect());
        for scaling in [Scaling::Unit, Scaling::Standardised] {
            let scaler = Scaler::fit(scaling, &bytes);
            for (byte, value) in scaled(&scaler, &bytes).into_iter().enumerate() {
                let back = scaler.unscale(value) * 255.0;
                assert!((back - byte as f32).abs() < 1e-3, "{scaling:?} {byte}");
            }
        }
    }

    #[test]
    fn constant_images_are_centred_and_not_divided_by_zero() {
        let bytes = images(vec![51; 9]);
        let scaler = Scaler::fit(Scaling::Standardised, &bytes);
        assert_eq!(scaler.deviation, 1.0);
        assert!(scaled(&scaler, &bytes).iter().all(|v| v.abs() < 1e-7));
    }
}
