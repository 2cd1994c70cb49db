//! A table's text with its dialect, decimal point, header and names, to iterate over its rows.

use std::path::Path;

use csv::StringRecord;

use super::super::DataError;
use super::dialect::{Dialect, Found, HEAD_BYTES, find, is_blank, line_of};
use super::facts::{TableFacts, counted};
use super::header::{is_header, names};
use super::missing::Missing;
use super::number::DecimalVotes;
use super::options::{Quote, TableOptions};
use super::table_text::TableText;
use super::walk::Walk;

/// Rows that may vote on the decimal point.
const VOTERS: usize = 100_000;

/// The decoded text of a table and how it is read.
#[derive(Debug)]
pub struct Sheet<'a> {
    pub path: &'a Path,
    pub text: TableText,
    pub dialect: Dialect,
    /// `.` or `,`.
    pub decimal: char,
    pub header: bool,
    /// One a column, all different.
    pub names: Vec<String>,
    pub warnings: Vec<String>,
}

/// A row's cells.
pub struct Row<'a> {
    record: &'a StringRecord,
    /// Counted from 1: where it begins in the file.
    pub line: u64,
}

impl Row<'_> {
    /// The cell of a column, without spaces around it.
    pub fn cell(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default().trim()
    }

    /// All cells as they stand there.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.record.iter()
    }
}

impl<'a> Sheet<'a> {
    /// Finds how `bytes` are to be read where `options` do not say. Header and decimal point are as in `like`, the
    /// file that this one goes with.
    pub fn open(
        bytes: Vec<u8>,
        path: &'a Path,
        options: &TableOptions,
        like: Option<&TableFacts>,
    ) -> Result<Self, DataError> {
        let text = TableText::new(bytes, options.encoding.as_deref(), HEAD_BYTES, path)?;
        let Found {
            dialect,
            width,
            head,
        } = find(text.beginning(), options)
            .ok_or_else(|| DataError::file(path, "the file is empty"))?;
        let first = &head[0];
        if first.len() != width {
            let place = first.position().map_or(0, csv::Position::byte) as usize;
            let rest = text.beginning().0.as_bytes().get(place..);
            let line = line_of(first, rest.unwrap_or_default());
            let problem = format!(
                "line {line} has {} cells, but the lines below have {width}",
                first.len()
            );
            return Err(DataError::file(path, problem));
        }
        let mut sheet = Self {
            path,
            warnings: text.warning().cloned().into_iter().collect(),
            text,
            dialect,
            decimal: '.',
            header: false,
            names: vec![String::new(); width],
        };
        sheet.decimal = match (options.decimal, like) {
            (Some(decimal), _) => decimal,
            (None, Some(like)) => like.decimal,
            (None, None) => sheet.voted_decimal(),
        };
        let missing = Missing::new(options.missing.as_deref());
        sheet.header = match (options.header, like) {
            (Some(header), _) => header,
            (None, Some(like)) => like.header,
            (None, None) => is_header(&head, sheet.decimal, &missing),
        };
        let (names, warnings) = names(sheet.header.then_some(first), width);
        sheet.names = names;
        sheet.warnings.extend(warnings);
        if width == 1 {
            sheet.count_blank_lines()?;
        }
        Ok(sheet)
    }

    /// A comma between cells cannot be in numbers as well, unless the person says so.
    fn voted_decimal(&self) -> char {
        if self.dialect.delimiter == b',' {
            return '.';
        }
        let mut votes = DecimalVotes::default();
        let mut walk = Walk::new(&self.text, self.dialect);
        let mut rows = 0;
        while rows < VOTERS && walk.next().unwrap_or(false) {
            let cells = walk.record().iter();
            cells.for_each(|cell| votes.add(cell.trim()));
            rows += 1;
        }
        votes.decimal()
    }

    /// Where each line is one cell, an empty line may be meant as a missing one.
    fn count_blank_lines(&mut self) -> Result<(), DataError> {
        let [_, blank] = self.lines()?;
        if blank > 0 {
            self.warnings
                .push(format!("empty lines are no rows and are left out: {blank}"));
        }
        Ok(())
    }

    /// How many lines end in the text, and how many of these are empty.
    ///
    /// # Errors
    /// When it cannot be unpacked any more.
    pub fn lines(&self) -> Result<[usize; 2], DataError> {
        let lines = self.text.lines();
        lines.map_err(|error| DataError::file(self.path, error.to_string()))
    }

    /// Calls `each` with every row below the header. Returns how many rows there were.
    ///
    /// # Errors
    /// When a row has other than one cell a column, when a quote is never closed, or when `each` fails.
    pub fn for_each_row(
        &self,
        mut each: impl FnMut(Row<'_>) -> Result<(), DataError>,
    ) -> Result<usize, DataError> {
        let width = self.names.len();
        let failed = |problem: String| DataError::file(self.path, problem);
        let mut walk = Walk::new(&self.text, self.dialect);
        let (mut rows, mut skip) = (0, usize::from(self.header));
        loop {
            match walk.next() {
                Ok(true) => {}
                Ok(false) => return Ok(rows),
                Err(error) => return Err(failed(format!("the table could not be read ({error})"))),
            }
            let (record, line) = (walk.record(), walk.line());
            if walk.end() >= self.text.length() && self.opens_a_quote(&walk) {
                let problem = format!("a quote that opens in line {line} is never closed");
                return Err(failed(problem));
            }
            if is_blank(record) && (width > 1 || skip > 0) {
                continue;
            }
            if record.len() != width {
                let cells = counted(record.len(), "cell");
                let columns = counted(width, "column");
                let problem = format!("line {line} has {cells}, but the table has {columns}");
                return Err(failed(problem));
            }
            if skip > 0 {
                skip -= 1;
                continue;
            }
            each(Row { record, line })?;
            rows += 1;
        }
    }

    /// Whether the last record is what a quote without its other end has made of the rest of the file.
    fn opens_a_quote(&self, walk: &Walk) -> bool {
        let quote = match self.dialect.quote {
            Quote::Double => '"',
            Quote::Single => '\'',
            Quote::None => return false,
        };
        walk.opens(quote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of each row joined by `/`, with its line before them.
    fn rows(text: &str) -> Result<Vec<String>, String> {
        let options = TableOptions::default();
        let path = Path::new("t.csv");
        let read = || {
            let sheet = Sheet::open(text.as_bytes().to_vec(), path, &options, None)?;
            let mut rows = Vec::new();
            sheet.for_each_row(|row| {
                let cells: Vec<&str> = (0..sheet.names.len()).map(|at| row.cell(at)).collect();
                rows.push(format!("{} {}", row.line, cells.join("/")));
                Ok(())
            })?;
            Ok(rows)
        };
        read().map_err(|error: DataError| error.to_string())
    }

    #[test]
    fn rows_come_with_their_lines() {
        let text = "a,b\r\n1,\"x\r\n\"\"y\"\"\"\r\n\r\n  \r\n 2 , z";
        assert_eq!(rows(text).unwrap(), ["2 1/x\r\n\"y\"", "6 2/z"]);
        assert_eq!(rows("1\n\"\"\n\n3\n").unwrap(), ["1 1", "2 ", "4 3"]);
    }

    #[test]
    fn ragged_lines_are_named() {
        assert_eq!(
            rows("a,b,c\n1,2,3\n4,5\n6,7,8\n").unwrap_err(),
            "line 3 has 2 cells, but the table has 3 columns: t.csv"
        );
        assert_eq!(
            rows("\n9,8,7,6\n1,2,3\n4,5,6\n").unwrap_err(),
            "line 2 has 4 cells, but the lines below have 3: t.csv"
        );
        let long = format!("a,b\n{}1\n", "1,2\n".repeat(1_500));
        assert_eq!(
            rows(&long).unwrap_err(),
            "line 1502 has 1 cell, but the table has 2 columns: t.csv"
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_named() {
        let long = format!("a,b\n{}\"x,y\n3,4\n", "1,2\n".repeat(1_500));
        assert_eq!(
            rows(&long).unwrap_err(),
            "a quote that opens in line 1502 is never closed: t.csv"
        );
        let last = long.replace("\"x,y", "x,\"y");
        assert_eq!(rows(&last), rows(&long));
    }

    #[test]
    fn empty_lines_of_a_single_column_are_counted() {
        let options = TableOptions::default();
        let bytes = b"a\n1\n\n3\n\n".to_vec();
        let sheet = Sheet::open(bytes, Path::new("t.csv"), &options, None).unwrap();
        assert_eq!(
            sheet.warnings,
            ["empty lines are no rows and are left out: 2"]
        );
    }
}
