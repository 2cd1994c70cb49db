//! Which samples are held out for testing.

use rand::seq::SliceRandom;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::random::{Purpose, stream};

/// One sample in this many is held out for testing.
const ONE_IN: usize = 6;

/// Which samples are held out for testing where the data have no test part of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldOut {
    /// A sixth, drawn by the split seed.
    #[default]
    Drawn,
    /// Every sixth in the order of the file, or the last of fewer: what projects of format 1 were trained without.
    EverySixth,
}

impl HoldOut {
    /// Whether this is what new projects do.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The training and the test part of `count` samples, each in the order of the file.
    ///
    /// # Errors
    /// One clause, when there are too few for both.
    pub fn parts(self, count: usize, seed: u64) -> Result<[Vec<u32>; 2], &'static str> {
        if count < 2 {
            return Err("one sample cannot be both for training and for testing");
        }
        let all = 0..count as u32;
        let (test, train) = match self {
            Self::Drawn => {
                let mut drawn: Vec<u32> = all.collect();
                drawn.shuffle(&mut stream(seed, Purpose::TestPart, 0, 0));
                let mut train = drawn.split_off((count / ONE_IN).max(1));
                drawn.shrink_to_fit();
                drawn.sort_unstable();
                train.sort_unstable();
                (drawn, train)
            }
            Self::EverySixth => {
                let period = ONE_IN.min(count) as u32;
                all.partition(|index| index % period == period - 1)
            }
        };
        Ok([train, test])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sixth_is_drawn_by_the_seed() {
        let [train, test] = HoldOut::Drawn.parts(20, 0).unwrap();
        assert_eq!((train.len(), test.len()), (17, 3));
        assert!(train.is_sorted() && test.is_sorted());
        let mut all = [train.clone(), test.clone()].concat();
        all.sort_unstable();
        assert_eq!(all, (0..20).collect::<Vec<u32>>());
        assert_eq!(HoldOut::Drawn.parts(20, 0).unwrap(), [train.clone(), test]);
        assert_ne!(HoldOut::Drawn.parts(20, 1).unwrap()[0], train);
    }

    #[test]
    fn every_sixth_follows_the_file() {
        let [train, test] = HoldOut::EverySixth.parts(13, 5).unwrap();
        assert_eq!(test, [5, 11]);
        assert_eq!(train, [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 12]);
    }

    #[test]
    fn of_a_few_one_is_held_out_and_one_is_too_few() {
        assert_eq!(
            HoldOut::EverySixth.parts(3, 0).unwrap(),
            [vec![0, 1], vec![2]]
        );
        let [train, test] = HoldOut::Drawn.parts(2, 0).unwrap();
        assert_eq!((train.len(), test.len()), (1, 1));
        for hold_out in [HoldOut::Drawn, HoldOut::EverySixth] {
            let refused = hold_out.parts(1, 0).unwrap_err();
            assert_eq!(
                refused,
                "one sample cannot be both for training and for testing"
            );
        }
    }
}
