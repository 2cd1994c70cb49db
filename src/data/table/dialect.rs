//! Sniffs the dialect of a CSV file: delimiter and quote, found by trying all of them.

use std::collections::HashMap;
use std::io::Read;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::number::parse;
use super::options::{Quote, TableOptions};

/// Looked at to find the delimiter: bytes and lines.
pub const HEAD_BYTES: usize = 256 << 10;
const HEAD_LINES: usize = 1_000;

/// How text is cut into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    pub delimiter: u8,
    pub quote: Quote,
}

impl Dialect {
    /// A reader of records of any width; the first line is one of them.
    pub fn reader<R: Read>(self, text: R) -> Reader<R> {
        ReaderBuilder::new()
            .delimiter(self.delimiter)
            .quote(if self.quote == Quote::Single {
                b'\''
            } else {
                b'"'
            })
            .quoting(self.quote != Quote::None)
            .flexible(true)
            .has_headers(false)
            .from_reader(text)
    }
}

/// How the text is cut, its first records, and how many cells most of them have.
pub struct Found {
    pub dialect: Dialect,
    pub width: usize,
    pub head: Vec<StringRecord>,
}

/// Finds what `options` leave open by how evenly the first lines are cut by each delimiter and quote.
///
/// `text` is all of it, or a head of whole lines. `None` when the text holds no record.
pub fn find((text, is_all): (&str, bool), options: &TableOptions) -> Option<Found> {
    let (head, whole) = head(text);
    let whole = whole && is_all;
    let delimiters = match options.delimiter {
        Some(delimiter) => vec![delimiter as u8],
        None => vec![b',', b';', b'\t', b'|'],
    };
    let quotes = match options.quote {
        Some(quote) => vec![quote],
        None => vec![Quote::Double, Quote::None, Quote::Single],
    };
    let mut best: Option<(Score, Found)> = None;
    for &delimiter in &delimiters {
        for &quote in &quotes {
            let dialect = Dialect { delimiter, quote };
            let records = records(dialect, head, whole);
            let Some((score, width)) = Score::of(&records) else {
                continue;
            };
            // The first of equals stays: commas before others, double quotes before others.
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                let head = records;
                best = Some((
                    score,
                    Found {
                        dialect,
                        width,
                        head,
                    },
                ));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// The first whole lines, and whether they are all.
fn head(text: &str) -> (&str, bool) {
    let line_end = |bytes: &[u8]| bytes.iter().position(|byte| *byte == b'\n');
    let bytes = text.as_bytes();
    match bytes.get(HEAD_BYTES..).and_then(line_end) {
        Some(at) => (&text[..=HEAD_BYTES + at], false),
        None => (text, true),
    }
}

fn records(dialect: Dialect, head: &str, whole: bool) -> Vec<StringRecord> {
    let mut reader = dialect.reader(head.as_bytes());
    let mut records = Vec::new();
    let mut record = StringRecord::new();
    // Text is UTF-8 and in memory, so no read fails.
    while records.len() < HEAD_LINES && reader.read_record(&mut record).unwrap_or(false) {
        if !is_blank(&record) {
            records.push(record.clone());
        }
    }
    // A quoted cell may go on behind the head.
    if !whole && records.len() > 1 && records.len() < HEAD_LINES {
        records.pop();
    }
    records
}

/// The line in which a record begins, counted from 1; `rest` is the text from its place on.
pub fn line_of(record: &StringRecord, rest: &[u8]) -> u64 {
    let Some(place) = record.position() else {
        return 1;
    };
    // The reader counts the empty lines before a record, and half of a line's end, as the record's.
    let before = rest.iter().take_while(|byte| b"\r\n".contains(byte));
    place.line() + before.filter(|byte| **byte == b'\n').count() as u64
}

/// Whether a record is a line of spaces.
pub fn is_blank(record: &StringRecord) -> bool {
    record.len() == 1 && record[0].trim().is_empty()
}

/// How well a dialect cuts the first lines. Compared field by field, the first that differs decides.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    /// Twentieths of the records that have as many cells as most; 0 when they are not cut at all.
    even: usize,
    /// Thousandths of the cells that are numbers.
    numbers: usize,
    /// Thousandths of the cells that do not begin with a quote.
    unquoted: usize,
    /// Cells in most records.
    width: usize,
}

impl Score {
    /// The score and the width of most records, the first one's if there is a tie.
    fn of(records: &[StringRecord]) -> Option<(Self, usize)> {
        let mut counts = HashMap::<usize, usize>::new();
        for record in records {
            *counts.entry(record.len()).or_default() += 1;
        }
        let first = records.first()?.len();
        let (&width, &even) = counts
            .iter()
            .max_by_key(|(width, count)| (**count, **width == first, **width))?;
        let (mut numbers, mut unquoted, mut cells) = (0, 0, 0);
        for cell in records.iter().flatten() {
            let cell = cell.trim();
            let number = parse(cell, '.').is_some() || parse(cell, ',').is_some();
            numbers += usize::from(number);
            unquoted += usize::from(!cell.starts_with(['"', '\'']));
            cells += 1;
        }
        // A delimiter that fewer than half of the lines agree on is none.
        let cut = width > 1 && even * 2 >= records.len();
        let score = Self {
            even: if cut {
                (even * 20 + records.len() / 2) / records.len()
            } else {
                0
            },
            numbers: if cut { numbers * 1_000 / cells } else { 0 },
            unquoted: unquoted * 1_000 / cells,
            width: if cut { width } else { 0 },
        };
        Some((score, width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (char, Quote, usize) {
        let found = find((text, true), &TableOptions::default()).unwrap();
        let dialect = found.dialect;
        (dialect.delimiter as char, dialect.quote, found.width)
    }

    #[test]
    fn each_delimiter_is_found() {
        assert_eq!(found("a,b\n1,2\n"), (',', Quote::Double, 2));
        assert_eq!(found("a;b;c\n1,5;2,5;x\n"), (';', Quote::Double, 3));
        assert_eq!(found("1,5;2,5\n3,5;4,5\n"), (';', Quote::Double, 2));
        assert_eq!(found("a, b\tc\n1\t2\n"), ('\t', Quote::Double, 2));
        assert_eq!(found("a|b\n1|2"), ('|', Quote::Double, 2));
        assert_eq!(found("a\n1\n2\n"), (',', Quote::Double, 1));
        assert_eq!(found("one, two\nthree\nfour\n").2, 1);
    }

    #[test]
    fn the_widest_first_line_or_a_ragged_one_changes_nothing() {
        assert_eq!(
            found("4,3,m,b\n1,2,3\n4,5,6\n7,8,9\n"),
            (',', Quote::Double, 3)
        );
        assert_eq!(found("a,b,c\n1,2,3\n4,5\n6,7,8,9\n\n10,11,12").2, 3);
    }

    #[test]
    fn each_quote_is_found() {
        assert_eq!(found("a,b\n\"x, y\",1\nz,2\n"), (',', Quote::Double, 2));
        assert_eq!(found("a,b\n'x, y',1\n'z',2\n"), (',', Quote::Single, 2));
        assert_eq!(
            found("a,b\n\"x, y\n5\" z,1\n\"open,2\n"),
            (',', Quote::None, 2)
        );
    }

    #[test]
    fn a_choice_is_kept_to_and_empty_text_has_no_records() {
        let options = TableOptions {
            delimiter: Some(';'),
            quote: Some(Quote::None),
            ..Default::default()
        };
        let found = find(("a,b\n1,2\n", true), &options).unwrap();
        assert_eq!((found.dialect.delimiter, found.width), (b';', 1));
        assert!(find(("\n \n\r\n", true), &options).is_none());
    }
}
