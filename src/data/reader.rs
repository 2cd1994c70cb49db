//! What every kind of data that people bring as files can be asked.

use std::path::{Path, PathBuf};

use super::held_out::Parting;
use super::named::Named;
use super::{DataError, Dataset};

/// The first file, and those of the `others` that are named, each with its key.
pub fn named_paths<'a, const N: usize>(
    first: (&'static str, &'a mut PathBuf),
    others: [(&'static str, &'a mut Option<PathBuf>); N],
) -> Vec<(&'static str, &'a mut PathBuf)> {
    let others = others.into_iter();
    let others = others.filter_map(|(key, path)| Some((key, path.as_mut()?)));
    std::iter::once(first).chain(others).collect()
}

/// Files of one kind as they are chosen, and how samples are made of them. A kind is one type that implements this, and a
/// line in the lists of [`Source`](super::Source).
pub trait Reader {
    /// This kind of data in what somebody named, if it is that: with what lies beside it by the usual names, and with all
    /// else found or as it usually is.
    fn recognise(named: &Named) -> Option<Result<Self, DataError>>
    where
        Self: Sized;

    /// The file or folder that it is named after.
    fn path(&self) -> &Path;

    /// The files it names, each with its key; a project keeps them relative to its own folder.
    fn paths_mut(&mut self) -> Vec<(&'static str, &mut PathBuf)>;

    /// Files that are read besides, found by their names beside those that are named.
    fn found(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    /// Whether its samples are images, as far as the settings say; rows of a table or sequences otherwise.
    fn has_images(&self) -> bool;

    /// Whether its rows are texts as bags of words.
    fn has_words(&self) -> bool {
        false
    }

    /// Whether its samples are texts in order.
    fn has_tokens(&self) -> bool {
        false
    }

    /// Whether its samples are sequences.
    fn has_sequences(&self) -> bool {
        false
    }

    /// Whether it names a test part.
    fn has_test_part(&self) -> bool;

    /// Chooses what nobody has chosen and only the file can tell.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn settle(&mut self) -> Result<(), DataError> {
        Ok(())
    }

    /// Reads all of it. A test part that is not there is taken out of the training samples.
    ///
    /// # Errors
    /// When a file is missing, damaged, not what it should be, or the parts do not fit together.
    fn read(&self, parting: Parting) -> Result<Dataset, DataError>;
}
