//! The order in which an epoch visits the training images.

use rand::seq::SliceRandom;

use super::random::{Purpose, stream};

/// A permutation of `0..count`, drawn afresh for each epoch from the seed.
pub fn epoch_order(seed: u64, epoch: u32, count: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.shuffle(&mut stream(seed, Purpose::Shuffling, u64::from(epoch), 0));
    order
}
