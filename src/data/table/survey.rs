//! The first pass over a table: statistics of each column's cells.

use std::collections::HashSet;

use super::super::DataError;
use super::date::is_date;
use super::facts::counted;
use super::missing::Missing;
use super::number::{integer_digits, parse};
use super::options::{ColumnType, TableOptions};
use super::sheet::Sheet;

/// Different texts of a column that are counted, at most. A category can have no more.
pub const MOST_TEXTS: usize = 1 << 16;
/// Different texts of all columns together that are kept while they are counted.
const MOST_KEPT: usize = 4_000_000;
/// Different texts of a column that are counted however many columns there are.
const LEAST_TEXTS: usize = 1_000;
const EXAMPLES: usize = 3;
const EXAMPLE_LETTERS: usize = 40;

/// What was seen in the cells of a column. "Present" cells are those that are not missing.
#[derive(Debug)]
pub struct Seen {
    pub present: usize,
    pub missing: usize,
    /// Present cells that are numbers.
    pub numbers: usize,
    /// Present cells that are numbers in digits alone.
    pub integers: usize,
    /// Whether present cells are dates, as long as all are.
    pub dates: bool,
    pub leading_zeros: bool,
    pub negative: bool,
    /// Fewest and most digits of its integers.
    pub digits: [usize; 2],
    /// Least and greatest of its numbers that fit 32 bits.
    pub range: Option<[f32; 2]>,
    /// The first present cell that is no number, with its line.
    pub first_other: Option<(String, u64)>,
    pub texts: Distinct,
    pub examples: Vec<String>,
}

impl Seen {
    fn new(limit: usize) -> Self {
        Self {
            present: 0,
            missing: 0,
            numbers: 0,
            integers: 0,
            dates: true,
            leading_zeros: false,
            negative: false,
            digits: [usize::MAX, 0],
            range: None,
            first_other: None,
            texts: Distinct::new(limit),
            examples: Vec::new(),
        }
    }

    fn add(&mut self, cell: &str, line: u64, decimal: char) {
        self.present += 1;
        match parse(cell, decimal) {
            Some(value) => self.add_number(cell, value),
            None if self.first_other.is_none() => {
                self.first_other = Some((shortened(cell), line));
            }
            None => {}
        }
        self.dates = self.dates && is_date(cell);
        if self.texts.add(cell) && self.examples.len() < EXAMPLES {
            self.examples.push(shortened(cell));
        }
    }

    fn add_number(&mut self, cell: &str, value: f32) {
        self.numbers += 1;
        if let Some(digits) = integer_digits(cell) {
            self.integers += 1;
            self.leading_zeros |= digits.len() > 1 && digits.starts_with('0');
            self.negative |= cell.starts_with('-');
            let [fewest, most] = self.digits;
            self.digits = [fewest.min(digits.len()), most.max(digits.len())];
        }
        if value.is_finite() {
            let [least, greatest] = self.range.unwrap_or([value; 2]);
            self.range = Some([least.min(value), greatest.max(value)]);
        }
    }

    pub fn all_numbers(&self) -> bool {
        self.present > 0 && self.numbers == self.present
    }

    pub fn all_integers(&self) -> bool {
        self.present > 0 && self.integers == self.present
    }
}

/// A cell on one line, cut when it is long.
pub fn shortened(cell: &str) -> String {
    let mut letters = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = letters.char_indices().nth(EXAMPLE_LETTERS) {
        letters.truncate(at);
        letters.push('…');
    }
    letters
}

/// The different texts of a column, counted up to a limit.
#[derive(Debug)]
pub struct Distinct {
    texts: HashSet<Box<str>>,
    limit: usize,
    full: bool,
    repeated: bool,
}

impl Distinct {
    fn new(limit: usize) -> Self {
        Self {
            texts: HashSet::new(),
            limit,
            full: false,
            repeated: false,
        }
    }

    /// Counts `text`. Whether it is one that was not there yet.
    fn add(&mut self, text: &str) -> bool {
        if self.full {
            return false;
        }
        if self.texts.contains(text) {
            self.repeated = true;
            return false;
        }
        if self.texts.len() == self.limit {
            self.full = true;
            // Nobody asks for the names of so many.
            self.texts = HashSet::new();
            return true;
        }
        self.texts.insert(text.into())
    }

    /// How many there are, the limit when there are more.
    pub fn count(&self) -> usize {
        if self.full {
            self.limit
        } else {
            self.texts.len()
        }
    }

    /// Whether there are more than were counted.
    pub fn more(&self) -> bool {
        self.full
    }

    /// Whether no text came twice as far as was counted.
    pub fn all_different(&self) -> bool {
        !self.repeated
    }

    /// All of them: by value when all are numbers, by letters otherwise. Empty when there are [`Self::more`].
    pub fn sorted(&self) -> Vec<String> {
        let mut texts: Vec<String> = self.texts.iter().map(ToString::to_string).collect();
        texts.sort_unstable();
        let value = |text: &String| text.parse::<f64>().ok().filter(|value| value.is_finite());
        if texts.iter().all(|text| value(text).is_some()) {
            texts
                .sort_by(|a, b| f64::total_cmp(&value(a).unwrap_or(0.0), &value(b).unwrap_or(0.0)));
        }
        texts
    }
}

/// Walks through all rows of `sheet`: how many there are, and what each column holds.
///
/// # Errors
/// When the table is ragged, or has no rows.
pub fn survey(sheet: &Sheet, options: &TableOptions) -> Result<(usize, Vec<Seen>), DataError> {
    let missing = Missing::new(options.missing.as_deref());
    let shared = (MOST_KEPT / sheet.names.len()).clamp(LEAST_TEXTS, MOST_TEXTS);
    let mut columns: Vec<Seen> = sheet
        .names
        .iter()
        .map(|name| {
            let needs_names = matches!(
                options.chosen(name),
                Some(ColumnType::Category | ColumnType::Label)
            );
            Seen::new(if needs_names { MOST_TEXTS } else { shared })
        })
        .collect();
    let rows = sheet.for_each_row(|row| {
        for (index, seen) in columns.iter_mut().enumerate() {
            let cell = row.cell(index);
            if missing.is(cell) {
                seen.missing += 1;
            } else {
                seen.add(cell, row.line, sheet.decimal);
            }
        }
        Ok(())
    })?;
    if rows == 0 {
        let columns = counted(sheet.names.len(), "column");
        let problem = format!("the table has a header of {columns} but no rows");
        return Err(DataError::file(sheet.path, problem));
    }
    Ok((rows, columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(cells: &[&str], limit: usize) -> Seen {
        let mut seen = Seen::new(limit);
        for (index, cell) in cells.iter().enumerate() {
            seen.add(cell, index as u64 + 2, '.');
        }
        seen
    }

    #[test]
    fn cells_are_counted_by_what_they_are() {
        let numbers = seen(&["-3", "0.5", "012", "1e999"], 10);
        assert_eq!(
            (numbers.present, numbers.numbers, numbers.integers),
            (4, 4, 2)
        );
        assert!(numbers.all_numbers() && !numbers.all_integers());
        assert!(numbers.leading_zeros && numbers.negative && !numbers.dates);
        assert_eq!(numbers.digits, [1, 3]);
        assert_eq!(numbers.range, Some([-3.0, 12.0]));
        let mixed = seen(&["1", "x y", "z"], 10);
        assert_eq!(mixed.first_other, Some(("x y".into(), 3)));
        assert!(seen(&["2024-01-31", "20240131"], 10).dates);
    }

    #[test]
    fn different_texts_are_counted_up_to_a_limit() {
        let few = seen(&["b", "a", "b", "c"], 3);
        assert_eq!((few.texts.count(), few.texts.more()), (3, false));
        assert!(!few.texts.all_different());
        assert_eq!(few.texts.sorted(), ["a", "b", "c"]);
        assert_eq!(few.examples, ["b", "a", "c"]);
        let many = seen(&["a", "b", "c", "d", "d", "e"], 3);
        assert_eq!((many.texts.count(), many.texts.more()), (3, true));
        assert!(many.texts.all_different());
        assert_eq!(
            seen(&["10", "9", "1.5"], 3).texts.sorted(),
            ["1.5", "9", "10"]
        );
    }

    #[test]
    fn examples_are_short_and_on_one_line() {
        assert_eq!(shortened("a\r\n b"), "a b");
        let long = "é".repeat(50);
        assert_eq!(shortened(&long), format!("{}…", "é".repeat(40)));
    }
}
