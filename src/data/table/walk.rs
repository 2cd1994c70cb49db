//! Walks through the records of a table's text, with the bytes that each was made of at hand.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{Reader, StringRecord};

use super::dialect::Dialect;
use super::packed_text::{MOST_A_LINE, long_line};
use super::table_text::TableText;

/// Bytes of records gone by that are kept until they are let go together.
const BEHIND: usize = 1 << 20;

/// Reads records one after the other.
pub struct Walk<'a> {
    reader: Reader<Tap<'a>>,
    near: Rc<RefCell<Near>>,
    record: StringRecord,
}

/// The bytes of the last record and of what was read ahead.
#[derive(Default)]
struct Near {
    bytes: Vec<u8>,
    /// Of the first of them in the text.
    first: u64,
    /// Of the last record in the text.
    start: u64,
}

/// Keeps what passes.
struct Tap<'a> {
    input: Box<dyn Read + 'a>,
    near: Rc<RefCell<Near>>,
    /// The most bytes that one record may have.
    most: usize,
}

impl Read for Tap<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(out)?;
        let mut near = self.near.borrow_mut();
        let behind = (near.start - near.first) as usize;
        if behind > BEHIND {
            near.bytes.drain(..behind);
            near.first = near.start;
        }
        near.bytes.extend_from_slice(&out[..count]);
        if near.bytes.len() - (near.start - near.first) as usize > self.most {
            return Err(io::Error::other(long_line()));
        }
        Ok(count)
    }
}

impl<'a> Walk<'a> {
    pub fn new(text: &'a TableText, dialect: Dialect) -> Self {
        let near = Rc::<RefCell<Near>>::default();
        let tap = Tap {
            input: text.reader(),
            near: Rc::clone(&near),
            most: match text {
                // It is in memory already.
                TableText::Whole(_) => usize::MAX,
                TableText::Packed(_) => MOST_A_LINE,
            },
        };
        Self {
            reader: dialect.reader(tap),
            near,
            record: StringRecord::new(),
        }
    }

    /// Goes to the next record; whether there was one.
    ///
    /// # Errors
    /// When the text cannot be unpacked any more, or a record is far too long.
    pub fn next(&mut self) -> Result<bool, csv::Error> {
        self.near.borrow_mut().start = self.reader.position().byte();
        self.reader.read_record(&mut self.record)
    }

    pub fn record(&self) -> &StringRecord {
        &self.record
    }

    /// Where the record ends in the text.
    pub fn end(&self) -> u64 {
        self.reader.position().byte()
    }

    /// The line in which the record begins, counted from 1.
    pub fn line(&self) -> u64 {
        let near = self.near.borrow();
        super::dialect::line_of(&self.record, near.record())
    }

    /// Whether the record is what a `quote` without its other end has made of the rest of the file.
    pub fn opens(&self, quote: char) -> bool {
        let near = self.near.borrow();
        let record = String::from_utf8_lossy(near.record());
        let record = record.trim();
        record.contains('\n') && record.matches(quote).count() % 2 == 1
    }
}

impl Near {
    /// The last record and all that was read behind it.
    fn record(&self) -> &[u8] {
        let at = (self.start - self.first) as usize;
        self.bytes.get(at..).unwrap_or_default()
    }
}
