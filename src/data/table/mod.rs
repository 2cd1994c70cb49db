//! Tables as CSV and TSV files, plain or gzipped: what is in them is found, shown and read as rows of numbers.
//!
//! A file is walked through three times: its first lines tell how it is cut into cells (`dialect`, `header`), one
//! walk tells what each column holds (`survey`, `guess`), the last makes numbers (`plan`, `fill`). No cell is
//! kept as text unless its column is an identifier or a date.

mod date;
mod dialect;
mod facts;
mod fill;
mod guess;
mod header;
mod missing;
mod new_table;
mod number;
mod options;
mod packed_text;
mod plan;
mod sheet;
mod sibling;
mod survey;
mod table_text;
#[cfg(test)]
mod tests;
mod text;
mod text_column;
mod walk;

use std::path::Path;

use super::{Columns, DataError};
use fill::{Filled, fill};
use plan::Planning;

pub use facts::{ColumnFacts, Reason, TableFacts};
pub use missing::DEFAULT_MISSING;
pub(super) use number::parse as parse_number;
// For texts, which stand in tables as well.
pub(super) use date::is_date;
pub use facts::counted;
pub(super) use guess::guess;
pub(super) use missing::Missing;
pub(super) use new_table::{NewTable, TrainedTable};
pub use options::{ColumnChoice, ColumnType, Quote, TableOptions};
pub(super) use sheet::{Row, Sheet};
pub use sibling::test_sibling;
pub(super) use sibling::{test_part, unnamed_test_part};
pub(super) use survey::{Seen, shortened, survey};
pub(super) use text::{Text, read_bytes};
pub use text_column::TextColumn;

/// A table as samples can be made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What is trained on: numeric, yes/no and category columns, in the order of the training file; at least one.
    /// A column has missing values when the training file has.
    pub columns: Columns,
    /// Rows by columns, row after row. Numbers as in the file, 0 and 1 for no and yes, the index of a category;
    /// NaN is missing.
    pub values: Vec<f32>,
    pub labels: Option<Labels>,
    /// Identifiers and dates, which go along.
    pub texts: Vec<TextColumn>,
    /// Of the whole file, whichever rows are here.
    pub facts: TableFacts,
    /// What a person should know of how the file was read, one sentence each.
    pub warnings: Vec<String>,
}

/// The classes of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    pub names: Vec<String>,
    /// An index into the names; [`Samples::NO_LABEL`](super::Samples::NO_LABEL) where the label is missing, or was not
    /// seen in training.
    pub of_row: Vec<u32>,
}

/// Reads the table at `path`; what `options` leave open is found.
///
/// # Errors
/// When the file cannot be read or is no table, when a line has too few or too many cells, when a choice does not suit
/// its column, when nothing in it can be trained on.
pub fn read_table(path: &Path, options: &TableOptions) -> Result<Table, DataError> {
    table_from_bytes(read_bytes(path, "a table")?, path, options)
}

/// The table that a file of these `bytes` holds, as [`read_table`]. The `path` is for errors alone.
///
/// # Errors
/// As [`read_table`].
pub fn table_from_bytes(
    bytes: Vec<u8>,
    path: &Path,
    options: &TableOptions,
) -> Result<Table, DataError> {
    options.check(path)?;
    let sheet = Sheet::open(bytes, path, options, None)?;
    let (rows, seen) = survey(&sheet, options)?;
    let mut planning = plan::for_training(&sheet, options, &seen, rows)?;
    drop(seen);
    let filled = fill(&sheet, options, &planning.plan, rows)?;
    for (column, missing) in planning.columns.iter_mut().zip(&filled.missing) {
        column.has_missing = *missing > 0;
    }
    let columns = Columns::from(std::mem::take(&mut planning.columns));
    Ok(assemble(sheet, rows, columns, planning, filled))
}

/// Reads another file with the columns of `train`, found by their names in any order, by the types, categories and
/// classes of `train`. A category or class that is not there is missing.
///
/// # Errors
/// As [`read_table`], and when a column that is trained on is not in the file.
pub fn read_test_table(
    path: &Path,
    options: &TableOptions,
    train: &Table,
) -> Result<Table, DataError> {
    options.check(path)?;
    let bytes = read_bytes(path, "a table")?;
    let sheet = Sheet::open(bytes, path, options, Some(&train.facts))?;
    let (rows, seen) = survey(&sheet, options)?;
    let planning = plan::for_test(&sheet, &seen, train)?;
    drop(seen);
    let filled = fill(&sheet, options, &planning.plan, rows)?;
    Ok(assemble(
        sheet,
        rows,
        train.columns.clone(),
        planning,
        filled,
    ))
}

fn assemble(
    sheet: Sheet,
    rows: usize,
    columns: Columns,
    planning: Planning,
    filled: Filled,
) -> Table {
    let mut facts = TableFacts {
        delimiter: sheet.dialect.delimiter.into(),
        quote: sheet.dialect.quote,
        decimal: sheet.decimal,
        header: sheet.header,
        encoding: sheet.text.encoding().to_owned(),
        rows,
        columns: planning.facts,
    };
    for (column, missing) in planning.plan.columns.iter().zip(filled.missing) {
        facts.columns[column.source].missing = missing;
    }
    let mut warnings = sheet.warnings;
    warnings.extend(planning.warnings);
    warnings.extend(filled.warnings);
    let labels = planning.classes.zip(filled.classes);
    Table {
        columns,
        values: filled.values,
        labels: labels.map(|(names, of_row)| Labels { names, of_row }),
        texts: filled.texts,
        facts,
        warnings,
    }
}

impl Table {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.values.len() / self.columns.len().max(1)
    }

    /// Whether there are no rows, which only [`Self::take_out`] can make.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values of one row, one a column.
    pub fn row(&self, row: usize) -> &[f32] {
        let width = self.columns.len();
        &self.values[row * width..][..width]
    }

    /// Takes `rows`, in ascending order, out of the values and labels, and gives theirs. Values can be most of the memory: none
    /// of those that stay is there twice.
    pub fn take_out(&mut self, rows: &[u32]) -> (Vec<f32>, Option<Vec<u32>>) {
        let values = take_out(&mut self.values, rows, self.columns.len());
        let labels = self.labels.as_mut();
        (
            values,
            labels.map(|labels| take_out(&mut labels.of_row, rows, 1)),
        )
    }
}

/// Takes `rows` of `width` each out of `all`, in which the others move up.
fn take_out<T: Copy>(all: &mut Vec<T>, rows: &[u32], width: usize) -> Vec<T> {
    let mut taken = Vec::with_capacity(rows.len() * width);
    let mut end = 0;
    let mut rows = rows.iter().map(|&row| row as usize).peekable();
    for row in 0..all.len() / width.max(1) {
        let own = row * width..(row + 1) * width;
        if rows.next_if_eq(&row).is_some() {
            taken.extend_from_slice(&all[own]);
        } else {
            all.copy_within(own, end);
            end += width;
        }
    }
    all.truncate(end);
    all.shrink_to_fit();
    taken
}
