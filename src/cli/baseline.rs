//! What principal components reach, the measure for every autoencoder.

use super::failure::Result;
use crate::data::{Dataset, Images, Scaler, Split};
use crate::eval::Pca;

/// Principal components of the images that models are trained on, as many as the widest code has numbers.
pub struct Baseline {
    pca: Pca,
}

impl Baseline {
    /// # Errors
    /// When there are fewer than 2 training images.
    pub fn new(dataset: &Dataset, scaler: &Scaler, split: &Split, widest: usize) -> Result<Self> {
        let pca = if split.validation.is_empty() {
            Pca::fit_images(&dataset.train, scaler, widest)?
        } else {
            Pca::fit_images(&part(&dataset.train, &split.train)?, scaler, widest)?
        };
        Ok(Self { pca })
    }

    /// Mean squared error that `width` components leave on the test images, in the scale of the inputs.
    pub fn mse(&self, dataset: &Dataset, scaler: &Scaler, width: usize) -> f64 {
        self.pca.test_error_images(&dataset.test, scaler, width)
    }
}

fn part(images: &Images, indices: &[u32]) -> Result<Images> {
    let mut pixels = Vec::with_capacity(indices.len() * images.shape().size());
    for &index in indices {
        pixels.extend_from_slice(images.image(index as usize));
    }
    Ok(Images::new(images.shape(), pixels, None)?)
}
