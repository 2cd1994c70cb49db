//! The checkpoint schedule: many of a run's beginning, where much happens, fewer later.
//!
//! Those it began with, those after about 1/8, 1/4 and 1/2 of the first epoch, those after epochs 1 to 8, then four an
//! octave (10, 12, 14, 16, 20, 24, 28, 32, 40, ...), the last finished epoch and the one with the lowest watched loss.
//! What is kept follows from positions and losses alone, so that a run which was saved and opened keeps the same.

use std::sync::Arc;

use super::thinning::is_early;
use super::{Checkpoint, Run};

impl Run {
    /// The checkpoints, oldest first.
    pub fn checkpoints(&self) -> &[Arc<Checkpoint>] {
        self.checkpoints.list()
    }

    /// Keeps at most so many bytes of past weights from now on.
    pub fn keep_at_most(&mut self, bytes: usize) {
        let state = self.state();
        self.checkpoints.keep_at_most(bytes, &state.weights);
    }

    /// Keeps the present weights when the first epoch is at one of its points.
    pub(super) fn keep_within_an_epoch(&mut self) {
        if self.position.epoch == 0 && is_early(self.position.batch, self.loader.batches()) {
            self.keep(None);
        }
    }

    /// Batches to the next point of the epoch where weights are kept: such a point in the first, or its end.
    pub(super) fn batches_until_checkpoint(&self) -> u32 {
        let (batch, batches) = (self.position.batch, self.loader.batches());
        let ahead = batch + 1..batches;
        let early = match self.position.epoch {
            0 => ahead.clone().find(|&batch| is_early(batch, batches)),
            _ => None,
        };
        early.unwrap_or(batches).saturating_sub(batch)
    }

    /// Keeps the present weights, and drops what they make superfluous. `loss` is the watched one of the epoch that has
    /// just ended.
    pub(super) fn keep(&mut self, loss: Option<f64>) {
        let (epochs, step) = (self.epochs_done(), self.position.step);
        let model = &self.model;
        self.checkpoints.add(epochs, || {
            Checkpoint::new(epochs, step, loss, Arc::new(model.weights()))
        });
    }
}
