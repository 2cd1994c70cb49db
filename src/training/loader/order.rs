//! The shuffled order of one epoch, cached until another epoch is asked for.

use crate::data::put_epoch_order;

/// A permutation of the training images.
#[derive(Default)]
pub(super) struct Order {
    places: Vec<u32>,
    epoch: Option<u32>,
}

impl Order {
    /// The order of `count` images in `epoch`.
    pub(super) fn of(&mut self, seed: u64, epoch: u32, count: usize) -> &[u32] {
        if self.epoch != Some(epoch) {
            self.epoch = None;
            put_epoch_order(seed, epoch, count, &mut self.places);
            self.epoch = Some(epoch);
        }
        &self.places
    }
}
