//! Splits the training images into training and validation.

use rand::seq::SliceRandom;

use super::random::{Purpose, stream};
use super::{SampleShape, Samples, SequenceShape};

/// Indices into the training images; the two parts are disjoint and together complete. Of ratings those of rows that
/// have some in training, and of rows of validation's own, which have others.
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
        // It held all of them.
        indices.shrink_to_fit();
        Self {
            train,
            validation: indices,
        }
    }

    /// Of windows of one series: the last `validation` are set aside, and those before them that share a step with one are
    /// in neither part; `None` of other samples, and where nothing would be left to train on.
    pub fn of_windows(train: &Samples, validation: usize) -> Option<Self> {
        let SampleShape::Sequence(SequenceShape { steps, .. }) = train.shape() else {
            return None;
        };
        let first = train.len().checked_sub(validation)?;
        let end = match validation {
            0 => usize::MAX,
            _ => train.first_step(first)?,
        };
        let mut kept = Vec::new();
        for index in 0..first {
            if train.first_step(index)?.saturating_add(*steps) <= end {
                kept.push(index as u32);
            }
        }
        let validation = (first as u32..train.len() as u32).collect();
        (!kept.is_empty()).then_some(Self {
            train: kept,
            validation,
        })
    }

    /// Of rows of ratings: those of `train` that have some, and all of `validation`.
    pub fn of_ratings(train: &Samples, validation: &Samples) -> Self {
        let has_some = |row: &u32| train.seen().is_some_and(|all| all.count(*row as usize) > 0);
        Self {
            train: (0..train.len() as u32).filter(has_some).collect(),
            validation: (0..validation.len() as u32).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_disjoint_complete_and_sorted() {
        let split = Split::new(1000, 300, 7);
        assert_eq!((split.train.len(), split.validation.len()), (700, 300));
        assert!(split.train.is_sorted() && split.validation.is_sorted());
        let mut all = [split.train, split.validation].concat();
        all.sort_unstable();
        assert_eq!(all, (0..1000).collect::<Vec<u32>>());
    }

    #[test]
    fn the_draw_depends_on_the_seed_alone() {
        let split = Split::new(20, 5, 0);
        assert_eq!(split.validation, [2, 8, 13, 15, 19]);
        assert_eq!(split, Split::new(20, 5, 0));
        assert_ne!(split, Split::new(20, 5, 1));
    }

    #[test]
    fn no_validation_keeps_all_images_in_order() {
        let split = Split::new(4, 0, 3);
        assert_eq!(split.train, [0, 1, 2, 3]);
        assert!(split.validation.is_empty());
    }

    #[test]
    fn one_image_is_always_left_for_training() {
        let split = Split::new(3, 99, 0);
        assert_eq!((split.train.len(), split.validation.len()), (1, 2));
        for count in [0, 1] {
            let split = Split::new(count, 5, 0);
            assert_eq!((split.train.len(), split.validation.len()), (count, 0));
        }
    }
}
