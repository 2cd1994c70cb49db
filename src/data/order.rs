//! The shuffled order of an epoch.

use rand::seq::SliceRandom;

use super::random::{Purpose, stream};

/// A permutation of `0..count`, drawn afresh for each epoch from the seed.
pub fn epoch_order(seed: u64, epoch: u32, count: usize) -> Vec<u32> {
    let mut order = Vec::new();
    put_epoch_order(seed, epoch, count, &mut order);
    order
}

/// Replaces the contents of `order` with those of [`epoch_order`]; its memory is used again.
pub(crate) fn put_epoch_order(seed: u64, epoch: u32, count: usize, order: &mut Vec<u32>) {
    order.clear();
    order.extend(0..count as u32);
    order.shuffle(&mut stream(seed, Purpose::Shuffling, u64::from(epoch), 0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_image_is_visited_once() {
        let mut order = epoch_order(5, 3, 1000);
        assert!(!order.is_sorted());
        order.sort_unstable();
        assert_eq!(order, (0..1000).collect::<Vec<u32>>());
    }

    #[test]
    fn the_order_is_fixed_by_seed_and_epoch() {
        let first = epoch_order(0, 0, 10);
        assert_eq!(first, [0, 7, 8, 4, 9, 2, 3, 5, 6, 1]);
        assert_eq!(first, epoch_order(0, 0, 10));
        assert_ne!(first, epoch_order(0, 1, 10));
        assert_ne!(first, epoch_order(1, 0, 10));
    }

    #[test]
    fn nothing_and_one_image_have_one_order() {
        assert!(epoch_order(9, 9, 0).is_empty());
        assert_eq!(epoch_order(9, 9, 1), [0]);
    }
}
