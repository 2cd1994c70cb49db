//! Which samples are held out for testing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

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

/// The training and the test part of samples with these labels: of each class a sixth, drawn by `seed`.
///
/// # Errors
/// As [`HoldOut::parts`].
pub fn parts_by_class(labels: &[u32], seed: u64) -> Result<[Vec<u32>; 2], &'static str> {
    let [_, drawn] = HoldOut::Drawn.parts(labels.len(), seed)?;
    let wanted = drawn.len();
    let mut order: Vec<u32> = (0..labels.len() as u32).collect();
    order.shuffle(&mut stream(seed, Purpose::TestPart, 0, 0));
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for label in labels {
        *counts.entry(*label).or_default() += 1;
    }
    let mut shares: BTreeMap<u32, usize> = counts
        .iter()
        .map(|(label, count)| (*label, count / ONE_IN))
        .collect();
    // What is left of the whole goes to the classes that whole sixths cut most from.
    let mut left = wanted.saturating_sub(shares.values().sum());
    let mut rests: Vec<(usize, u32)> = counts
        .iter()
        .map(|(label, count)| (count % ONE_IN, *label))
        .collect();
    rests.sort_by_key(|(rest, label)| (Reverse(*rest), *label));
    for (_, label) in rests {
        if left == 0 {
            break;
        }
        *shares.entry(label).or_default() += 1;
        left -= 1;
    }
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for index in order {
        let share = shares.get_mut(&labels[index as usize]);
        match share.filter(|share| **share > 0) {
            Some(share) => {
                *share -= 1;
                test.push(index);
            }
            None => train.push(index),
        }
    }
    train.sort_unstable();
    test.sort_unstable();
    Ok([train, test])
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

    #[test]
    fn every_class_gives_its_share() {
        // 60 of class 0, 12 of class 7, 3 of class 9.
        let labels: Vec<u32> = (0..75)
            .map(|index| match index {
                0..60 => 0,
                60..72 => 7,
                _ => 9,
            })
            .collect();
        let [train, test] = parts_by_class(&labels, 3).unwrap();
        let mut all = [train.clone(), test.clone()].concat();
        all.sort_unstable();
        assert_eq!(all, (0..75).collect::<Vec<u32>>());
        let of = |label| {
            test.iter()
                .filter(|i| labels[**i as usize] == label)
                .count()
        };
        assert_eq!([of(0), of(7), of(9)], [10, 2, 0]);
        assert_eq!(parts_by_class(&labels, 3).unwrap()[1], test);
        assert_ne!(parts_by_class(&labels, 4).unwrap()[1], test);
        assert_eq!(
            parts_by_class(&[5, 5], 0).unwrap().map(|part| part.len()),
            [1, 1]
        );
        assert!(parts_by_class(&[5], 0).is_err());
    }
}
