//! Whether what somebody named is text, as far as its beginning tells: a guess only where it is obvious.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use walkdir::WalkDir;

use super::columns::is_obvious;
use super::gather::{is_cut, is_text_file};
use super::words::length;
use crate::data::TableOptions;
use crate::data::gzip::Members;
use crate::data::named::Named;
use crate::data::table::{Sheet, Text};

/// Bytes that are looked at, and files of a folder.
const HEAD: u64 = 128 << 10;
const FILES: usize = 100;
/// Words of a line of text, on average: fewer are names.
const SHORT: f64 = 2.5;

/// Whether it is obviously text: a folder of text files, a text file of prose, a table of texts.
pub fn is_text(named: &Named) -> bool {
    if named.is_folder {
        return is_folder_of_texts(named.path);
    }
    if !named.ends(&[".txt", ".csv", ".tsv", ".tab"]) {
        return false;
    }
    let Some(head) = head(named.path) else {
        return false;
    };
    if is_text_file(named.path) && !is_cut(&head, &['\t', ';', '|', ',']) {
        return is_prose(&head);
    }
    let options = TableOptions::default();
    let sheet = Sheet::open(head.into_bytes(), named.path, &options, None);
    sheet.is_ok_and(|sheet| is_obvious(&sheet))
}

/// Whether lines are sentences, and not the numbers or names of a table of one column.
fn is_prose(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let (count, words) = lines.fold((0, 0.0), |(count, words), line| {
        (count + 1, words + length(line))
    });
    count > 1 && words >= SHORT * f64::from(count)
}

/// Whether the first files are all texts, of which there are several.
fn is_folder_of_texts(path: &Path) -> bool {
    let walk = WalkDir::new(path).into_iter().filter_map(Result::ok);
    let is_seen = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.file_type().is_file() && !name.starts_with('.')
    };
    let mut count = 0;
    let mut files = walk.filter(is_seen).take(FILES);
    files.all(|file| {
        count += 1;
        is_text_file(file.path())
    }) && count > 1
}

/// The first whole lines, decoded; `None` of what is no text.
fn head(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    let open = || File::open(path).ok().map(BufReader::new);
    path.is_file().then_some(())?;
    open()?.take(HEAD).read_to_end(&mut bytes).ok()?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        bytes.clear();
        // What was unpacked before an error stays.
        let _ = Members::new(open()?).take(HEAD).read_to_end(&mut bytes);
    }
    if bytes.len() as u64 == HEAD {
        let end = bytes.iter().rposition(|byte| *byte == b'\n')?;
        bytes.truncate(end + 1);
    }
    Text::new(bytes, None, path).ok().map(|text| text.text)
}
