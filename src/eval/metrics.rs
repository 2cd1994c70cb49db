//! Reconstruction metrics over images in [0, 1].

/// Mean squared error of two equally long lists of numbers; NaN of none.
///
/// # Panics
/// When they are not equally long.
pub fn mse(a: &[f32], b: &[f32]) -> f64 {
    assert_eq!(a.len(), b.len(), "numbers to compare");
    let errors = a.iter().zip(b).map(|(a, b)| f64::from(*a) - f64::from(*b));
    errors.map(|error| error * error).sum::<f64>() / a.len() as f64
}

/// Mean squared error of each pair of images of `size` numbers.
///
/// # Panics
/// When the lists are not equally long.
pub fn image_mses(a: &[f32], b: &[f32], size: usize) -> Vec<f64> {
    assert_eq!(a.len(), b.len(), "numbers to compare");
    a.chunks_exact(size)
        .zip(b.chunks_exact(size))
        .map(|(a, b)| mse(a, b))
        .collect()
}

/// Peak signal-to-noise ratio in dB for a mean squared error over pixels in [0, 1]; infinite at 0.
pub fn psnr(mse: f64) -> f64 {
    -10.0 * mse.log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squared_errors_by_hand() {
        let (a, b) = ([0.0, 1.0, 0.5, 0.25], [0.5, 1.0, 0.0, 0.75]);
        assert_eq!(mse(&a, &b), 0.1875);
        assert_eq!(image_mses(&a, &b, 2), [0.125, 0.25]);
        assert_eq!(mse(&a, &a), 0.0);
        assert!(mse(&[], &[]).is_nan());
    }

    #[test]
    fn signal_to_noise_in_decibels() {
        assert_eq!(psnr(0.01), 20.0);
        assert!((psnr(0.0071) - 21.487_416_513_5).abs() < 1e-9);
        assert_eq!(psnr(1.0), 0.0);
        assert_eq!(psnr(0.0), f64::INFINITY);
    }
}
