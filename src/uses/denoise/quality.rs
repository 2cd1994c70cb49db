//! How near samples are to clean ones.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::data::{ImageShape, Scaler, SoundFormat};
use crate::eval::{Figures, mse, psnr, ssim};

/// Clean samples to compare with.
pub struct Quality<'a> {
    scaler: &'a Scaler,
    /// Pixels from 0 to 1 of images, else scaled numbers, NaN where a value is missing.
    clean: Cow<'a, [f32]>,
    /// How they become sound, where they are some.
    sound: Option<&'a SoundFormat>,
}

/// Clean pixels of images of one shape.
pub struct Pixels<'a> {
    pub shape: ImageShape,
    clean: &'a [f32],
    sound: Option<&'a SoundFormat>,
}

impl<'a> Quality<'a> {
    /// Of scaled numbers.
    pub fn of(scaler: &'a Scaler, clean: &'a [f32]) -> Self {
        let clean = match scaler.shape().image() {
            Some(_) => pixels(scaler, clean).into(),
            None => clean.into(),
        };
        Self {
            scaler,
            clean,
            sound: None,
        }
    }

    /// The same of sounds.
    pub fn sounding(self, sound: Option<&'a SoundFormat>) -> Self {
        Self { sound, ..self }
    }

    /// Of scaled numbers: PSNR and SSIM of images, cut to [0, 1]; the mean squared error of scaled numbers of rows that are
    /// there; and of sounds the signal-to-noise ratio.
    pub fn figures(&self, numbers: &[f32]) -> Figures {
        if let Some(images) = self.images() {
            return images.figures(&pixels(self.scaler, numbers));
        }
        let pairs = self.clean.iter().zip(numbers);
        let pairs = pairs.filter(|(clean, _)| !clean.is_nan());
        let (clean, made): (Vec<f32>, Vec<f32>) = pairs.unzip();
        let mut figures = Figures::of([("mse", mse(&clean, &made))]);
        if let Some(format) = self.sound {
            let both = [&*self.clean, numbers].map(|numbers| {
                let mut values = numbers.to_vec();
                self.scaler.unscale(&mut values);
                values
            });
            figures.0.extend(snr(format, &both[0], &both[1]).0);
        }
        figures
    }

    /// The clean images, where samples are some.
    pub fn images(&self) -> Option<Pixels<'_>> {
        Some(Pixels {
            shape: self.scaler.shape().image()?,
            clean: &self.clean,
            sound: self.sound,
        })
    }

    /// The pixels that scaled numbers of images stand for.
    pub fn pixels(&self, numbers: &[f32]) -> Vec<f32> {
        pixels(self.scaler, numbers)
    }
}

impl Pixels<'_> {
    /// Mean squared error of other images.
    pub fn mse(&self, made: &[f32]) -> f64 {
        mse(self.clean, made)
    }

    pub fn figures(&self, made: &[f32]) -> Figures {
        let size = self.shape.size();
        let pairs = self.clean.par_chunks(size).zip(made.par_chunks(size));
        let each: Vec<f64> = pairs.map(|(a, b)| ssim(a, b, self.shape)).collect();
        let mean = each.iter().sum::<f64>() / each.len() as f64;
        let mut figures = Figures::of([("psnr", psnr(self.mse(made))), ("ssim", mean)]);
        if let Some(format) = self.sound {
            figures.0.extend(snr(format, self.clean, made).0);
        }
        figures
    }
}

/// The signal-to-noise ratio in decibels of values in their own units: ten times the logarithm of the power of clean
/// amplitudes over that of what is off them. Of spectrograms these are the amplitudes of bands.
fn snr(format: &SoundFormat, clean: &[f32], made: &[f32]) -> Figures {
    let pairs = clean.iter().zip(made).filter(|(clean, _)| !clean.is_nan());
    let (mut signal, mut noise) = (0.0, 0.0);
    for pair in pairs {
        let [clean, made] = [pair.0, pair.1].map(|value| f64::from(format.amplitude(*value)));
        signal += clean * clean;
        noise += (clean - made) * (clean - made);
    }
    Figures::of([("snr", 10.0 * (signal / noise).log10())])
}

/// Scaled numbers of images as pixels, cut to [0, 1].
fn pixels(scaler: &Scaler, numbers: &[f32]) -> Vec<f32> {
    let mut pixels = numbers.to_vec();
    scaler.unscale(&mut pixels);
    pixels.iter_mut().for_each(|x| *x = x.clamp(0.0, 1.0));
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind, Columns, Samples, Scaling};

    #[test]
    fn images_are_compared_as_they_are_shown() {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0, 255], None).unwrap();
        // Scaled numbers are -1 and 1.
        let scaler = Scaler::fit(Scaling::Standardised, &images, &[0, 1]);
        let quality = Quality::of(&scaler, &[-1.0, 1.0]);
        let figures = quality.figures(&[-0.8, 5.0]).numbers();
        // 0.1 off in one of two, and nothing beyond white.
        assert!((figures[0].1 - psnr(0.005)).abs() < 1e-5, "{figures:?}");
        // One pixel alone compares brightness: C1 / (0.01 + C1) and 1.
        let similar = 1e-4 / (0.01 + 1e-4);
        assert!(
            (figures[1].1 - (similar + 1.0) / 2.0).abs() < 1e-5,
            "{figures:?}"
        );
        assert_eq!((&*figures[0].0, &*figures[1].0), ("psnr", "ssim"));
    }

    #[test]
    fn rows_are_compared_where_they_are_there() {
        let columns = Columns::from(vec![Column::new("a", ColumnKind::Numeric, false); 2]);
        let rows = Samples::rows(std::sync::Arc::new(columns), vec![0.0; 4], None).unwrap();
        let scaler = Scaler::fit(Scaling::Unit, &rows, &[0, 1]);
        let quality = Quality::of(&scaler, &[1.0, f32::NAN, 3.0, 0.0]);
        let figures = quality.figures(&[2.0, 9.0, 1.0, 1.0]);
        assert_eq!(figures, Figures::of([("mse", 2.0)]));
        assert!(quality.images().is_none());
    }
}
