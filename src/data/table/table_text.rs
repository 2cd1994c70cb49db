//! The text of a table, to walk through: in memory as a whole, or unpacked again each time.

use std::io::{self, Read};
use std::path::Path;

use super::packed_text::{PackedText, is_large};
use super::text::Text;
use crate::data::DataError;

/// Bytes that are looked at together.
const BLOCK: usize = 64 << 10;

/// A decoded table.
#[derive(Debug)]
pub enum TableText {
    Whole(Text),
    Packed(PackedText),
}

impl TableText {
    /// As [`Text::new`]; of what stays packed `head` bytes and the line after them are at hand.
    ///
    /// # Errors
    /// As [`Text::new`].
    pub fn new(
        bytes: Vec<u8>,
        name: Option<&str>,
        head: usize,
        path: &Path,
    ) -> Result<Self, DataError> {
        Ok(match is_large(&bytes) {
            false => Self::Whole(Text::new(bytes, name, path)?),
            true => Self::Packed(PackedText::new(bytes, name, head, path)?),
        })
    }

    /// Name of the encoding it was in.
    pub fn encoding(&self) -> &'static str {
        match self {
            Self::Whole(text) => text.encoding,
            Self::Packed(text) => text.encoding(),
        }
    }

    /// What a person should know of how the file was unpacked.
    pub fn warning(&self) -> Option<&String> {
        match self {
            Self::Whole(text) => text.warning.as_ref(),
            Self::Packed(text) => text.warning.as_ref(),
        }
    }

    /// Its beginning, or all of it, and whether it is all.
    pub fn beginning(&self) -> (&str, bool) {
        match self {
            Self::Whole(text) => (&text.text, true),
            Self::Packed(text) => (text.head(), false),
        }
    }

    /// Bytes of it.
    pub fn length(&self) -> u64 {
        match self {
            Self::Whole(text) => text.text.len() as u64,
            Self::Packed(text) => text.length(),
        }
    }

    /// All of it from the beginning.
    pub fn reader(&self) -> Box<dyn Read + '_> {
        match self {
            Self::Whole(text) => Box::new(text.text.as_bytes()),
            Self::Packed(text) => Box::new(text.reader()),
        }
    }

    /// How many lines end in it, and how many of these are empty.
    ///
    /// # Errors
    /// When it cannot be unpacked any more.
    pub fn lines(&self) -> io::Result<[usize; 2]> {
        let (mut reader, mut block) = (self.reader(), vec![0; BLOCK]);
        let (mut ends, mut empty) = (0, 0);
        // Of the line so far.
        let mut is_empty = true;
        loop {
            let count = reader.read(&mut block)?;
            if count == 0 {
                return Ok([ends, empty]);
            }
            for byte in &block[..count] {
                match byte {
                    b'\n' => {
                        ends += 1;
                        empty += usize::from(is_empty);
                        is_empty = true;
                    }
                    b'\r' => {}
                    _ => is_empty = false,
                }
            }
        }
    }
}
