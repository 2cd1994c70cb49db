//! Which of the weights kept of the past are dropped first.

use std::sync::Arc;

use super::{Checkpoint, checkpoint};
use crate::model::Tensors;

/// How many times `weights` fit into `bytes`.
pub(super) fn most(bytes: usize, weights: &Tensors) -> usize {
    bytes / checkpoint::bytes(weights).max(1)
}

/// Whether `batch` of `batches` is one of the points of the first epoch.
pub(super) fn is_early(batch: u32, batches: u32) -> bool {
    [8.0, 4.0, 2.0].into_iter().any(|part| {
        let point = (f64::from(batches) / part).round().max(1.0);
        point == f64::from(batch) && batch < batches
    })
}

/// Epochs from one regular point at `epoch` or before it to the next.
fn stride(epoch: u32) -> u32 {
    match epoch {
        0..8 => 1,
        _ => 1 << (epoch.ilog2() - 2),
    }
}

fn is_regular(epochs: f64) -> bool {
    let whole = epochs as u32;
    epochs < 1.0 || whole.is_multiple_of(stride(whole))
}

fn next_regular(epochs: f64) -> f64 {
    let whole = epochs as u32;
    let stride = stride(whole);
    f64::from(whole / stride) * f64::from(stride) + f64::from(stride)
}

/// Drops the last epoch of before and the best one of before where they are no regular points, then, while there are
/// over `most`, what is closest to its neighbours on a logarithmic axis; the best, the first and the last go last of
/// all, in this order.
pub(super) fn thin(checkpoints: &mut Vec<Arc<Checkpoint>>, most: usize) {
    let best = checkpoints
        .iter()
        .filter_map(|checkpoint| Some((checkpoint.loss?, checkpoint.epochs)))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let best = best.map(|(_, epochs)| epochs);
    let newest = checkpoints.last().map(|last| last.epochs);
    checkpoints.retain(|checkpoint| {
        let epochs = Some(checkpoint.epochs);
        epochs == newest || epochs == best || is_regular(checkpoint.epochs)
    });
    while checkpoints.len() > most {
        let superfluous = closest(checkpoints, best);
        checkpoints.remove(superfluous);
    }
}

/// Which of `checkpoints` (not empty) can be done without best.
fn closest(checkpoints: &[Arc<Checkpoint>], best: Option<f64>) -> usize {
    let last = checkpoints.len() - 1;
    let is_best = |index: &usize| Some(checkpoints[*index].epochs) == best;
    let gap = |&index: &usize| {
        let mut next = checkpoints[index + 1].epochs;
        if index + 1 == last {
            // The last one moves on until it stands there.
            next = next.max(next_regular(checkpoints[index].epochs));
        }
        logarithm(next) - logarithm(checkpoints[index - 1].epochs)
    };
    let within = (1..last).filter(|index| !is_best(index));
    let closest = within.min_by(|a, b| gap(a).total_cmp(&gap(b)));
    closest
        .or_else(|| (1..last).find(is_best))
        // The first before the last.
        .unwrap_or(0)
}

/// So that the weights a run began with are as far from those after 1/8 epoch as these from 3/8.
fn logarithm(epochs: f64) -> f64 {
    (epochs + 0.125).log2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Tensor;

    fn checkpoint(epochs: f64, loss: Option<f64>) -> Arc<Checkpoint> {
        Arc::new(Checkpoint::new(epochs, 0, loss, Arc::default()))
    }

    /// What is kept of a run of whole epochs, each with its watched loss.
    fn thinned(losses: impl IntoIterator<Item = f64>, most: usize) -> Vec<f64> {
        let mut checkpoints = Vec::new();
        let early = [0.0, 0.125, 0.25, 0.5].map(|epochs| (epochs, None));
        let whole = (1..).map(f64::from).zip(losses.into_iter().map(Some));
        for (epochs, loss) in early.into_iter().chain(whole) {
            checkpoints.push(checkpoint(epochs, loss));
            thin(&mut checkpoints, most);
            assert!(checkpoints.len() <= most);
        }
        checkpoints
            .iter()
            .map(|checkpoint| checkpoint.epochs)
            .collect()
    }

    fn falling(epochs: u32) -> impl Iterator<Item = f64> {
        (0..epochs).map(|epoch| 1.0 / f64::from(epoch + 1))
    }

    #[test]
    fn many_of_the_beginning_are_kept_and_fewer_later() {
        assert_eq!(
            thinned(falling(50), 99),
            [
                0.0, 0.125, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 14.0,
                16.0, 20.0, 24.0, 28.0, 32.0, 40.0, 48.0, 50.0
            ]
        );
        assert_eq!(
            thinned(falling(100), 99)[21..],
            [48.0, 56.0, 64.0, 80.0, 96.0, 100.0]
        );
    }

    #[test]
    fn the_best_stays_until_a_better_one_comes() {
        let losses = |rest: &[f64]| [&[0.9; 8][..], &[0.5, 0.6, 0.7, 0.7, 0.7], rest].concat();
        assert_eq!(thinned(losses(&[]), 99)[11..], [8.0, 9.0, 10.0, 12.0, 13.0]);
        assert_eq!(
            thinned(losses(&[0.7, 0.4, 0.5, 0.5]), 99)[11..],
            [8.0, 10.0, 12.0, 14.0, 15.0, 16.0, 17.0]
        );
        // Of equals the first.
        assert_eq!(thinned([0.1; 11], 99)[9..], [6.0, 7.0, 8.0, 10.0, 11.0]);
    }

    #[test]
    fn the_middle_is_thinned_evenly_when_room_is_short() {
        assert_eq!(
            thinned(falling(100), 8),
            [0.0, 0.125, 1.0, 3.0, 7.0, 16.0, 64.0, 100.0]
        );
        let mut losses: Vec<f64> = falling(60).collect();
        losses[4] = 0.0;
        assert_eq!(thinned(losses.clone(), 3), [0.0, 5.0, 60.0]);
        assert_eq!(thinned(losses.clone(), 2), [0.0, 60.0]);
        assert_eq!(thinned(losses.clone(), 1), [60.0]);
        assert!(thinned(losses, 0).is_empty());
    }

    #[test]
    fn thinning_what_is_thin_enough_changes_nothing() {
        let frames = |epochs: &[f64]| -> Vec<_> {
            epochs
                .iter()
                .map(|&epochs| checkpoint(epochs, (epochs >= 1.0).then_some(1.0 / epochs)))
                .collect()
        };
        for most in 1..30 {
            let once = thinned(falling(77), most);
            let mut again = frames(&once);
            thin(&mut again, most);
            assert_eq!(again, frames(&once));
        }
        thin(&mut Vec::new(), 0);
    }

    #[test]
    fn points_of_the_first_epoch_are_apart_and_within_it() {
        let points = |batches: u32| -> Vec<u32> {
            let all = 1..=batches;
            all.filter(|&batch| is_early(batch, batches)).collect()
        };
        assert_eq!(points(430), [54, 108, 215]);
        assert_eq!(points(8), [1, 2, 4]);
        assert_eq!(points(5), [1, 3]);
        assert_eq!(points(2), [1]);
        assert!(points(1).is_empty());
    }

    #[test]
    fn room_is_counted_in_whole_sets_of_weights() {
        let tensor = |numbers: usize| Tensor {
            shape: vec![numbers],
            data: vec![0.0; numbers],
        };
        let weights = Tensors::from([("a".into(), tensor(6)), ("b".into(), tensor(4))]);
        assert_eq!(
            [0, 39, 40, 79, 80].map(|b| most(b, &weights)),
            [0, 0, 1, 1, 2]
        );
        assert_eq!(most(16_000_000, &Tensors::new()), 16_000_000);
    }
}
