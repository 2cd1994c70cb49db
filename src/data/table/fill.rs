//! The second pass over a table: parses its cells into numbers.

use std::collections::HashMap;

use super::super::{DataError, Samples};
use super::TextColumn;
use super::facts::counted;
use super::missing::Missing;
use super::number::parse;
use super::options::{ColumnType, TableOptions};
use super::sheet::Sheet;
use super::survey::shortened;
use crate::system::check_memory;

/// The place of each name of a category.
type Places = HashMap<Box<str>, u32>;

/// How a trained column's cells become numbers.
pub enum Cells {
    Numeric,
    YesNo([String; 2]),
    Category(Places),
}

/// A column of the file that is kept.
pub struct Planned<T> {
    /// Its place in the file.
    pub source: usize,
    pub name: String,
    pub cells: T,
}

/// Which columns of a file become what.
#[derive(Default)]
pub struct Plan {
    /// Trained on, in the order of the rows that are made.
    pub columns: Vec<Planned<Cells>>,
    pub label: Option<Planned<Places>>,
    /// Kept as text.
    pub texts: Vec<Planned<ColumnType>>,
}

/// A table's cells as numbers.
pub struct Filled {
    /// Rows by trained columns; NaN is missing.
    pub values: Vec<f32>,
    /// The class of each row, [`Samples::NO_LABEL`] where there is none.
    pub classes: Option<Vec<u32>>,
    pub texts: Vec<TextColumn>,
    /// Of each trained column, how many values are missing.
    pub missing: Vec<usize>,
    pub warnings: Vec<String>,
}

/// The place of each of `names`.
pub fn places(names: &[String]) -> Places {
    let names = names.iter().map(|name| name.as_str().into());
    names.zip(0..).collect()
}

/// Reads the `rows` rows of `sheet` as `plan` says.
///
/// # Errors
/// When there is not enough memory for them.
pub fn fill(
    sheet: &Sheet,
    options: &TableOptions,
    plan: &Plan,
    rows: usize,
) -> Result<Filled, DataError> {
    let is_missing = Missing::new(options.missing.as_deref());
    let width = plan.columns.len();
    let mut values = Vec::new();
    let cells = rows.saturating_mul(width);
    let of = || format!("{} of {}", counted(rows, "row"), counted(width, "column"));
    let labels = usize::from(plan.label.is_some()).saturating_mul(rows);
    let needed = (cells.saturating_add(labels) as u64).saturating_mul(4);
    check_memory(needed)
        .map_err(|shortage| DataError::file(sheet.path, format!("{} need {shortage}", of())))?;
    values
        .try_reserve_exact(cells)
        .map_err(|_| DataError::file(sheet.path, format!("not enough memory for {}", of())))?;
    let mut classes = plan.label.as_ref().map(|_| Vec::with_capacity(rows));
    let mut texts: Vec<TextColumn> = plan
        .texts
        .iter()
        .map(|text| TextColumn::new(text.name.clone(), text.cells))
        .collect();
    let mut tallies: Vec<Tally> = plan.columns.iter().map(|_| Tally::default()).collect();
    let mut label_tally = Tally::default();
    sheet.for_each_row(|row| {
        for (column, tally) in plan.columns.iter().zip(&mut tallies) {
            let cell = row.cell(column.source);
            let value = if is_missing.is(cell) {
                f32::NAN
            } else {
                tally.value(&column.cells, cell, row.line, sheet.decimal)
            };
            tally.missing += usize::from(value.is_nan());
            values.push(value);
        }
        if let (Some(label), Some(classes)) = (&plan.label, &mut classes) {
            let cell = row.cell(label.source);
            let class = label.cells.get(cell).copied();
            if class.is_none() && !is_missing.is(cell) {
                label_tally.unseen.add(cell, row.line);
            }
            classes.push(class.unwrap_or(Samples::NO_LABEL));
        }
        for (text, column) in texts.iter_mut().zip(&plan.texts) {
            let cell = row.cell(column.source);
            text.push(if is_missing.is(cell) { "" } else { cell });
        }
        Ok(())
    })?;
    let mut warnings = Vec::new();
    for (column, tally) in plan.columns.iter().zip(&tallies) {
        warnings.extend(tally.warnings(&column.name));
    }
    if let Some(label) = &plan.label {
        warnings.extend(label_tally.warnings(&label.name));
    }
    Ok(Filled {
        values,
        classes,
        texts,
        missing: tallies.iter().map(|tally| tally.missing).collect(),
        warnings,
    })
}

/// What went wrong in a column.
#[derive(Default)]
struct Tally {
    missing: usize,
    too_large: Trouble,
    no_number: Trouble,
    unseen: Trouble,
}

/// Cells that could not be used for one reason.
#[derive(Default)]
struct Trouble {
    count: usize,
    first: Option<(String, u64)>,
}

impl Trouble {
    fn add(&mut self, cell: &str, line: u64) {
        self.count += 1;
        self.first.get_or_insert_with(|| (shortened(cell), line));
    }
}

impl Tally {
    /// The number for a cell that is not missing; NaN when it cannot be used.
    fn value(&mut self, cells: &Cells, cell: &str, line: u64, decimal: char) -> f32 {
        let (value, trouble) = match cells {
            Cells::Numeric => match parse(cell, decimal) {
                Some(value) if value.is_finite() => (Some(value), &mut self.too_large),
                Some(_) => (None, &mut self.too_large),
                None => (None, &mut self.no_number),
            },
            Cells::YesNo(names) => (answer(cell, names, decimal), &mut self.unseen),
            // Whole numbers of 32 bits are exact far beyond the most names of a category.
            Cells::Category(places) => {
                let place = places.get(cell).map(|place| *place as f32);
                (place, &mut self.unseen)
            }
        };
        if value.is_none() {
            trouble.add(cell, line);
        }
        value.unwrap_or(f32::NAN)
    }

    /// A sentence for each kind of trouble in the column `name`.
    fn warnings(&self, name: &str) -> impl Iterator<Item = String> {
        [
            ("too large for 32 bits", &self.too_large),
            ("not numbers", &self.no_number),
            ("not in the training file", &self.unseen),
        ]
        .into_iter()
        .filter_map(move |(what, trouble)| {
            let (cell, line) = trouble.first.as_ref()?;
            let cells = counted(trouble.count, "cell");
            Some(format!(
                "column {name}: {what} and so missing: {cells}, the first is {cell:?} in line {line}"
            ))
        })
    }
}

/// 0 or 1 for a cell that is one of `names`, in whatever case or spelling of a number.
fn answer(cell: &str, names: &[String; 2], decimal: char) -> Option<f32> {
    let same = |name: &String| {
        name.eq_ignore_ascii_case(cell)
            || parse(name, decimal).is_some_and(|value| parse(cell, decimal) == Some(value))
    };
    if same(&names[0]) {
        Some(0.0)
    } else {
        same(&names[1]).then_some(1.0)
    }
}
