//! Draws a test part for data that come without one.

use std::path::Path;

use super::hold_out::parts_by_class;
use super::{DataError, HoldOut, Samples, TestPart};

/// How a test part is taken out of data that come without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parting {
    pub how: HoldOut,
    pub seed: u64,
    /// No sample is taken out, and a test part that is there belongs to the others: none of them is trained on.
    pub whole: bool,
}

impl Parting {
    /// Of samples that nothing is trained on.
    pub const WHOLE: Self = Self {
        how: HoldOut::Drawn,
        seed: 0,
        whole: true,
    };

    /// Parts `all`, read from `path` without a test part, into training and test samples.
    pub(super) fn part(
        self,
        all: &Samples,
        path: &Path,
    ) -> Result<(Samples, Samples, TestPart), DataError> {
        let [train, test] = self.indices(all.len(), None, path)?;
        Ok((all.chosen(&train), all.chosen(&test), self.test_part()))
    }

    /// The training and the test part of `count` samples read from `path`; of those with `labels` each class gives its
    /// share.
    pub(super) fn indices(
        self,
        count: usize,
        labels: Option<&[u32]>,
        path: &Path,
    ) -> Result<[Vec<u32>; 2], DataError> {
        let parts = match labels {
            _ if self.whole => Ok([(0..count as u32).collect(), Vec::new()]),
            Some(labels) if self.how == HoldOut::Drawn => parts_by_class(labels, self.seed),
            _ => self.how.parts(count, self.seed),
        };
        parts.map_err(|problem| DataError::file(path, problem))
    }

    /// What is said of the test part.
    pub(super) fn test_part(self) -> TestPart {
        let Self { how, seed, .. } = self;
        TestPart::HeldOut { how, seed }
    }

    /// The same of ratings.
    pub(super) fn test_ratings(self) -> TestPart {
        let Self { how, seed, .. } = self;
        TestPart::HeldOutRatings { how, seed }
    }
}
