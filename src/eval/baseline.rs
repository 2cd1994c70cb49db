//! The PCA baseline: the reconstruction error of as many principal components as a code has numbers.

use super::{Pca, PcaError};
use crate::data::{Dataset, SampleShape, Scaler, Split};

/// Principal components of the samples that models are trained on, as many as the widest code has numbers.
pub struct Baseline {
    pca: Pca,
}

impl Baseline {
    /// Whether there is one, and its error and a model's are of the same numbers: of images, of rows of numbers that are all
    /// there, and of sequences, of which only what is there is measured.
    pub fn measures(dataset: &Dataset, split: &Split) -> bool {
        let shape = dataset.shape();
        let masked = shape.input_width() != shape.target_width();
        let has_axes = split.train.len() > 1;
        let are_measured = !dataset.test.has_gaps() || is_sequence(dataset);
        has_axes && shape.text().is_none() && !shape.is_mixed() && !masked && are_measured
    }

    /// # Errors
    /// When there are fewer than 2 training samples.
    pub fn new(
        dataset: &Dataset,
        scaler: &Scaler,
        split: &Split,
        widest: usize,
    ) -> Result<Self, PcaError> {
        let pca = Pca::fit_samples(&dataset.train, &split.train, scaler, widest)?;
        Ok(Self { pca })
    }

    /// Mean squared error that `width` components leave on the test samples, in the scale of the inputs.
    pub fn mse(&self, dataset: &Dataset, scaler: &Scaler, width: usize) -> f64 {
        if !has_gaps(dataset) {
            return self.pca.test_error_samples(&dataset.test, scaler, width);
        }
        let errors = self.pca.errors_there(&dataset.test, scaler);
        errors
            .get(width)
            .or(errors.last())
            .copied()
            .unwrap_or(f64::NAN)
    }

    /// As [`Self::mse`] for every width from 0 to the widest, at its index.
    pub fn curve(&self, dataset: &Dataset, scaler: &Scaler) -> Vec<f64> {
        match has_gaps(dataset) {
            true => self.pca.errors_there(&dataset.test, scaler),
            false => self.pca.test_errors_samples(&dataset.test, scaler),
        }
    }
}

fn is_sequence(dataset: &Dataset) -> bool {
    matches!(dataset.shape(), SampleShape::Sequence(_))
}

/// Whether some of the numbers are not there, so that they are not all measured.
fn has_gaps(dataset: &Dataset) -> bool {
    is_sequence(dataset) && dataset.test.has_gaps()
}
