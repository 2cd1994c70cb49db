//! What the losses are called, what they measure, and over what they are summed or averaged.

use crate::model::{Distribution, Loss};

/// The name on its button.
pub fn name(loss: Loss) -> &'static str {
    match loss {
        Loss::Mse => "MSE",
        Loss::Bce => "BCE",
        Loss::L1 => "L1",
        Loss::Wavelet => "Wavelet",
        Loss::Perceptual => "Perceptual",
    }
}

/// One sentence on the loss of a code of this kind.
pub fn about(loss: Loss, distribution: Distribution) -> String {
    let what = match loss {
        Loss::Mse => "Squared error",
        Loss::Bce => "Binary cross-entropy in nats",
        Loss::L1 => "Absolute error",
        Loss::Wavelet => "Error of wavelet coefficients",
        Loss::Perceptual => "Squared error of a classifier's features",
    };
    let over = match (distribution, loss) {
        (Distribution::Point, Loss::Perceptual) => "mean over features and images",
        (Distribution::Point, _) => "mean over pixels and images",
        (Distribution::Gaussian, Loss::Perceptual) => {
            "mean over features times the pixels of an image, mean over images"
        }
        (Distribution::Gaussian, _) => "summed over the pixels of an image, mean over images",
    };
    format!("{what}, {over}")
}

/// The formula, for tooltips.
pub fn formula(loss: Loss) -> &'static str {
    match loss {
        Loss::Mse => "Mean squared error: mean of (x - y)\u{b2}, with input x and output y",
        Loss::Bce => {
            "Binary cross-entropy: mean of -(x ln y + (1 - x) ln(1 - y)), with input x and output y in [0, 1]"
        }
        Loss::L1 => "Mean absolute error: mean of |x - y|, with input x and output y",
        Loss::Wavelet => {
            "Mean of the weighted wavelet coefficients of y - x, squared or absolute, with input x and output y"
        }
        Loss::Perceptual => {
            "Mean of (f(x) - f(y))\u{b2} with the features f of a trained classifier, input x and output y"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaussian_codes_sum_over_the_pixels() {
        assert_eq!(
            about(Loss::Bce, Distribution::Gaussian),
            "Binary cross-entropy in nats, summed over the pixels of an image, mean over images"
        );
        assert_eq!(
            about(Loss::Bce, Distribution::Point),
            "Binary cross-entropy in nats, mean over pixels and images"
        );
    }
}
