//! What is exported.

use crate::data::{Dataset, Scaler};
use crate::model::{Architecture, Tensors};
use crate::training::Position;

/// A trained model, and what its reader should know of it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The variant's.
    pub name: &'a str,
    /// The dataset's.
    pub data: &'a str,
    /// What it sees, and how that was scaled.
    pub scaler: &'a Scaler,
    pub architecture: &'a Architecture,
    /// Those of a discriminator are left out.
    pub weights: &'a Tensors,
    /// Epochs of training, fractional inside one.
    pub epochs: f64,
    /// Updates of the weights.
    pub steps: u64,
}

impl Subject<'_> {
    /// Epochs done at `position` of a run on `dataset`, of which `validation` images are held back.
    pub fn epochs_at(position: &Position, dataset: &Dataset, validation: usize) -> f64 {
        let count = dataset.train.len();
        let held_back = validation.min(count.saturating_sub(1));
        let images = count.saturating_sub(held_back).max(1);
        f64::from(position.epoch) + position.images as f64 / images as f64
    }
}
