//! Files that are named by the BLAKE3 hash of their content: weights and histories. What has not changed has the same
//! name, so it is not written again, and two variants with the same share one.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::Path;

/// Of weights.
pub const SAFETENSORS: &str = ".safetensors";
/// Of histories.
pub const JSON: &str = ".json";

/// Files of more bytes are read twice, so that one that is not what it says, which can be of any length, takes no memory.
const LARGE: u64 = 64 << 20;
const HASH: usize = 2 * blake3::OUT_LEN;

/// A file, not yet on disk.
#[derive(Debug)]
pub struct ContentFile {
    /// `<hash>.<extension>`.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl ContentFile {
    pub fn new(bytes: Vec<u8>, extension: &str) -> Self {
        Self {
            name: format!("{}{extension}", blake3::hash(&bytes).to_hex()),
            bytes,
        }
    }
}

/// Why such a file cannot be used.
#[derive(Debug)]
pub enum Unreadable {
    Io(io::Error),
    NoFile,
    Damaged,
    /// It holds something else: what it does not, and why.
    Foreign(&'static str, String),
}

impl Unreadable {
    /// One clause that calls the file `name`.
    pub fn of(&self, name: &str) -> String {
        match self {
            Self::Io(why) => format!("cannot read {name}, {why}"),
            Self::NoFile => format!("{name} is not a file"),
            Self::Damaged => format!("{name} is damaged, its content does not match its name"),
            Self::Foreign(what, problem) => format!("{name} holds no {what}, {problem}"),
        }
    }
}

/// The content of the file at `path`, which must match its name.
///
/// # Errors
/// When it cannot be read, or does not.
pub fn read_checked(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let metadata = std::fs::metadata(path).map_err(Unreadable::Io)?;
    if !metadata.is_file() {
        return Err(Unreadable::NoFile);
    }
    let is_right = |hash: blake3::Hash| path.file_stem() == Some(OsStr::new(&*hash.to_hex()));
    if metadata.len() > LARGE {
        let file = File::open(path).map_err(Unreadable::Io)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(file).map_err(Unreadable::Io)?;
        if !is_right(hasher.finalize()) {
            return Err(Unreadable::Damaged);
        }
    }
    let bytes = std::fs::read(path).map_err(Unreadable::Io)?;
    match is_right(blake3::hash(&bytes)) {
        true => Ok(bytes),
        false => Err(Unreadable::Damaged),
    }
}

/// Whether `name` has the form of ours with this extension.
pub fn is_named(name: &str, extension: &str) -> bool {
    let hash = name.strip_suffix(extension).unwrap_or_default();
    hash.len() == HASH && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether `name` has the form of ours.
pub fn is_ours(name: &str) -> bool {
    [SAFETENSORS, JSON]
        .iter()
        .any(|extension| is_named(name, extension))
}

/// The names of such files that occur in `text`, whatever its format.
pub fn names_in(text: &[u8]) -> impl Iterator<Item = String> {
    [SAFETENSORS, JSON].into_iter().flat_map(move |extension| {
        let windows = text.windows(HASH + extension.len());
        let ends = windows.filter(move |window| window.ends_with(extension.as_bytes()));
        ends.filter_map(|window| std::str::from_utf8(window).ok())
            .filter(move |name| is_named(name, extension))
            .map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_text() {
        let hash = "0123456789abcdef".repeat(4);
        let [weights, history] = [SAFETENSORS, JSON].map(|end| format!("{hash}{end}"));
        let text =
            format!("{{\"a\": \"weights/{weights}\", b: history/{history}{hash}.jpg, {hash}");
        let names: Vec<_> = names_in(text.as_bytes()).collect();
        assert_eq!(names, [&*weights, &*history]);
        assert!(is_ours(&weights) && is_ours(&history));
        assert!(!is_named(&weights, JSON) && !is_ours("project.json"));
    }

    #[test]
    fn a_content_that_does_not_match_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = ContentFile::new(b"[]".into(), JSON);
        let path = folder.path().join(&file.name);
        assert!(matches!(read_checked(&path), Err(Unreadable::Io(_))));
        std::fs::write(&path, &file.bytes).unwrap();
        assert_eq!(read_checked(&path).unwrap(), b"[]");
        std::fs::write(&path, b"[ ]").unwrap();
        assert!(matches!(read_checked(&path), Err(Unreadable::Damaged)));
        assert!(matches!(
            read_checked(folder.path()),
            Err(Unreadable::NoFile)
        ));
    }
}
