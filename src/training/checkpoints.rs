//! The list of a run's checkpoints, thinned to a size.

use std::sync::Arc;

use super::Checkpoint;
use super::thinning::{most, thin};
use crate::model::Tensors;

/// The checkpoints of a run, and how many it may have.
#[derive(Default)]
pub(super) struct Checkpoints {
    /// Oldest first.
    list: Vec<Arc<Checkpoint>>,
    most: usize,
}

impl Checkpoints {
    pub(super) fn list(&self) -> &[Arc<Checkpoint>] {
        &self.list
    }

    /// Has at most as many as `weights` fit into `bytes`, from now on.
    pub(super) fn keep_at_most(&mut self, bytes: usize, weights: &Tensors) {
        self.most = most(bytes, weights);
        thin(&mut self.list, self.most);
    }

    /// Has these instead, as far as there is room.
    pub(super) fn set(&mut self, list: Vec<Arc<Checkpoint>>) {
        self.list = list;
        thin(&mut self.list, self.most);
    }

    /// Adds the one that `make` makes of now, `epochs` into the run, and drops what it makes superfluous.
    pub(super) fn add(&mut self, epochs: f64, make: impl FnOnce() -> Checkpoint) {
        if self.most == 0 {
            return;
        }
        self.list.retain(|earlier| earlier.epochs < epochs);
        self.list.push(Arc::new(make()));
        thin(&mut self.list, self.most);
    }
}
