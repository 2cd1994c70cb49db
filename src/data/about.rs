//! Facts and warnings about how a dataset was read.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Fingerprint, HoldOut, SeriesFacts, SoundFormat, TableFacts, TextFacts};

/// What a person should know of how a dataset was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    pub test_part: TestPart,
    /// What was found of a table's file.
    pub table: Option<Arc<TableFacts>>,
    /// What its files hold; `None` of a set that is part of the program.
    pub content: Option<Fingerprint>,
    /// The arrays of an archive, by name.
    pub arrays: Vec<String>,
    /// What was found of a table of texts.
    pub texts: Option<Arc<TextFacts>>,
    /// Tokens of the longest text in order.
    pub tokens: Option<usize>,
    /// What was found of a table of series.
    pub series: Option<Arc<SeriesFacts>>,
    /// How sounds became values.
    pub sound: Option<Arc<SoundFormat>>,
    /// One sentence each.
    pub warnings: Vec<String>,
}

/// Where the test samples come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TestPart {
    /// The set has one of its own.
    #[default]
    Own,
    /// The file that the settings name.
    Named(PathBuf),
    /// The file beside the training file whose name says so.
    Beside(PathBuf),
    /// Samples of the training file, by this seed.
    HeldOut { how: HoldOut, seed: u64 },
    /// The last steps of one long series.
    Last,
    /// Ratings of the training file, likewise.
    HeldOutRatings { how: HoldOut, seed: u64 },
}

impl fmt::Display for TestPart {
    /// One sentence without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => write!(f, "The test part is the set's own"),
            Self::Named(path) => write!(f, "The test part is the file {}", path.display()),
            Self::Beside(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                write!(f, "The test part is the file beside it, {}", name.display())
            }
            Self::HeldOut {
                how: HoldOut::Drawn,
                seed,
            } => write!(
                f,
                "The test part is a sixth of the samples, drawn by the split seed {seed}"
            ),
            Self::Last => write!(f, "The test part is the last sixth of the series"),
            Self::HeldOutRatings {
                how: HoldOut::Drawn,
                seed,
            } => write!(
                f,
                "The test part is a sixth of the ratings, drawn by the split seed {seed}"
            ),
            Self::HeldOutRatings { .. } => {
                write!(f, "The test part is every sixth rating of the file")
            }
            Self::HeldOut { .. } => write!(f, "The test part is every sixth sample of the file"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_part_says_what_it_is() {
        let drawn = TestPart::HeldOut {
            how: HoldOut::Drawn,
            seed: 7,
        };
        assert_eq!(
            drawn.to_string(),
            "The test part is a sixth of the samples, drawn by the split seed 7"
        );
        let beside = TestPart::Beside("a/b/adult_test.csv".into());
        assert_eq!(
            beside.to_string(),
            "The test part is the file beside it, adult_test.csv"
        );
    }
}
