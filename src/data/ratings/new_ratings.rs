//! Ratings that are given to a trained model: in the columns that it knows.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::RatingsFile;
use super::ids::named;
use super::list::List;
use super::parts::place;
use crate::data::cells::{Cell, Cells};
use crate::data::table::read_bytes;
use crate::data::{Columns, DataError, Samples};

/// Ratings as a trained model takes them.
pub struct NewRatings {
    pub samples: Samples,
    /// "user", or "item".
    pub heading: &'static str,
    /// Users or items by their ids, one a row.
    pub ids: Vec<String>,
    pub warnings: Vec<String>,
}

impl NewRatings {
    /// Reads the list at `path` as `trained` was read, of which `columns` were trained on. Rows come in the order of the
    /// list.
    ///
    /// # Errors
    /// When it is no list of ratings, or has none of the columns.
    pub fn read(
        path: &Path,
        trained: &RatingsFile,
        columns: &Arc<Columns>,
    ) -> Result<Self, DataError> {
        let file = RatingsFile {
            path: path.to_owned(),
            test: None,
            ..trained.clone()
        };
        let mut list = List::default();
        list.add(read_bytes(path, "a list of ratings")?, path, &file)?;
        let [row_word, column_word] = file.by.words();
        let names = columns.list().iter().map(|column| &*column.name);
        let places: HashMap<&str, u32> = names.zip(0..).collect();
        let (mut cells, mut unknown) = (Vec::new(), Vec::new());
        for rating in &list.ratings {
            let (row, column) = place(file.by, rating);
            let name = list.column_name(file.by, column);
            match places.get(name) {
                Some(&column) => cells.push(Cell {
                    row,
                    column,
                    value: rating.value,
                }),
                None => unknown.push(name),
            }
        }
        if cells.is_empty() {
            let problem = format!("the model was trained on none of its {column_word}s");
            return Err(DataError::file(path, problem));
        }
        let mut warnings = list.warnings.clone();
        if let Some(names) = named(unknown.into_iter()) {
            warnings.push(format!(
                "the model was trained without these {column_word}s, whose ratings it does not look at: {names}"
            ));
        }
        cells.sort_unstable_by_key(|cell| (cell.row, cell.column));
        let ids = list.row_ids(file.by);
        let names = ids.iter().map(|id| format!("{row_word} {id}")).collect();
        let seen = Arc::new(Cells::new(ids.len(), &cells));
        Ok(Self {
            samples: Samples::of_cells(columns.clone(), seen, None, names)?,
            heading: row_word,
            ids,
            warnings,
        })
    }
}
