//! Training and validation parts of the training images.

use rand::seq::SliceRandom;

use super::random::{Purpose, stream};

/// Indices into the training images; the two parts are disjoint and together complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    pub train: Vec<u32>,
    /// Empty when the test set is watched instead.
    pub validation: Vec<u32>,
}

impl Split {
    /// Draws `validation` of `count` images by `seed`; at least one image is left for training.
    pub fn new(count: usize, validation: usize, seed: u64) -> Self {
        let validation = validation.min(count.saturating_sub(1));
        let mut indices: Vec<u32> = (0..count as u32).collect();
        if validation == 0 {
            return Self {
                train: indices,
                validation: Vec::new(),
            };
        }
        indices.shuffle(&mut stream(seed, Purpose::Split, 0, 0));
        let mut train = indices.split_off(validation);
        train.sort_unstable();
        indices.sort_unstable();
        Self {
            train,
            validation: indices,
        }
    }
}
