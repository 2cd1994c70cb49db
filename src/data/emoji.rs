//! The built-in set of emoji: small pictures in colour.

use std::path::Path;

use super::held_out::Parting;
use super::packed::{Packed, packed};
use super::{About, DataError, Dataset};

/// The groups of Unicode by label.
const GROUPS: [&str; 10] = [
    "Smileys & Emotion",
    "People & Body",
    "Component",
    "Animals & Nature",
    "Food & Drink",
    "Travel & Places",
    "Activities",
    "Objects",
    "Symbols",
    "Flags",
];

pub(super) static EMOJI: Packed =
    packed!("emoji/images-idx4-ubyte.gz", "emoji/labels-idx1-ubyte.gz");

/// Unpacks the set, and takes a test part out of it, each group with its share.
pub(super) fn load(name: &str, parting: Parting) -> Result<Dataset, DataError> {
    let all = EMOJI.unpack()?;
    let parts = parting.indices(all.len(), all.labels(), Path::new(name))?;
    let [train, test] = parts.map(|part| all.chosen(&part));
    Ok(Dataset {
        name: name.to_owned(),
        train,
        test,
        class_names: Some(GROUPS.map(str::to_owned).to_vec()),
        about: About {
            test_part: parting.test_part(),
            ..About::default()
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{HoldOut, ImageShape, Samples};

    /// Emoji of each group.
    const COUNTS: [usize; 10] = [169, 386, 5, 159, 131, 218, 85, 264, 224, 270];

    #[test]
    fn every_emoji_is_in_one_part() {
        let parting = Parting {
            how: HoldOut::Drawn,
            seed: 0,
            whole: false,
        };
        let data = load("Emoji", parting).unwrap();
        let counts = [&data.train, &data.test].map(Samples::label_counts);
        let all: Vec<usize> = counts[0]
            .iter()
            .zip(&counts[1])
            .map(|(a, b)| a + b)
            .collect();
        assert_eq!(all, COUNTS);
        // Each group gives a sixth.
        assert!(
            counts[1]
                .iter()
                .zip(COUNTS)
                .all(|(part, all)| part.abs_diff(all / 6) <= 1)
        );
        let shape = ImageShape {
            height: 32,
            width: 32,
            channels: 3,
        };
        assert_eq!(data.train.shape(), &shape.into());
    }
}
