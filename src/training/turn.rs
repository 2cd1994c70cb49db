//! Scheduling: which run trains next when several do.

use super::{Position, TrainingOrder, VariantId};

/// A run that is in training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    pub variant: VariantId,
    /// Asked for a step alone, not for all of training.
    pub steps: bool,
    /// How often training had been asked for before this run was.
    pub asked: u64,
    pub epoch: u32,
    /// Images seen in the present epoch.
    pub images: u64,
}

impl Candidate {
    pub fn new(variant: VariantId, steps: bool, asked: u64, position: &Position) -> Self {
        Self {
            variant,
            steps,
            asked,
            epoch: position.epoch,
            images: position.images,
        }
    }
}

/// The runs that take a batch now, at most `most`. In lock-step those that have seen the fewest images, so that all
/// move through the epochs together; one after another the first that was asked for. Single steps go before, a person
/// waits for them.
pub fn next_round(
    mut training: Vec<Candidate>,
    order: TrainingOrder,
    most: usize,
) -> Vec<VariantId> {
    if training.iter().any(|run| run.steps) {
        training.retain(|run| run.steps);
    } else if order == TrainingOrder::OneAfterAnother {
        let first = training.iter().copied().min_by_key(|run| run.asked);
        return first.map(|run| run.variant).into_iter().collect();
    }
    let seen = |run: &Candidate| (run.epoch, run.images);
    let behind = training.iter().map(seen).min();
    training.retain(|run| Some(seen(run)) == behind);
    training.sort_by_key(|run| run.variant);
    training
        .into_iter()
        .map(|run| run.variant)
        .take(most)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(variant: u32, epoch: u32, images: u64) -> Candidate {
        Candidate {
            variant: VariantId(variant),
            steps: false,
            asked: u64::from(10 - variant),
            epoch,
            images,
        }
    }

    fn round(training: &[Candidate], order: TrainingOrder, most: usize) -> Vec<u32> {
        let chosen = next_round(training.to_vec(), order, most);
        chosen.into_iter().map(|variant| variant.0).collect()
    }

    #[test]
    fn in_lock_step_those_that_are_behind_go_first() {
        use TrainingOrder::LockStep;
        let level = [run(3, 1, 64), run(1, 1, 64), run(2, 1, 64)];
        assert_eq!(round(&level, LockStep, 4), [1, 2, 3]);
        assert_eq!(round(&level, LockStep, 2), [1, 2]);
        assert_eq!(round(&[run(1, 1, 64), run(2, 1, 0)], LockStep, 4), [2]);
        assert_eq!(round(&[run(1, 1, 0), run(2, 0, 640)], LockStep, 4), [2]);
        assert_eq!(round(&[], LockStep, 4), [0; 0]);
    }

    #[test]
    fn one_after_another_the_first_asked_for_goes_on() {
        use TrainingOrder::OneAfterAnother;
        let runs = [run(1, 5, 0), run(3, 9, 0), run(2, 0, 0)];
        assert_eq!(round(&runs, OneAfterAnother, 4), [3]);
        assert_eq!(round(&[], OneAfterAnother, 4), [0; 0]);
    }

    #[test]
    fn a_single_step_does_not_wait_for_the_others() {
        let step = Candidate {
            steps: true,
            ..run(2, 7, 0)
        };
        for order in [TrainingOrder::LockStep, TrainingOrder::OneAfterAnother] {
            assert_eq!(round(&[run(1, 0, 0), step], order, 4), [2]);
        }
    }
}
