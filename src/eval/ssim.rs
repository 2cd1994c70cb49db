//! Structural similarity of images (Wang, Bovik, Sheikh and Simoncelli 2004).

use crate::data::ImageShape;

/// Widest window, and the standard deviation of its Gaussian weights, in pixels.
const WINDOW: usize = 11;
const SIGMA: f64 = 1.5;
/// (K1 L)^2 and (K2 L)^2 with K1 = 0.01, K2 = 0.03 and pixels in [0, L = 1].
const C1: f64 = 0.01 * 0.01;
const C2: f64 = 0.03 * 0.03;

/// Mean structural similarity of two images in [0, 1]: 1 for equal ones, lower for others, at least -1.
///
/// Windows of 11 x 11 pixels (the largest odd side that fits into smaller images) lie wholly inside the
/// image; variances are weighted means, without a sample correction; channels are averaged.
///
/// # Panics
/// When an image does not hold `shape.size()` numbers, or that is 0.
pub fn ssim(a: &[f32], b: &[f32], shape: ImageShape) -> f64 {
    assert_eq!(a.len(), shape.size(), "numbers in the first image");
    assert_eq!(b.len(), shape.size(), "numbers in the second image");
    let weights = window(shape.height.min(shape.width));
    let mean_over_channels: f64 = (0..shape.channels)
        .map(|channel| {
            let plane = |image: &[f32]| -> Vec<f64> {
                let pixels = image.iter().skip(channel).step_by(shape.channels);
                pixels.map(|&x| f64::from(x)).collect()
            };
            similarity(&plane(a), &plane(b), shape.width, &weights)
        })
        .sum();
    mean_over_channels / shape.channels as f64
}

/// Mean of [`ssim`] over images one after another; NaN without images.
///
/// # Panics
/// When the lists are not equally long or not whole images.
pub fn mean_ssim(a: &[f32], b: &[f32], shape: ImageShape) -> f64 {
    assert_eq!(a.len(), b.len(), "numbers to compare");
    let size = shape.size();
    let pairs = a.chunks(size).zip(b.chunks(size));
    let sum: f64 = pairs.map(|(a, b)| ssim(a, b, shape)).sum();
    sum / (a.len() / size) as f64
}

/// One side of the window: Gaussian weights of sum 1.
fn window(side: usize) -> Vec<f64> {
    let largest_odd = (side - 1) / 2 * 2 + 1;
    let side = WINDOW.min(largest_odd);
    let middle = (side / 2) as f64;
    let mut weights: Vec<f64> = (0..side)
        .map(|i| (-0.5 * ((i as f64 - middle) / SIGMA).powi(2)).exp())
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}

fn similarity(a: &[f64], b: &[f64], width: usize, weights: &[f64]) -> f64 {
    let products = |x: &[f64], y: &[f64]| -> Vec<f64> {
        let products: Vec<f64> = x.iter().zip(y).map(|(x, y)| x * y).collect();
        blur(&products, width, weights)
    };
    let (mean_a, mean_b) = (blur(a, width, weights), blur(b, width, weights));
    let (square_a, square_b, product) = (products(a, a), products(b, b), products(a, b));
    let sum: f64 = (0..mean_a.len())
        .map(|i| {
            let (ma, mb) = (mean_a[i], mean_b[i]);
            let variances = square_a[i] - ma * ma + square_b[i] - mb * mb;
            let covariance = product[i] - ma * mb;
            (2.0 * ma * mb + C1) * (2.0 * covariance + C2)
                / ((ma * ma + mb * mb + C1) * (variances + C2))
        })
        .sum();
    sum / mean_a.len() as f64
}

/// Weighted means over all windows inside the image, rows first and then columns.
fn blur(image: &[f64], width: usize, weights: &[f64]) -> Vec<f64> {
    let inner = width + 1 - weights.len();
    let rows: Vec<f64> = image
        .chunks_exact(width)
        .flat_map(|row| row.windows(weights.len()))
        .map(|pixels| pixels.iter().zip(weights).map(|(x, w)| x * w).sum())
        .collect();
    let mut out = vec![0.0; rows.len() - (weights.len() - 1) * inner];
    for (offset, weight) in weights.iter().enumerate() {
        for (out, x) in out.iter_mut().zip(&rows[offset * inner..]) {
            *out += weight * x;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
        ImageShape {
            height,
            width,
            channels,
        }
    }

    /// `((3 y + step x + 5 channel) mod 17) / 16`
    fn pattern(shape: ImageShape, step: usize) -> Vec<f32> {
        let mut image = Vec::new();
        for y in 0..shape.height {
            for x in 0..shape.width {
                for channel in 0..shape.channels {
                    image.push(((3 * y + step * x + 5 * channel) % 17) as f32 / 16.0);
                }
            }
        }
        image
    }

    fn similarity_of_patterns(shape: ImageShape) -> f64 {
        let other: Vec<f32> = pattern(shape, 6).iter().map(|x| 0.75 * x + 0.1).collect();
        ssim(&pattern(shape, 7), &other, shape)
    }

    #[test]
    fn equal_images_are_wholly_similar() {
        for shape in [shape(28, 28, 1), shape(11, 20, 3), shape(1, 1, 1)] {
            let image = pattern(shape, 7);
            assert!((ssim(&image, &image, shape) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn scikit_image_gives_the_same() {
        // structural_similarity of scikit-image 0.26 with gaussian_weights=True, sigma=1.5,
        // use_sample_covariance=False, data_range=1, channel_axis=2; it too leaves the border out.
        for (shape, expected) in [
            (shape(16, 13, 1), -0.243_183_840_534_780_65),
            (shape(12, 14, 3), -0.320_647_702_173_779),
            (shape(28, 28, 1), -0.002_367_800_450_666),
        ] {
            let found = similarity_of_patterns(shape);
            assert!((found - expected).abs() < 1e-6, "{shape:?}: {found}");
        }
    }

    #[test]
    fn small_images_use_the_largest_odd_window_that_fits() {
        // From a direct two-dimensional sum with a 5 x 5 window.
        let found = similarity_of_patterns(shape(6, 9, 1));
        assert!((found + 0.103_011_573_746_791).abs() < 1e-6, "{found}");
    }

    #[test]
    fn one_pixel_compares_brightness_alone() {
        // (2 * 0.5 * 0.25 + C1) / (0.25 + 0.0625 + C1)
        let found = ssim(&[0.5], &[0.25], shape(1, 1, 1));
        assert!((found - 0.800_063_979_526_551_5).abs() < 1e-12);
    }

    #[test]
    fn the_mean_over_images() {
        let shape = shape(1, 1, 1);
        let found = mean_ssim(&[0.5, 0.5], &[0.25, 0.5], shape);
        assert!((found - 0.900_031_989_763_275_7).abs() < 1e-12);
        assert!(mean_ssim(&[], &[], shape).is_nan());
    }
}
