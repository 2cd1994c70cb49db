//! Reads series, whichever file holds them.

use std::path::{Path, PathBuf};

use super::assemble::assembled;
use super::gathered::Gathered;
use super::{FileForm, SeriesFacts, SeriesFile, arrays, ignored, table, ts};
use crate::data::held_out::Parting;
use crate::data::named::Named;
use crate::data::path_name::file_name;
use crate::data::reader::{Reader, named_paths};
use crate::data::table::{read_bytes, test_part, unnamed_test_part};
use crate::data::{DataError, Dataset};

impl Reader for SeriesFile {
    fn recognise(named: &Named) -> Option<Result<Self, DataError>> {
        // The same ending is that of other files, which say at their beginning what they are.
        let is_series =
            named.ends(&[".ts"]) && (named.start.is_empty() || ts::begins(&named.start));
        is_series.then(|| {
            Ok(Self {
                path: named.path.to_owned(),
                ..Self::default()
            })
        })
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn paths_mut(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        named_paths(("path", &mut self.path), [("test", &mut self.test)])
    }

    fn found(&self) -> Vec<PathBuf> {
        match Self::form_of(&self.path) {
            FileForm::Array => Vec::new(),
            FileForm::Ts | FileForm::Table => unnamed_test_part(&self.path, self.test.as_deref()),
        }
    }

    fn has_images(&self) -> bool {
        false
    }

    fn has_sequences(&self) -> bool {
        true
    }

    fn has_test_part(&self) -> bool {
        self.test.is_some()
    }

    fn read(&self, parting: Parting) -> Result<Dataset, DataError> {
        let path = &self.path;
        let name = file_name(path);
        if Self::form_of(path) == FileForm::Array {
            let (train, test) = arrays::read(self)?;
            let test = test.filter(|_| !parting.whole);
            let ignored = ignored::warning(self, train.facts.as_ref().map(|facts| facts.form));
            let mut dataset = assembled(self, name, (train, test), parting)?;
            dataset.about.warnings.extend(ignored);
            return Ok(dataset);
        }
        let train = gather(path, self, None)?;
        let found = test_part(path, self.test.as_deref()).filter(|_| !parting.whole);
        let test = match found {
            None => None,
            Some((file, part)) => {
                let test = gather(&file, self, train.facts.as_ref())?;
                Some((test, part))
            }
        };
        let ignored = ignored::warning(self, train.facts.as_ref().map(|facts| facts.form));
        let mut dataset = assembled(self, name, (train, test), parting)?;
        dataset.about.warnings.extend(ignored);
        Ok(dataset)
    }
}

/// The sequences in the text file at `path`, which is that of `file` or of its test part.
///
/// # Errors
/// When it cannot be read, or there is no sequence in it.
pub fn gather(
    path: &Path,
    file: &SeriesFile,
    like: Option<&SeriesFacts>,
) -> Result<Gathered, DataError> {
    let bytes = read_bytes(path, "a series")?;
    of_bytes(bytes, path, file, like)
}

/// The sequences in a text file of these bytes; its path is for errors alone.
///
/// # Errors
/// As [`gather`].
pub fn of_bytes(
    bytes: Vec<u8>,
    path: &Path,
    file: &SeriesFile,
    like: Option<&SeriesFacts>,
) -> Result<Gathered, DataError> {
    match SeriesFile::form_of(path) {
        FileForm::Ts => ts::read(bytes, path, file.encoding.as_deref()),
        FileForm::Table | FileForm::Array => table::read(bytes, path, file, like),
    }
}
