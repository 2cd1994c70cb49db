//! Reads the text of a table file: unzipped, its encoding detected, decoded to UTF-8.

use std::borrow::Cow;
use std::io::Read;
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use crate::data::gzip::{self, Members};
use crate::data::{DataError, Progress, regular_file};
use crate::system::{available_memory, memory_size};

/// The most bytes of text that are read: 4 GiB.
pub(super) const MAX_BYTES: u64 = 4 << 30;
/// How much of a file the encoding is guessed from; more takes long and tells no more.
pub(super) const DETECTED: usize = 64 << 10;

/// A decoded file.
#[derive(Debug)]
pub struct Text {
    pub text: String,
    /// Name of the encoding it was in: "UTF-8", "UTF-16LE", "GB18030", "windows-1252".
    pub encoding: &'static str,
    /// What a person should know of how the file was unpacked.
    pub warning: Option<String>,
}

/// Reads the bytes of the regular file at `path`. `wanted` is what a folder is not ("a table").
pub fn read_bytes(path: &Path, wanted: &str) -> Result<Vec<u8>, DataError> {
    let (file, length) = regular_file::open(path, wanted)?;
    if length > MAX_BYTES {
        return Err(DataError::file(path, too_large()));
    }
    let most = most_text();
    if length > most {
        return Err(DataError::file(path, no_memory(most)));
    }
    read_whole(Progress::present().watch(file, length), length, path)
}

/// All bytes of the file at `path`, which had this `length` when it was opened; more may have come since.
fn read_whole(mut file: impl Read, length: u64, path: &Path) -> Result<Vec<u8>, DataError> {
    let mut bytes = Vec::with_capacity(length as usize);
    file.read_to_end(&mut bytes)
        .map_err(regular_file::failed(path))?;
    match (bytes.len() as u64) < length {
        true => Err(DataError::file(
            path,
            "the file became shorter while it was read",
        )),
        false => Ok(bytes),
    }
}

/// The most bytes that a text may have which is read as a table: its cells take as much again, and its numbers.
fn most_text() -> u64 {
    available_memory().map_or(u64::MAX, |free| free / 3)
}

pub(super) fn too_large() -> String {
    format!("a table can have {} GiB of text at most", MAX_BYTES >> 30)
}

fn no_memory(most: u64) -> String {
    let most = memory_size(most);
    format!("the table has more text than the {most} that free memory is enough for")
}

impl Text {
    /// Unpacks `bytes` when they are gzipped, and decodes them from the encoding called `name`, or the one found.
    pub fn new(bytes: Vec<u8>, name: Option<&str>, path: &Path) -> Result<Self, DataError> {
        let (bytes, warning) = unpacked(bytes, path)?;
        if bytes.is_empty() {
            return Err(DataError::file(path, "the file is empty"));
        }
        let mut guess = Guess::default();
        let encoding = match name {
            Some(_) => guess.encoding(name, &bytes),
            None => {
                guess.feed(&bytes);
                guess.encoding(None, &bytes)
            }
        };
        let encoding = encoding.map_err(|problem| DataError::file(path, problem))?;
        let text = decode(bytes, encoding).map_err(|problem| DataError::file(path, problem))?;
        if !looks_like_text(&text) {
            return Err(DataError::file(path, NO_TEXT));
        }
        let encoding = shown(encoding);
        Ok(Self {
            text,
            encoding,
            warning,
        })
    }
}

/// The bytes, and what there is to say of how they were packed.
fn unpacked(bytes: Vec<u8>, path: &Path) -> Result<(Vec<u8>, Option<String>), DataError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok((bytes, None));
    }
    let most = MAX_BYTES.min(most_text());
    let mut out = Vec::new();
    let mut members = Members::new(&bytes[..]);
    match members.by_ref().take(most + 1).read_to_end(&mut out) {
        Ok(_) if out.len() as u64 > MAX_BYTES => Err(DataError::file(path, too_large())),
        Ok(_) if out.len() as u64 > most => Err(DataError::file(path, no_memory(most))),
        Ok(_) => {
            let warning = members.has_surplus().then(|| gzip::surplus(path));
            Ok((out, warning))
        }
        Err(error) => {
            let problem = format!("the gzip data is damaged ({error})");
            Err(DataError::file(path, problem))
        }
    }
}

/// The encoding that browsers call `name`, also with a dash that they leave out ("latin-1").
fn by_name(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.as_bytes())
        .or_else(|| Encoding::for_label(name.replace(['-', '_'], "").as_bytes()))
        .map(without_gbk)
}

/// GB18030 in place of GBK, which it contains.
fn without_gbk(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// The name as people write it.
pub(super) fn shown(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 {
        "GB18030"
    } else {
        encoding.name()
    }
}

/// What the bytes of a file tell of their encoding.
#[derive(Default)]
pub(super) struct Guess {
    /// Characters beyond ASCII that are UTF-8, and places that are none.
    valid: usize,
    broken: usize,
    has_nul: bool,
    /// Lines beyond ASCII.
    telling: Vec<u8>,
}

impl Guess {
    /// Looks at more bytes, whole lines of them.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.has_nul |= bytes.contains(&0);
        // ASCII tells nothing, wherever the first other byte stands.
        if bytes.is_ascii() {
            return;
        }
        for chunk in bytes.utf8_chunks() {
            self.valid += chunk.valid().chars().filter(|one| !one.is_ascii()).count();
            self.broken += usize::from(!chunk.invalid().is_empty());
        }
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.telling.len() >= DETECTED {
                break;
            }
            if !line.is_ascii() {
                self.telling
                    .extend_from_slice(&line[..line.len().min(DETECTED)]);
            }
        }
    }

    /// The encoding called `name`, or the one of a file that begins with `start`.
    ///
    /// # Errors
    /// One clause when there is none of that name, or the bytes are no text.
    pub fn encoding(&self, name: Option<&str>, start: &[u8]) -> Result<&'static Encoding, String> {
        if let Some(name) = name {
            return by_name(name).ok_or_else(|| format!("there is no encoding called {name:?}"));
        }
        match Encoding::for_bom(start) {
            Some((encoding, _)) => Ok(encoding),
            None if self.has_nul => Err("the file is not text, it holds bytes that are 0".into()),
            // Mostly right: UTF-8 with damage, which decoding will name, rather than something else.
            None if self.broken * 4 <= self.valid => Ok(UTF_8),
            None => {
                let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
                detector.feed(&self.telling, true);
                Ok(without_gbk(detector.guess(None, Utf8Detection::Deny)))
            }
        }
    }
}

fn decode(mut bytes: Vec<u8>, encoding: &'static Encoding) -> Result<String, String> {
    if encoding == UTF_8 {
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        return String::from_utf8(bytes).map_err(|error| {
            let right = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + right.iter().filter(|byte| **byte == b'\n').count();
            wrong_bytes(encoding, line)
        });
    }
    let bytes = match Encoding::for_bom(&bytes) {
        Some((marked, length)) if marked == encoding => &bytes[length..],
        _ => &bytes[..],
    };
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(Cow::into_owned);
    text.ok_or_else(|| wrong_bytes(encoding, 0))
}

/// Bytes in `line` are not of `encoding`.
pub(super) fn wrong_bytes(encoding: &'static Encoding, line: usize) -> String {
    match encoding == UTF_8 {
        true => format!("line {line} holds bytes that are not UTF-8"),
        false => format!("the file holds bytes that are not {}", shown(encoding)),
    }
}

/// Said of what has control characters.
pub(super) const NO_TEXT: &str = "the file is not text, it holds control characters";

/// Whether there is no NUL, and next to no control characters at the start.
fn looks_like_text(text: &str) -> bool {
    !text.as_bytes().contains(&0) && begins_like_text(text.as_bytes())
}

/// Whether there are next to no control characters at the start of a text.
pub(super) fn begins_like_text(text: &[u8]) -> bool {
    let start = &text[..text.len().min(DETECTED)];
    let control = |byte: &&u8| **byte < 0x20 && !b"\t\n\r\x0c".contains(byte);
    let controls = start.iter().filter(control).count();
    controls * 100 <= start.len()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn read(bytes: &[u8], name: Option<&str>) -> Result<(String, &'static str), String> {
        Text::new(bytes.to_vec(), name, Path::new("t.csv"))
            .map(|text| (text.text, text.encoding))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_that_shrinks_while_it_is_read_is_refused() {
        let read = |length| read_whole(&b"a,b\n"[..], length, Path::new("t.csv"));
        assert_eq!(read(4).unwrap(), b"a,b\n");
        assert_eq!(read(3).unwrap(), b"a,b\n");
        assert_eq!(
            read(5).unwrap_err().to_string(),
            "the file became shorter while it was read: t.csv"
        );
    }

    #[test]
    fn marks_are_followed_and_taken_off() {
        let expected = |name| Ok(("a,é\n".to_owned(), name));
        assert_eq!(read("\u{feff}a,é\n".as_bytes(), None), expected("UTF-8"));
        let little = b"\xff\xfea\0,\0\xe9\0\n\0";
        assert_eq!(read(little, None), expected("UTF-16LE"));
        assert_eq!(read(little, Some("utf-16le")), expected("UTF-16LE"));
        let big = b"\xfe\xff\0a\0,\0\xe9\0\n";
        assert_eq!(read(big, None), expected("UTF-16BE"));
        assert_eq!(read(&big[2..], Some("UTF-16BE")), expected("UTF-16BE"));
    }

    #[test]
    fn encodings_without_a_mark_are_found_or_named() {
        let latin = b"plats,v\xe4rde\nMalm\xf6,1.5\n\xd6rebro,2\n";
        let text = "plats,värde\nMalmö,1.5\nÖrebro,2\n".to_owned();
        assert_eq!(read(latin, None), Ok((text.clone(), "windows-1252")));
        assert_eq!(read(latin, Some("latin-1")), Ok((text, "windows-1252")));
        // The first that is not ASCII stands far behind what is looked at.
        let late = [&b"a,b\n".repeat(50_000)[..], latin].concat();
        assert_eq!(read(&late, None).unwrap().1, "windows-1252");
        let chinese =
            b"\xb3\xc7\xca\xd0,\xce\xc2\xb6\xc8\n\xb1\xb1\xbe\xa9,12.5\n\x954\xb25\xc1\xd6,-3\n";
        let text = "城市,温度\n北京,12.5\n𠮷林,-3\n".to_owned();
        assert_eq!(read(chinese, None), Ok((text, "GB18030")));
        assert_eq!(read(b"a,b\n1,2\n", None).unwrap().1, "UTF-8");
    }

    #[test]
    fn gzip_is_unpacked() {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(b"a,b\n").unwrap();
        let packed = packer.finish().unwrap();
        assert_eq!(read(&packed, None), Ok(("a,b\n".to_owned(), "UTF-8")));
        let error = read(&packed[..packed.len() - 6], None).unwrap_err();
        assert!(error.starts_with("the gzip data is damaged ("), "{error}");
        assert!(error.ends_with("): t.csv"), "{error}");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let refused = |bytes: &[u8], name| read(bytes, name).unwrap_err();
        assert_eq!(refused(b"", None), "the file is empty: t.csv");
        assert_eq!(
            refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None),
            "the file is not text, it holds bytes that are 0: t.csv"
        );
        assert_eq!(
            refused(b"\x01\x02\x03\x04ab", None),
            "the file is not text, it holds control characters: t.csv"
        );
        assert_eq!(
            refused(b"a\n", Some("klingon")),
            "there is no encoding called \"klingon\": t.csv"
        );
        let mut damaged = "é,è\n".repeat(10).into_bytes();
        damaged.extend(b"\xff,1\n");
        let line = "line 11 holds bytes that are not UTF-8: t.csv";
        assert_eq!(refused(&damaged, None), line);
        assert_eq!(refused(&damaged, Some("utf-8")), line);
        assert_eq!(
            refused(b"\xff\xff\n", Some("gb18030")),
            "the file holds bytes that are not GB18030: t.csv"
        );
    }
}
