//! Reads the lines of a list of ratings.

use std::path::{Path, PathBuf};

use super::headings::Headings;
use super::ids::Ids;
use super::{By, RatingsFile};
use crate::data::DataError;
use crate::data::cells::Cells;
use crate::data::table::{Sheet, TableOptions, parse_number};
use crate::system::check_memory;

/// One line of a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    pub user: u32,
    pub item: u32,
    pub value: f32,
    /// Counted from 1.
    pub line: u32,
}

/// Bytes that a rating takes while it is read: in the list, sorted beside it, as a cell of a part and among its values.
const BYTES: u64 = 4 * size_of::<Rating>() as u64;

/// Ratings as they are read, with the users and items of both parts.
#[derive(Debug, Default)]
pub struct List {
    pub users: Ids,
    pub items: Ids,
    pub ratings: Vec<Rating>,
    /// Those of a test part of their own, and its file.
    pub test: Option<(Vec<Rating>, PathBuf)>,
    pub warnings: Vec<String>,
}

impl List {
    /// Reads the training file.
    ///
    /// # Errors
    /// When it is no list of ratings, or a line of it has no rating, user or item.
    pub fn add(
        &mut self,
        bytes: Vec<u8>,
        path: &Path,
        file: &RatingsFile,
    ) -> Result<(), DataError> {
        let (ratings, warnings) = self.read(bytes, path, file)?;
        self.ratings = ratings;
        self.warnings.extend(warnings);
        Ok(())
    }

    /// Reads the file with the test part.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn add_test(
        &mut self,
        bytes: Vec<u8>,
        path: &Path,
        file: &RatingsFile,
    ) -> Result<(), DataError> {
        let (ratings, warnings) = self.read(bytes, path, file)?;
        self.test = Some((ratings, path.to_owned()));
        let warnings = warnings.into_iter();
        self.warnings
            .extend(warnings.map(|warning| format!("In the test part: {warning}")));
        Ok(())
    }

    /// The id of a row.
    pub fn row_id(&self, by: By, id: u32) -> &str {
        match by {
            By::User => self.users.name(id),
            By::Item => self.items.name(id),
        }
    }

    /// What a column is called.
    pub fn column_name(&self, by: By, id: u32) -> &str {
        match by {
            By::User => self.items.name(id),
            By::Item => self.users.name(id),
        }
    }

    /// The ids of all rows, in the order of the list.
    pub fn row_ids(&self, by: By) -> Vec<String> {
        let count = match by {
            By::User => self.users.len(),
            By::Item => self.items.len(),
        };
        let ids = (0..count as u32).map(|id| self.row_id(by, id).to_owned());
        ids.collect()
    }

    fn read(
        &mut self,
        bytes: Vec<u8>,
        path: &Path,
        file: &RatingsFile,
    ) -> Result<(Vec<Rating>, Vec<String>), DataError> {
        let failed = |problem: String| DataError::file(path, problem);
        let sheet = Sheet::open(bytes, path, &TableOptions::default(), None)?;
        let found = Headings::find(&sheet.names, sheet.header, file).map_err(failed)?;
        let [ends, _] = sheet.lines()?;
        let most = ends + 1;
        if most > Cells::MOST {
            return Err(failed(format!(
                "a list has {} ratings at most",
                Cells::MOST
            )));
        }
        check_memory(most as u64 * BYTES)
            .map_err(|shortage| failed(format!("the ratings need {shortage}")))?;
        let mut ratings = Vec::with_capacity(most);
        sheet.for_each_row(|row| {
            let [user, item, rating] =
                [found.user, found.item, found.rating].map(|at| row.cell(at));
            let line = row.line;
            if user.is_empty() || item.is_empty() {
                let what = if user.is_empty() { "user" } else { "item" };
                return Err(failed(format!("there is no {what} in line {line}")));
            }
            let value = parse_number(rating, sheet.decimal).filter(|value| value.is_finite());
            let Some(value) = value else {
                return Err(failed(format!(
                    "the rating in line {line} is no number: {rating:?}"
                )));
            };
            ratings.push(Rating {
                user: self.users.number(user),
                item: self.items.number(item),
                value,
                line: line.try_into().unwrap_or(u32::MAX),
            });
            Ok(())
        })?;
        if ratings.is_empty() {
            return Err(failed("there are no ratings in it".into()));
        }
        let mut warnings = sheet.warnings.clone();
        warnings.extend(once_each(&mut ratings));
        Ok((ratings, warnings))
    }
}

/// Sorts `ratings` by user and item and keeps one of each pair, the last; says so.
fn once_each(ratings: &mut Vec<Rating>) -> Vec<String> {
    ratings.sort_unstable_by_key(|one| (one.user, one.item, one.line));
    // How many stand there once more with the same rating and with another, and the first line of such.
    let mut again = [(0usize, u32::MAX); 2];
    ratings.dedup_by(|next, kept| {
        let is_same = (next.user, next.item) == (kept.user, kept.item);
        if is_same {
            let (count, line) = &mut again[usize::from(next.value != kept.value)];
            *count += 1;
            *line = next.line.min(*line);
            *kept = *next;
        }
        is_same
    });
    let words = [
        "ratings that stand there more than once count once",
        "of ratings of the same item by the same user the last one counts",
    ];
    let said = words
        .into_iter()
        .zip(again)
        .filter(|(_, (count, _))| *count > 0);
    said.map(|(words, (count, line))| format!("{words}: {count}, the first in line {line}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_rating_of_a_pair_counts() {
        let rating = |user, item, value, line| Rating {
            user,
            item,
            value,
            line,
        };
        let mut all = vec![
            rating(1, 0, 2.0, 2),
            rating(0, 5, 4.0, 3),
            rating(1, 0, 2.0, 4),
            rating(0, 5, 3.0, 9),
            rating(0, 5, 4.0, 6),
        ];
        let warnings = once_each(&mut all);
        assert_eq!(all, [rating(0, 5, 3.0, 9), rating(1, 0, 2.0, 4)]);
        assert_eq!(
            warnings,
            [
                "ratings that stand there more than once count once: 2, the first in line 4",
                "of ratings of the same item by the same user the last one counts: 1, the first in line 9"
            ]
        );
        assert!(once_each(&mut all).is_empty());
    }
}
