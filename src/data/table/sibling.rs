//! Finds the file beside a table that holds its test part.

use std::path::{Path, PathBuf};

use crate::data::TestPart;
use crate::settings::words::capital;

/// Endings of table files; `.gz` may follow each.
const ENDINGS: [&str; 5] = ["csv", "tsv", "tab", "txt", "dat"];

/// The file beside `path` that is named like its test part: `adult_train.csv` and `adult_test.csv`, `train.csv` and
/// `test.csv`, `x.csv` and `x_test.csv` or `x-test.csv`. It may have another ending that tables have, packed or not.
pub fn test_sibling(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let (stem, ending) = split(name);
    if word_in(&stem.to_ascii_lowercase(), "test").is_some() {
        return None;
    }
    let mut endings = vec![ending.to_owned()];
    for known in ENDINGS {
        endings.push(format!(".{known}"));
        endings.push(format!(".{known}.gz"));
    }
    let stems = test_stems(stem);
    let found = endings.iter().find_map(|ending| {
        let mut paths = stems
            .iter()
            .map(|stem| path.with_file_name(format!("{stem}{ending}")));
        paths.find(|sibling| sibling.is_file())
    });
    found.filter(|sibling| sibling != path)
}

/// The file with the test part of the one at `path`: that which is `named`, or else its [`test_sibling`].
pub fn test_part(path: &Path, named: Option<&Path>) -> Option<(PathBuf, TestPart)> {
    match named {
        Some(named) => Some((named.to_owned(), TestPart::Named(named.to_owned()))),
        None => test_sibling(path).map(|beside| (beside.clone(), TestPart::Beside(beside))),
    }
}

/// That file where it is not named.
pub fn unnamed_test_part(path: &Path, named: Option<&Path>) -> Vec<PathBuf> {
    let unnamed = named.is_none().then(|| test_sibling(path));
    unnamed.flatten().into_iter().collect()
}

/// `adult.csv.gz` as `adult` and `.csv.gz`.
fn split(name: &str) -> (&str, &str) {
    let inner = name.strip_suffix(".gz").unwrap_or(name);
    let end = inner.rfind('.').filter(|at| *at > 0);
    name.split_at(end.unwrap_or(inner.len()))
}

/// What the test part of `stem` may be called.
fn test_stems(stem: &str) -> Vec<String> {
    let mut stems = Vec::new();
    for (train, test) in [
        ("train", "test"),
        ("training", "testing"),
        ("training", "test"),
    ] {
        for (train, test) in [
            (train.to_owned(), test.to_owned()),
            (train.to_uppercase(), test.to_uppercase()),
            (capital(train), capital(test)),
        ] {
            if let Some(at) = word_in(stem, &train) {
                let (before, after) = (&stem[..at], &stem[at + train.len()..]);
                stems.push(format!("{before}{test}{after}"));
            }
        }
    }
    if stems.is_empty() {
        stems.extend(["_test", "-test", ".test", "_TEST"].map(|end| format!("{stem}{end}")));
    }
    stems
}

/// Where `word` stands alone in `stem`, the last time: `train` is in `x_train_1`, not in `strain`.
fn word_in(stem: &str, word: &str) -> Option<usize> {
    let alone = |at: usize| {
        let before = stem[..at].chars().next_back();
        let after = stem[at + word.len()..].chars().next();
        let outside = |letter: Option<char>| !letter.is_some_and(char::is_alphabetic);
        outside(before) && outside(after)
    };
    let mut places = stem.rmatch_indices(word).map(|(at, _)| at);
    places.find(|&at| alone(at))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The sibling of the first of `names` when all of them are files of one folder.
    fn sibling(names: &[&str]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found = test_sibling(&folder.path().join(names[0]))?;
        assert_eq!(found.parent(), Some(folder.path()));
        Some(found.file_name()?.to_str()?.to_owned())
    }

    #[test]
    fn each_way_to_name_a_test_part_is_known() {
        for names in [
            ["adult_train.csv", "adult_test.csv"],
            ["train.csv", "test.csv"],
            ["x.csv", "x_test.csv"],
            ["x.csv", "x-test.csv"],
            ["Arrow_TRAIN.tsv", "Arrow_TEST.tsv"],
            ["Train.csv", "Test.csv"],
            ["training.csv", "test.csv"],
            ["training.csv", "testing.csv"],
            ["train-1.csv.gz", "test-1.csv.gz"],
            ["train.csv", "test.tsv.gz"],
            ["data.train.csv", "data.test.csv"],
        ] {
            assert_eq!(sibling(&names).as_deref(), Some(names[1]));
        }
    }

    #[test]
    fn the_same_ending_comes_first_and_others_are_no_siblings() {
        let both = ["train.csv", "test.txt", "test.csv"];
        assert_eq!(sibling(&both).as_deref(), Some("test.csv"));
        for names in [
            &["train.csv"][..],
            &["strain.csv", "stest.csv"],
            &["train.csv", "test.png"],
            &["test.csv", "test_test.csv"],
            &["x.csv", "y_test.csv"],
        ] {
            assert_eq!(sibling(names), None);
        }
    }
}
