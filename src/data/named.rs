//! What is seen of a file or folder before anybody knows what kind of data it is.

use std::fs;
use std::io::{BufReader, Read};
use std::path::Path;

use super::gzip::Members;
use super::path_name::file_name;

/// Enough for the mark that every format begins with.
const START: u64 = 64;

/// A file or folder that somebody named.
pub struct Named<'a> {
    pub path: &'a Path,
    /// Its name in small letters, without `.gz`.
    name: String,
    pub is_folder: bool,
    /// The first bytes, unpacked where they are gzipped; none of what cannot be read.
    pub start: Vec<u8>,
}

impl<'a> Named<'a> {
    /// Looks at what lies at `path`. What cannot be read is known by its name alone.
    pub fn at(path: &'a Path) -> Self {
        let name = file_name(path).to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name).to_owned();
        // Opening a pipe would wait for its other end.
        let metadata = fs::metadata(path).ok();
        let is_file = metadata.as_ref().is_some_and(fs::Metadata::is_file);
        let file = || is_file.then(|| fs::File::open(path).ok()).flatten();
        let start = match &begin(file())[..] {
            [0x1f, 0x8b, ..] => begin(file().map(|file| Members::new(BufReader::new(file)))),
            start => start.to_owned(),
        };
        Self {
            path,
            name,
            is_folder: metadata.is_some_and(|metadata| metadata.is_dir()),
            start,
        }
    }

    /// Whether it is a file with one of these endings.
    pub fn ends(&self, endings: &[&str]) -> bool {
        !self.is_folder && endings.iter().any(|ending| self.name.ends_with(ending))
    }
}

/// As much of the beginning as can be read.
fn begin(input: Option<impl Read>) -> Vec<u8> {
    let mut start = Vec::new();
    if let Some(input) = input {
        // What was read before an error stays.
        let _ = input.take(START).read_to_end(&mut start);
    }
    start
}
