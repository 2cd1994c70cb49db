//! A table's text that stays packed: what unpacks to far more than the file takes is unpacked and decoded anew each time
//! it is walked through.

use std::io::{self, Read};
use std::path::Path;

use encoding_rs::{Decoder, DecoderResult, Encoding};

use super::text::{Guess, MAX_BYTES, NO_TEXT, begins_like_text, shown, too_large, wrong_bytes};
use crate::data::DataError;
use crate::data::gzip::{self, Members};

/// Texts of more bytes stay packed.
const SMALL: u64 = 16 << 20;
/// Bytes that are looked at together.
const BLOCK: usize = 64 << 10;
/// The most bytes of one line, which must be in memory as a whole.
pub const MOST_A_LINE: usize = 16 << 20;

/// A gzipped text.
#[derive(Debug)]
pub struct PackedText {
    bytes: Vec<u8>,
    encoding: &'static Encoding,
    /// The first lines.
    head: String,
    /// Bytes of it in UTF-8.
    length: u64,
    pub warning: Option<String>,
}

/// Whether `bytes` are packed and unpack to much.
pub fn is_large(bytes: &[u8]) -> bool {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return false;
    }
    let mut unpacked = Members::new(bytes).take(SMALL + 1);
    // What is damaged before is told where it is read.
    io::copy(&mut unpacked, &mut io::sink()).is_ok_and(|length| length > SMALL)
}

impl PackedText {
    /// Looks through the text that `bytes` unpack to, whose first `head` bytes and the line after them are kept.
    pub fn new(
        bytes: Vec<u8>,
        name: Option<&str>,
        head: usize,
        path: &Path,
    ) -> Result<Self, DataError> {
        let failed = |problem: String| DataError::file(path, problem);
        let damaged = |error: io::Error| failed(format!("the gzip data is damaged ({error})"));
        let mut members = Members::new(&bytes[..]);
        let (mut guess, mut lines, mut start) = (Guess::default(), Vec::new(), Vec::new());
        let (mut block, mut unpacked) = (vec![0; BLOCK], 0);
        loop {
            let count = members.read(&mut block).map_err(damaged)?;
            unpacked += count as u64;
            if unpacked > MAX_BYTES {
                return Err(failed(too_large()));
            }
            lines.extend_from_slice(&block[..count]);
            if start.is_empty() {
                start.extend_from_slice(&lines[..lines.len().min(4)]);
            }
            let end = match lines.iter().rposition(|byte| *byte == b'\n') {
                Some(end) if count > 0 && lines.len() < MOST_A_LINE => end + 1,
                None if count > 0 && lines.len() < MOST_A_LINE => continue,
                _ => lines.len(),
            };
            guess.feed(&lines[..end]);
            lines.drain(..end);
            if count == 0 {
                break;
            }
        }
        let warning = members.has_surplus().then(|| gzip::surplus(path));
        let encoding = guess.encoding(name, &start).map_err(failed)?;
        let mut text = Self {
            bytes,
            encoding,
            head: String::new(),
            length: 0,
            warning,
        };
        text.look_through(head).map_err(failed)?;
        Ok(text)
    }

    /// Decodes it to the end once, and keeps its head.
    fn look_through(&mut self, head: usize) -> Result<(), String> {
        let mut reader = self.reader();
        let (mut block, mut kept, mut length) = (vec![0; BLOCK], Vec::new(), 0);
        let mut is_kept = false;
        loop {
            let count = reader.read(&mut block).map_err(|error| error.to_string())?;
            if count == 0 {
                break;
            }
            let block = &block[..count];
            if block.contains(&0) {
                return Err(NO_TEXT.into());
            }
            length += count as u64;
            if !is_kept {
                let from = kept.len().max(head);
                kept.extend_from_slice(block);
                let rest = kept.get(from..).unwrap_or_default();
                if let Some(at) = rest.iter().position(|byte| *byte == b'\n') {
                    kept.truncate(from + at + 1);
                    is_kept = true;
                } else if kept.len() > head + MOST_A_LINE {
                    return Err(long_line());
                }
            }
        }
        drop(reader);
        if !begins_like_text(&kept) {
            return Err(NO_TEXT.into());
        }
        self.head = String::from_utf8(kept).map_err(|error| error.to_string())?;
        self.length = length;
        Ok(())
    }

    /// Its name as people write it.
    pub fn encoding(&self) -> &'static str {
        shown(self.encoding)
    }

    /// The first whole lines.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// Bytes of it in UTF-8.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The text from its beginning, in UTF-8.
    pub fn reader(&self) -> Decoded<'_> {
        Decoded {
            packed: Members::new(&self.bytes),
            encoding: self.encoding,
            decoder: self.encoding.new_decoder_with_bom_removal(),
            raw: vec![0; BLOCK],
            unread: 0..0,
            decoded: vec![0; BLOCK],
            text: 0..0,
            line: 1,
            is_last: false,
            is_done: false,
        }
    }
}

/// Why a line cannot be read.
pub fn long_line() -> String {
    format!("a line has more than {} MiB of text", MOST_A_LINE >> 20)
}

/// Unpacks and decodes.
pub struct Decoded<'a> {
    packed: Members<&'a [u8]>,
    encoding: &'static Encoding,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Of `raw`, what is not decoded.
    unread: std::ops::Range<usize>,
    decoded: Vec<u8>,
    /// Of `decoded`, what nobody has read.
    text: std::ops::Range<usize>,
    /// Counted from 1, of what comes next.
    line: usize,
    /// Nothing is left to unpack, and to decode.
    is_last: bool,
    is_done: bool,
}

impl Decoded<'_> {
    /// Decodes more into the empty buffer; it stays empty at the end.
    fn fill(&mut self) -> io::Result<()> {
        while self.text.is_empty() && !self.is_done {
            if self.unread.is_empty() && !self.is_last {
                let count = self.packed.read(&mut self.raw)?;
                self.unread = 0..count;
                self.is_last = count == 0;
            }
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.raw[self.unread.clone()],
                &mut self.decoded,
                self.is_last,
            );
            self.unread.start += read;
            self.text = 0..written;
            let ends = self.decoded[..written].iter();
            self.line += ends.filter(|byte| **byte == b'\n').count();
            match result {
                DecoderResult::Malformed(..) => {
                    let problem = wrong_bytes(self.encoding, self.line);
                    return Err(io::Error::other(problem));
                }
                DecoderResult::InputEmpty => self.is_done = self.is_last,
                DecoderResult::OutputFull => {}
            }
        }
        Ok(())
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        let count = out.len().min(self.text.len());
        out[..count].copy_from_slice(&self.decoded[self.text.start..self.text.start + count]);
        self.text.start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use encoding_rs::{UTF_16LE, WINDOWS_1252};
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use crate::data::table::{TableOptions, table_from_bytes};

    use super::*;

    const LINE: &str = "1,2.5,Malmö\n2,-3,Örebro\n";

    /// More lines than stay unpacked, and one more of each kind.
    fn text() -> String {
        format!(
            "a,b,town\n{}",
            LINE.repeat(SMALL as usize / (LINE.len() - 2) + 1)
        )
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn refused(text: &str) -> String {
        let bytes = packed(text.as_bytes());
        assert!(is_large(&bytes));
        let table = table_from_bytes(bytes, Path::new("t.csv"), &TableOptions::default());
        table.unwrap_err().to_string()
    }

    #[test]
    fn large_texts_are_the_same_tables_packed_and_unpacked() {
        let text = text();
        let table =
            |bytes| table_from_bytes(bytes, Path::new("t.csv"), &TableOptions::default()).unwrap();
        let wanted = table(text.clone().into_bytes());
        assert_eq!(wanted.values[..4], [1.0, 2.5, 2.0, -3.0]);
        assert!(!is_large(&packed(LINE.as_bytes())) && !is_large(text.as_bytes()));
        let utf16: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        for (bytes, encoding) in [
            (text.clone().into_bytes(), "UTF-8"),
            (WINDOWS_1252.encode(&text).0.into_owned(), "windows-1252"),
            (utf16, UTF_16LE.name()),
        ] {
            let bytes = packed(&bytes);
            assert!(is_large(&bytes));
            let mut found = table(bytes);
            assert_eq!(found.facts.encoding, encoding);
            found.facts.encoding.clone_from(&wanted.facts.encoding);
            assert!(found == wanted, "{encoding}");
        }
    }

    #[test]
    fn what_is_wrong_far_behind_is_named_by_its_line() {
        let text = text();
        let last = text.lines().count() + 1;
        assert_eq!(
            refused(&format!("{text}1,2\n")),
            format!("line {last} has 2 cells, but the table has 3 columns: t.csv")
        );
        assert_eq!(
            refused(&format!("{text}\n\n1,\"2,3\n4,5,6\n")),
            format!(
                "a quote that opens in line {} is never closed: t.csv",
                last + 2
            )
        );
        let bytes = [text.as_bytes(), b"\xff,1,2\n"].concat();
        let table = table_from_bytes(packed(&bytes), Path::new("t.csv"), &TableOptions::default());
        assert_eq!(
            table.unwrap_err().to_string(),
            format!("line {last} holds bytes that are not UTF-8: t.csv")
        );
        let mut cut = packed(text.as_bytes());
        cut.truncate(cut.len() - 6);
        let table = table_from_bytes(cut, Path::new("t.csv"), &TableOptions::default());
        let error = table.unwrap_err().to_string();
        assert!(error.starts_with("the gzip data is damaged ("), "{error}");
    }

    #[test]
    fn a_line_without_an_end_is_refused() {
        let long = format!("a,b\n1,2\n{}", "3".repeat(2 * SMALL as usize));
        assert_eq!(refused(&long), "a line has more than 16 MiB of text: t.csv");
        let late = format!("{}{}", text(), "3,".repeat(SMALL as usize));
        assert_eq!(
            refused(&late),
            "the table could not be read (a line has more than 16 MiB of text): t.csv"
        );
        let zeros = "\0".repeat(2 * SMALL as usize);
        assert_eq!(
            refused(&zeros),
            "the file is not text, it holds bytes that are 0: t.csv"
        );
    }
}
