//! Which columns of a table hold its texts and their classes.

use super::TextFile;
use super::words::length;
use crate::data::table::{ColumnType, Seen, Sheet, guess, survey};
use crate::data::{DataError, TableOptions};

/// Rows that tell what is prose.
const LOOKED_AT: usize = 5_000;
/// Words a cell of prose has on average, at least.
const PROSE: f64 = 5.0;

/// The columns that are read, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    pub text: usize,
    pub label: Option<usize>,
}

/// What is seen of a table's columns.
struct Looked {
    rows: usize,
    seen: Vec<Seen>,
    types: Vec<ColumnType>,
    /// Words a cell, on average.
    lengths: Vec<f64>,
}

impl Looked {
    fn at(sheet: &Sheet) -> Result<Self, DataError> {
        let (rows, seen) = survey(sheet, &TableOptions::default())?;
        let types = guess(&sheet.names, &seen, rows);
        let mut lengths = vec![0.0; sheet.names.len()];
        let mut left = LOOKED_AT;
        sheet.for_each_row(|row| {
            if left > 0 {
                left -= 1;
                for (column, sum) in lengths.iter_mut().enumerate() {
                    *sum += length(row.cell(column));
                }
            }
            Ok(())
        })?;
        let looked_at = rows.clamp(1, LOOKED_AT) as f64;
        lengths.iter_mut().for_each(|sum| *sum /= looked_at);
        Ok(Self {
            rows,
            seen,
            types: types.into_iter().map(|(kind, _)| kind).collect(),
            lengths,
        })
    }

    fn is_prose(&self, column: usize) -> bool {
        let differs =
            self.seen[column].texts.more() || self.seen[column].texts.count() * 2 > self.rows;
        self.lengths[column] >= PROSE && differs
    }

    /// The column with the longest texts, if any has words.
    fn text(&self) -> Option<usize> {
        let all = (0..self.lengths.len())
            .filter(|&column| self.lengths[column] > 0.0 && !self.seen[column].all_numbers());
        all.reduce(|best, next| match self.lengths[next] > self.lengths[best] {
            true => next,
            false => best,
        })
    }

    /// The column of classes beside that of texts: the one that is named or made so, or else the only one of few answers.
    fn label(&self, text: usize) -> Option<usize> {
        let others = || (0..self.types.len()).filter(|&column| column != text);
        let named = others().find(|&column| self.types[column] == ColumnType::Label);
        let is_class = |&column: &usize| {
            matches!(self.types[column], ColumnType::Category | ColumnType::YesNo)
        };
        let mut classes = others().filter(is_class);
        named.or_else(|| classes.next().filter(|_| classes.next().is_none()))
    }
}

/// The columns of texts and classes that are chosen, or found.
///
/// # Errors
/// When the table has no such column, or none of texts.
pub fn choose(sheet: &Sheet, file: &TextFile) -> Result<Chosen, DataError> {
    let failed = |problem: String| DataError::file(sheet.path, problem);
    let named = |name: &str| {
        let place = sheet.names.iter().position(|known| known == name);
        place.ok_or_else(|| failed(format!("the table has no column called {name}")))
    };
    let text = file.text.as_deref().map(named).transpose()?;
    let label = match file.label.as_deref() {
        Some("") => Some(None),
        Some(name) => Some(Some(named(name)?)),
        None => None,
    };
    let (text, label) = match (text, label) {
        (Some(text), Some(label)) => (text, label),
        (text, label) => {
            let looked = Looked::at(sheet)?;
            let text = text.or_else(|| looked.text());
            let text = text.ok_or_else(|| failed("the table has no column of texts".into()))?;
            (text, label.unwrap_or_else(|| looked.label(text)))
        }
    };
    if label == Some(text) {
        let name = &sheet.names[text];
        return Err(failed(format!(
            "the column {name} cannot hold both the texts and their classes"
        )));
    }
    Ok(Chosen { text, label })
}

/// Whether nothing but texts is in a table: one column of prose, and besides at most one that tells rows apart and one of
/// classes.
pub fn is_obvious(sheet: &Sheet) -> bool {
    let Ok(looked) = Looked::at(sheet) else {
        return false;
    };
    let (mut prose, mut ids, mut classes) = (0, 0, 0);
    for column in 0..looked.types.len() {
        let seen = &looked.seen[column];
        match looked.types[column] {
            _ if looked.is_prose(column) => prose += 1,
            ColumnType::Label | ColumnType::Category | ColumnType::YesNo => classes += 1,
            ColumnType::Id => ids += 1,
            // Names, such as that of what a text is about.
            ColumnType::Ignored if seen.numbers == 0 => ids += 1,
            ColumnType::Ignored | ColumnType::Numeric | ColumnType::Date => return false,
        }
    }
    prose == 1 && ids <= 1 && classes <= 1
}
