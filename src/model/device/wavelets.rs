//! Sizes, taps and weights of the wavelet loss (Mallat 1989, Daubechies 1988).
//!
//! A level splits each row and then each column of the approximation into a coarser approximation and details, by
//! orthonormal filters that wrap around at the border, each channel by itself. The coefficients take the place of the
//! image: the approximation stands in the upper left quarter and is split again.

use crate::data::ImageShape;
use crate::model::{Norm, Wavelet, WaveletFamily};

/// `(1, 1) / sqrt(2)`
const HAAR: [f32; 2] = [std::f32::consts::FRAC_1_SQRT_2; 2];
/// `(1 + r, 3 + r, 3 - r, 1 - r) / (4 sqrt(2))` with `r = sqrt(3)`
const DAUBECHIES_2: [f32; 4] = [0.482_962_9, 0.836_516_3, 0.224_143_87, -0.129_409_52];

/// The wavelet loss of images of one shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaveletRule {
    pub image: ImageShape,
    pub wavelet: Wavelet,
}

impl WaveletRule {
    /// How often the approximation is split: as chosen, and never more often than both sides can be halved evenly.
    pub fn levels(&self) -> usize {
        self.wavelet.levels.min(Wavelet::most_levels(self.image))
    }

    /// Taps that make the approximation.
    pub fn low(&self) -> &'static [f32] {
        match self.wavelet.family {
            WaveletFamily::Haar => &HAAR,
            WaveletFamily::Daubechies2 => &DAUBECHIES_2,
        }
    }

    /// Taps that make the details: the others backwards, every second sign turned.
    pub fn high(&self) -> Vec<f32> {
        let signs = [1.0, -1.0].into_iter().cycle();
        let backwards = self.low().iter().rev();
        backwards.zip(signs).map(|(tap, sign)| sign * tap).collect()
    }

    /// One weight a coefficient, where the coefficients stand.
    pub fn weights(&self) -> Vec<f32> {
        let ImageShape {
            height,
            width,
            channels,
        } = self.image;
        let mut weights = vec![self.wavelet.approximation; self.image.size()];
        for (place, weight) in weights.iter_mut().enumerate() {
            let (row, column) = (place / channels / width, place / channels % width);
            let is_detail =
                |level: &usize| row >= height >> (level + 1) || column >= width >> (level + 1);
            if let Some(level) = (0..self.levels()).find(is_detail) {
                *weight = self.wavelet.details[level];
            }
        }
        weights
    }

    /// Whether coefficients are squared.
    pub fn squares(&self) -> bool {
        self.wavelet.norm == Norm::L2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(height: usize, width: usize, levels: usize) -> WaveletRule {
        WaveletRule {
            image: ImageShape {
                height,
                width,
                channels: 1,
            },
            wavelet: Wavelet {
                levels,
                approximation: 9.0,
                details: [1.0, 2.0, 3.0, 4.0, 5.0],
                ..Wavelet::default()
            },
        }
    }

    #[test]
    fn levels_end_where_a_side_is_odd() {
        assert_eq!(rule(28, 28, 5).levels(), 2);
        assert_eq!(rule(32, 24, 5).levels(), 3);
        assert_eq!(rule(64, 64, 5).levels(), 5);
        assert_eq!(rule(64, 64, 1).levels(), 1);
        assert_eq!(rule(27, 28, 5).levels(), 0);
    }

    #[test]
    fn weights_stand_where_their_coefficients_do() {
        #[rustfmt::skip]
        assert_eq!(
            rule(4, 4, 2).weights(),
            [
                9.0, 2.0, 1.0, 1.0,
                2.0, 2.0, 1.0, 1.0,
                1.0, 1.0, 1.0, 1.0,
                1.0, 1.0, 1.0, 1.0,
            ]
        );
    }

    #[test]
    fn taps_are_orthonormal_to_their_shifts_and_to_each_other() {
        for family in [WaveletFamily::Haar, WaveletFamily::Daubechies2] {
            let mut rule = rule(8, 8, 1);
            rule.wavelet.family = family;
            let (low, high) = (rule.low().to_vec(), rule.high());
            let product = |a: &[f32], b: &[f32], shift: usize| -> f32 {
                a.iter().zip(b.iter().skip(shift)).map(|(a, b)| a * b).sum()
            };
            assert!((product(&low, &low, 0) - 1.0).abs() < 1e-6);
            assert!((product(&high, &high, 0) - 1.0).abs() < 1e-6);
            assert!(product(&low, &high, 0).abs() < 1e-6);
            assert!(product(&low, &low, 2).abs() < 1e-6);
            assert!(product(&low, &high, 2).abs() < 1e-6);
            assert!((low.iter().sum::<f32>() - std::f32::consts::SQRT_2).abs() < 1e-6);
            // Daubechies-2 is blind to straight lines, Haar to constants.
            assert!(high.iter().sum::<f32>().abs() < 1e-6);
        }
        let mut rule = rule(8, 8, 1);
        rule.wavelet.family = WaveletFamily::Daubechies2;
        let slope: f32 = rule
            .high()
            .iter()
            .zip([0.0, 1.0, 2.0, 3.0])
            .map(|(g, x)| g * x)
            .sum();
        assert!(slope.abs() < 1e-6);
    }
}
