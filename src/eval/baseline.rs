//! What principal components reach, the measure for every autoencoder.

use super::{Pca, PcaError};
use crate::data::{Dataset, Scaler, Split};

/// Principal components of the images that models are trained on, as many as the widest code has numbers.
pub struct Baseline {
    pca: Pca,
}

impl Baseline {
    /// # Errors
    /// When there are fewer than 2 training images.
    pub fn new(
        dataset: &Dataset,
        scaler: &Scaler,
        split: &Split,
        widest: usize,
    ) -> Result<Self, PcaError> {
        let pca = if split.validation.is_empty() {
            Pca::fit_images(&dataset.train, scaler, widest)?
        } else {
            Pca::fit_images(&dataset.train.chosen(&split.train), scaler, widest)?
        };
        Ok(Self { pca })
    }

    /// Mean squared error that `width` components leave on the test images, in the scale of the inputs.
    pub fn mse(&self, dataset: &Dataset, scaler: &Scaler, width: usize) -> f64 {
        self.pca.test_error_images(&dataset.test, scaler, width)
    }

    /// As [`Self::mse`] for every width from 0 to the widest, at its index.
    pub fn curve(&self, dataset: &Dataset, scaler: &Scaler) -> Vec<f64> {
        self.pca.test_errors_images(&dataset.test, scaler)
    }
}
