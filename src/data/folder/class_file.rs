//! The classes of files from a CSV file of names and classes.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::data::DataError;
use crate::data::regular_file;

/// A file of names that is larger is something else.
const MAX_BYTES: u64 = 256 << 20;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What a file says of others.
pub struct ClassFile {
    classes: HashMap<String, String>,
}

impl ClassFile {
    /// Reads the file at `path` for these files in `root`: the column that names most of them, and the first other one
    /// or the one that is called so.
    ///
    /// # Errors
    /// When it cannot be read, or names none of the pictures.
    pub fn read(path: &Path, root: &Path, files: &[&Path], noun: &str) -> Result<Self, DataError> {
        let at = |problem: &str| DataError::file(path, problem);
        let (_, length) = regular_file::open(path, "a CSV file")?;
        if length > MAX_BYTES {
            return Err(at(&format!(
                "the file is far too large for the names of {noun}s"
            )));
        }
        let bytes = fs::read(path).map_err(regular_file::failed(path))?;
        let (text, ..) = encoding_rs::UTF_8.decode(&bytes);
        let first = text.lines().next().unwrap_or_default();
        let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
        let delimiter = DELIMITERS
            .into_iter()
            .max_by_key(|one| (count(*one), *one == b','));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(delimiter.unwrap_or(b','))
            .from_reader(text.as_bytes());
        let rows: Result<Vec<csv::StringRecord>, _> = reader.records().collect();
        let rows = rows.map_err(|error| at(&format!("it is no CSV file ({error})")))?;

        let known: HashSet<String> = files.iter().flat_map(|file| keys(root, file)).collect();
        let columns = rows.iter().map(csv::StringRecord::len).max().unwrap_or(0);
        let named = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.filter(|cell| known.contains(&plain(cell))).count()
        };
        let of_names =
            (0..columns).max_by_key(|column| (named(*column), std::cmp::Reverse(*column)));
        let Some(of_names) = of_names.filter(|column| named(*column) > 0) else {
            return Err(at(&format!("it names none of the {noun}s")));
        };
        let header = rows.first().filter(|row| {
            let first = row.get(of_names).map(plain);
            first.is_none_or(|name| !known.contains(&name))
        });
        let is_class = |cell: &str| {
            let cell = cell.to_lowercase();
            ["class", "label", "category", "target"].contains(&&*cell)
        };
        let called = header.and_then(|row| row.iter().position(is_class));
        let others = || (0..columns).find(|column| *column != of_names);
        let Some(of_classes) = called.filter(|column| *column != of_names).or_else(others) else {
            return Err(at("it has no column of classes beside the names"));
        };
        let pairs = rows.iter().filter_map(|row| {
            let (name, class) = (row.get(of_names)?, row.get(of_classes)?);
            (!class.is_empty()).then(|| (plain(name), class.to_owned()))
        });
        Ok(Self {
            classes: pairs.collect(),
        })
    }

    /// The class of one of the files, if the file has one.
    pub fn class(&self, root: &Path, file: &Path) -> Option<&String> {
        let keys = keys(root, file);
        keys.iter().find_map(|key| self.classes.get(key))
    }
}

/// What a file may be called: its way from `root`, its name, its name without an ending.
fn keys(root: &Path, file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(root).unwrap_or(file);
    let parts = [Some(inside.as_os_str()), file.file_name(), file.file_stem()];
    let parts = parts.into_iter().flatten();
    parts.map(|part| plain(&part.to_string_lossy())).collect()
}

fn plain(name: &str) -> String {
    let name = name.replace('\\', "/");
    name.strip_prefix("./").unwrap_or(&name).to_owned()
}

/// The file that has the classes of the files in `root`, where no folders do: the only CSV file in it, or the one beside
/// it that is called as it is.
pub fn find(root: &Path) -> Option<PathBuf> {
    let is_csv = |path: &PathBuf| {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        ending.is_some_and(|ending| ending == "csv" || ending == "tsv") && path.is_file()
    };
    let inside = fs::read_dir(root).ok()?.flatten().map(|entry| entry.path());
    let mut inside: Vec<PathBuf> = inside.filter(is_csv).collect();
    if inside.len() == 1 {
        return inside.pop();
    }
    let beside = root.with_extension("csv");
    is_csv(&beside).then_some(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Option<String>>, String> {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let path = root.join("labels.csv");
        fs::write(&path, text).unwrap();
        let pictures = ["a/1.png", "b 2.jpg"].map(|name| root.join(name));
        let each: Vec<&Path> = pictures.iter().map(PathBuf::as_path).collect();
        let file =
            ClassFile::read(&path, root, &each, "picture").map_err(|error| error.to_string())?;
        assert_eq!(find(root).as_deref(), Some(&*path));
        Ok(pictures
            .iter()
            .map(|picture| file.class(root, picture).cloned())
            .collect())
    }

    #[test]
    fn names_are_found_in_any_column_with_or_without_a_header() {
        let wanted = Ok(vec![Some("cat".to_owned()), Some("dog".into())]);
        for text in [
            "a/1.png,cat\nb 2.jpg,dog\n",
            "file;class\n1.png;cat\n\"b 2.jpg\";dog\n",
            "id\tlabel\tfile\n7\tcat\t1\n8\tdog\tb 2\n",
            "\u{feff}./a\\1.png,cat\nb 2.jpg,dog\nnothing.png,cow",
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert_eq!(
            read("1.png,cat\nb 2.jpg,\n"),
            Ok(vec![Some("cat".into()), None])
        );
    }

    #[test]
    fn what_names_nothing_is_refused() {
        let refused = |text: &str| read(text).unwrap_err();
        assert!(refused("").starts_with("it names none of the pictures"));
        assert!(refused("x.png,cat\n").starts_with("it names none of the pictures"));
        assert!(refused("1.png\nb 2.jpg\n").starts_with("it has no column of classes"));
    }
}
