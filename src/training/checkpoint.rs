//! A checkpoint: the weights at one moment of a run, to look back at and to fork from.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::model::Tensors;

/// A checkpoint: the weights at one moment of a run; never changed once made.
#[derive(Debug)]
pub struct Checkpoint {
    /// Epochs done, fractional inside one; 0 for the weights a run began with.
    pub epochs: f64,
    /// Updates done.
    pub step: u64,
    /// The watched loss of the last finished epoch; `None` inside the first.
    pub loss: Option<f64>,
    weights: CheckpointWeights,
    /// What a bundle calls the file of these weights, once it has written or read one: no need to encode them again.
    pub file_name: OnceLock<String>,
}

/// Where the weights of a checkpoint are.
#[derive(Debug)]
enum CheckpointWeights {
    Memory(Arc<Tensors>),
    Stored(Box<dyn StoredWeights>),
}

/// Weights in a file, read when somebody looks.
pub trait StoredWeights: fmt::Debug + Send + Sync {
    /// # Errors
    /// One sentence that ends with the path.
    fn load(&self) -> Result<Tensors, String>;

    /// The file, so that a save elsewhere can copy it.
    fn path(&self) -> &Path;
}

impl Checkpoint {
    /// Of weights at hand.
    pub fn new(epochs: f64, step: u64, loss: Option<f64>, weights: Arc<Tensors>) -> Self {
        Self {
            epochs,
            step,
            loss,
            weights: CheckpointWeights::Memory(weights),
            file_name: OnceLock::new(),
        }
    }

    /// Of weights in a file that a bundle calls `file_name`.
    pub fn stored(
        epochs: f64,
        step: u64,
        loss: Option<f64>,
        weights: Box<dyn StoredWeights>,
        file_name: String,
    ) -> Self {
        Self {
            epochs,
            step,
            loss,
            weights: CheckpointWeights::Stored(weights),
            file_name: OnceLock::from(file_name),
        }
    }

    /// The weights, read from their file where they are not in memory.
    ///
    /// # Errors
    /// As [`StoredWeights::load`].
    pub fn weights(&self) -> Result<Arc<Tensors>, String> {
        match &self.weights {
            CheckpointWeights::Memory(weights) => Ok(Arc::clone(weights)),
            CheckpointWeights::Stored(stored) => stored.load().map(Arc::new),
        }
    }

    /// Bytes of the numbers; `None` for those in a file.
    pub fn bytes(&self) -> Option<usize> {
        match &self.weights {
            CheckpointWeights::Memory(weights) => Some(bytes(weights)),
            CheckpointWeights::Stored(_) => None,
        }
    }

    /// The file of weights that are not in memory.
    pub fn stored_at(&self) -> Option<&Path> {
        match &self.weights {
            CheckpointWeights::Memory(_) => None,
            CheckpointWeights::Stored(stored) => Some(stored.path()),
        }
    }
}

impl PartialEq for Checkpoint {
    /// Reads weights from their files where both are not in memory.
    fn eq(&self, other: &Self) -> bool {
        self.epochs == other.epochs
            && self.step == other.step
            && self.loss == other.loss
            && self.weights() == other.weights()
    }
}

/// Bytes of the numbers of `weights`.
pub(super) fn bytes(weights: &Tensors) -> usize {
    let numbers: usize = weights.values().map(|tensor| tensor.data.len()).sum();
    numbers * size_of::<f32>()
}

/// The checkpoint to look at when a person looks at `epochs`: the newest that is not later, else the first.
pub fn checkpoint_at(checkpoints: &[Arc<Checkpoint>], epochs: f64) -> Option<&Arc<Checkpoint>> {
    let not_later = checkpoints
        .iter()
        .rev()
        .find(|checkpoint| checkpoint.epochs <= epochs);
    not_later.or_else(|| checkpoints.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_that_is_not_later_is_looked_at() {
        let checkpoint = |epochs| Arc::new(Checkpoint::new(epochs, 0, None, Arc::default()));
        let checkpoints = [checkpoint(0.0), checkpoint(0.5), checkpoint(2.0)];
        let at = |epochs| checkpoint_at(&checkpoints, epochs).map(|found| found.epochs);
        assert_eq!(at(0.0), Some(0.0));
        assert_eq!(at(1.0), Some(0.5));
        assert_eq!(at(9.0), Some(2.0));
        assert_eq!(
            checkpoint_at(&checkpoints[2..], 1.0).map(|k| k.epochs),
            Some(2.0)
        );
        assert!(checkpoint_at(&[], 1.0).is_none());
    }
}
