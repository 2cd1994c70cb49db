//! Ratings as a dataset: from files, and those that are part of the program.

use std::path::{Path, PathBuf};

use super::RatingsFile;
use super::headings::Headings;
use super::list::List;
use super::parts;
use crate::data::held_out::Parting;
use crate::data::named::Named;
use crate::data::reader::{Reader, named_paths};
use crate::data::table::{read_bytes, test_part, unnamed_test_part};
use crate::data::{DataError, Dataset, TestPart, path_name};

impl Reader for RatingsFile {
    fn recognise(named: &Named) -> Option<Result<Self, DataError>> {
        let is_list =
            named.ends(&[".csv", ".tsv", ".tab", ".txt"]) && Headings::are_plain(&named.start);
        is_list.then(|| {
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
        unnamed_test_part(&self.path, self.test.as_deref())
    }

    fn has_images(&self) -> bool {
        false
    }

    fn has_test_part(&self) -> bool {
        self.test.is_some()
    }

    fn read(&self, parting: Parting) -> Result<Dataset, DataError> {
        let mut list = List::default();
        list.add(
            read_bytes(&self.path, "a list of ratings")?,
            &self.path,
            self,
        )?;
        let part = match test_part(&self.path, self.test.as_deref()) {
            None => None,
            Some((file, part)) => {
                list.add_test(read_bytes(&file, "a list of ratings")?, &file, self)?;
                Some(part)
            }
        };
        let name = path_name::file_name(&self.path);
        parts::dataset(list, part, self, parting, name)
    }
}

static TRAIN: &[u8] = include_bytes!("../../../assets/ratings/train.csv.gz");
static TEST: &[u8] = include_bytes!("../../../assets/ratings/test.csv.gz");

/// The built-in set.
pub fn built_in(name: &str, parting: Parting) -> Result<Dataset, DataError> {
    let file = |name: &str| RatingsFile {
        path: name.into(),
        ..RatingsFile::default()
    };
    let train = file("train.csv");
    let mut list = List::default();
    list.add(TRAIN.to_vec(), &train.path, &train)?;
    list.add_test(TEST.to_vec(), Path::new("test.csv"), &train)?;
    parts::dataset(list, Some(TestPart::Own), &train, parting, name.to_owned())
}
