//! Makes a dataset of a list of ratings: rows and columns, and what is trained and tested on.

use std::path::Path;
use std::sync::Arc;

use super::ids::named;
use super::list::{List, Rating};
use super::{By, RatingsFile};
use crate::data::cells::{Cell, Cells};
use crate::data::held_out::Parting;
use crate::data::{About, Column, ColumnKind, Columns, DataError, Dataset, Samples, TestPart};

/// Columns that a model can have.
const MOST_COLUMNS: usize = 1 << 16;

/// The dataset of `list`, whose test part is `part` or drawn.
///
/// # Errors
/// When there is nothing to train or to test on, or more columns than a model can have.
pub fn dataset(
    mut list: List,
    part: Option<TestPart>,
    file: &RatingsFile,
    parting: Parting,
    name: String,
) -> Result<Dataset, DataError> {
    let path = &file.path;
    let (test, test_part) = match (list.test.take(), part) {
        (Some((test, test_path)), Some(part)) => {
            let test = without_seen(&list.ratings, test, &mut list.warnings);
            if test.is_empty() {
                let problem = "all of its ratings are for training already";
                return Err(DataError::file(&test_path, problem));
            }
            (test, part)
        }
        _ => (
            drawn(&mut list.ratings, parting, path)?,
            parting.test_ratings(),
        ),
    };
    let table = Table::of(&list, file.by, path)?;
    let train = table.cells(&list.ratings);
    let (test, unknown) = table.known(test);
    list.warnings
        .extend(table.in_test_only(&list, &test, &unknown));
    if test.is_empty() {
        let [_, column] = file.by.words();
        let problem = format!("no {column} of the test part has training ratings");
        return Err(DataError::file(path, problem));
    }
    let column = |id: &u32| Column {
        masked: file.masks,
        ..Column::new(table.column_name(&list, *id), ColumnKind::Numeric, true)
    };
    let columns: Vec<Column> = table.columns.iter().map(column).collect();
    let columns = Arc::new(Columns::from(columns));
    // All rows of both parts first, then those that have something in each.
    let names: Vec<String> = table
        .rows
        .iter()
        .map(|id| table.row_name(&list, *id))
        .collect();
    let all = (Arc::new(train), Arc::new(table.cells(&test)));
    let part = |wanted: Option<Arc<Cells>>| {
        let has = wanted.as_ref().unwrap_or(&all.0).clone();
        let rows = 0..table.rows.len() as u32;
        let rows: Vec<u32> = rows.filter(|&row| has.count(row as usize) > 0).collect();
        let whole = Samples::of_cells(columns.clone(), all.0.clone(), wanted, names.clone())?;
        Ok::<Samples, DataError>(whole.chosen(&rows))
    };
    Ok(Dataset {
        name,
        train: part(None)?,
        test: part(Some(all.1.clone()))?,
        class_names: None,
        about: About {
            test_part,
            warnings: list.warnings,
            ..About::default()
        },
    })
}

/// Takes the test ratings out of `ratings`.
fn drawn(
    ratings: &mut Vec<Rating>,
    parting: Parting,
    path: &Path,
) -> Result<Vec<Rating>, DataError> {
    let parts = parting.how.parts(ratings.len(), parting.seed);
    let [train, test] =
        parts.map_err(|problem| DataError::file(path, problem.replace("sample", "rating")))?;
    let pick = |places: &[u32]| {
        places
            .iter()
            .map(|&place| ratings[place as usize])
            .collect()
    };
    let (train, test) = (pick(&train), pick(&test));
    *ratings = train;
    Ok(test)
}

/// Test ratings without those that are for training already. Both are sorted.
fn without_seen(
    train: &[Rating],
    mut test: Vec<Rating>,
    warnings: &mut Vec<String>,
) -> Vec<Rating> {
    let before = test.len();
    let pair = |one: &Rating| (one.user, one.item);
    test.retain(|one| train.binary_search_by_key(&pair(one), pair).is_err());
    let seen = before - test.len();
    if seen > 0 {
        warnings.push(format!(
            "ratings of the test part that are for training already are left out of it: {seen}"
        ));
    }
    test
}

/// Rows and columns of the table that ratings make.
struct Table {
    by: By,
    /// Ids of the rows and columns, in order.
    rows: Vec<u32>,
    columns: Vec<u32>,
    /// The place of each id among them.
    row_of: Vec<Option<u32>>,
    column_of: Vec<Option<u32>>,
}

impl Table {
    /// All rows, and the columns that have training ratings.
    fn of(list: &List, by: By, path: &Path) -> Result<Self, DataError> {
        let (of_rows, of_columns) = match by {
            By::User => (&list.users, &list.items),
            By::Item => (&list.items, &list.users),
        };
        let mut trained = vec![false; of_columns.len()];
        for rating in &list.ratings {
            trained[place(by, rating).1 as usize] = true;
        }
        let rows = of_rows.sorted(&vec![true; of_rows.len()]);
        let columns = of_columns.sorted(&trained);
        if columns.len() > MOST_COLUMNS {
            let [row, column] = by.words();
            return Err(DataError::file(
                path,
                format!(
                    "{} {column}s are more than the {MOST_COLUMNS} columns that rows can have, so choose {column}s as rows rather than {row}s",
                    columns.len()
                ),
            ));
        }
        let places = |ids: &[u32], count: usize| {
            let mut places = vec![None; count];
            for (place, &id) in (0..).zip(ids) {
                places[id as usize] = Some(place);
            }
            places
        };
        Ok(Self {
            by,
            row_of: places(&rows, of_rows.len()),
            column_of: places(&columns, of_columns.len()),
            rows,
            columns,
        })
    }

    /// `ratings` row after row; those in no column are left out.
    fn cells(&self, ratings: &[Rating]) -> Cells {
        let cell = |rating: &Rating| {
            let (row, column) = place(self.by, rating);
            Some(Cell {
                row: self.row_of[row as usize]?,
                column: self.column_of[column as usize]?,
                value: rating.value,
            })
        };
        let mut cells: Vec<Cell> = ratings.iter().filter_map(cell).collect();
        cells.sort_unstable_by_key(|cell| (cell.row, cell.column));
        Cells::new(self.rows.len(), &cells)
    }

    /// Ratings in columns that are trained on, and the others.
    fn known(&self, test: Vec<Rating>) -> (Vec<Rating>, Vec<Rating>) {
        test.into_iter()
            .partition(|one| self.column_of[place(self.by, one).1 as usize].is_some())
    }

    /// What is said of rows and columns without training ratings.
    fn in_test_only(&self, list: &List, test: &[Rating], unknown: &[Rating]) -> Vec<String> {
        let mut warnings = Vec::new();
        let [row, column] = self.by.words();
        let mut trained = vec![false; self.row_of.len()];
        for rating in &list.ratings {
            trained[place(self.by, rating).0 as usize] = true;
        }
        let new = test.iter().map(|one| place(self.by, one).0);
        let new = new.filter(|&id| !trained[id as usize]);
        if let Some(names) = named(new.map(|id| self.row_id(list, id))) {
            warnings.push(format!(
                "of these {row}s the model sees nothing, for all of their ratings are in the test part: {names}"
            ));
        }
        let left_out = unknown.iter().map(|one| place(self.by, one).1);
        if let Some(names) = named(left_out.map(|id| self.column_name(list, id))) {
            warnings.push(format!(
                "nothing can be learnt of these {column}s, for they have no training ratings, so {} left out of the test part: {names}",
                match unknown.len() {
                    1 => "one rating is".to_owned(),
                    count => format!("{count} ratings are"),
                }
            ));
        }
        warnings
    }

    fn row_id<'a>(&self, list: &'a List, id: u32) -> &'a str {
        list.row_id(self.by, id)
    }

    /// "user 7"
    fn row_name(&self, list: &List, id: u32) -> String {
        let [row, _] = self.by.words();
        format!("{row} {}", self.row_id(list, id))
    }

    fn column_name<'a>(&self, list: &'a List, id: u32) -> &'a str {
        list.column_name(self.by, id)
    }
}

/// Row and column of a rating, as ids.
pub fn place(by: By, rating: &Rating) -> (u32, u32) {
    match by {
        By::User => (rating.user, rating.item),
        By::Item => (rating.item, rating.user),
    }
}
