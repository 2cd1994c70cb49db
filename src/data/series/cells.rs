//! The cells of a table that are read, as values and classes.

use super::columns::Chosen;
use crate::data::DataError;
use crate::data::table::{Missing, Row, Sheet, counted, parse_number};

/// What stands for a missing value: nobody says for series what does.
const MISSING: [&str; 14] = [
    "NA", "na", "N/A", "n/a", "NaN", "nan", "NAN", "null", "NULL", "None", "none", "?", ".", "-",
];

/// A table of which some columns are read.
pub struct Cells<'a> {
    pub sheet: &'a Sheet<'a>,
    pub chosen: &'a Chosen,
    missing: Missing,
}

impl<'a> Cells<'a> {
    pub fn new(sheet: &'a Sheet<'a>, chosen: &'a Chosen) -> Self {
        Self {
            sheet,
            chosen,
            missing: Missing::new(Some(&MISSING.map(str::to_owned))),
        }
    }

    /// What the columns of values are called.
    pub fn channels(&self) -> Vec<String> {
        let columns = self.chosen.values.iter();
        columns
            .map(|&column| self.sheet.names[column].clone())
            .collect()
    }

    /// Appends the values of a row, NaN where one is missing.
    pub fn put(&self, row: &Row, values: &mut Vec<f32>) -> Result<(), DataError> {
        for &column in &self.chosen.values {
            values.push(self.number(row, column)?);
        }
        Ok(())
    }

    fn number(&self, row: &Row, column: usize) -> Result<f32, DataError> {
        let cell = row.cell(column);
        if self.missing.is(cell) {
            return Ok(f32::NAN);
        }
        let name = &self.sheet.names[column];
        let failed = |problem: String| {
            let problem = format!("line {} has {problem} in the column {name}", row.line);
            DataError::file(self.sheet.path, problem)
        };
        match parse_number(cell, self.sheet.decimal) {
            Some(value) if value.is_infinite() => {
                Err(failed(format!("{cell}, beyond single precision,")))
            }
            Some(value) => Ok(value),
            None => {
                let cell: String = cell.chars().take(40).collect();
                Err(failed(format!("no number but {cell:?}")))
            }
        }
    }

    /// The class that a row says, where there is a column of classes and it says one.
    pub fn class(&self, row: &Row) -> Option<String> {
        let cell = row.cell(self.chosen.label?);
        (!self.missing.is(cell)).then(|| cell.to_owned())
    }
}

/// Sequences without a value that are named.
const MOST_NAMED: usize = 8;

/// Says of sequences without any value that they are left out, and which these are: those after them move up.
pub fn say_empty(names: &[String], warnings: &mut Vec<String>) {
    if names.is_empty() {
        return;
    }
    let sequences = counted(names.len(), "sequence");
    let named = names[..names.len().min(MOST_NAMED)].join(", ");
    let more = match names.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    warnings.push(format!(
        "{sequences} without any value left out: {named}{more}"
    ));
}
