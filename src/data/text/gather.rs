//! Takes texts from where they stand: the lines of a file, a column of a table, the files of a folder.

use std::path::{Path, PathBuf};

use super::columns::choose;
use super::{TextFacts, TextFile};
use crate::data::folder::{Listing, list, of_folders};
use crate::data::table::{DEFAULT_MISSING, Missing, Sheet, Text, counted, read_bytes};
use crate::data::{DataError, TableOptions};

/// Lines that tell whether a file is a table.
const LOOKED_AT: usize = 1_000;

/// Texts of one file or folder.
#[derive(Default)]
pub struct Gathered {
    /// How many texts.
    pub count: usize,
    /// The class of each text, `None` where one has none; where there are classes.
    pub classes: Option<Vec<Option<String>>>,
    /// Whether each text is one to test on, where folders say so.
    pub is_test: Option<Vec<bool>>,
    /// How a table was read; one with the test part is read alike.
    pub like: Option<Like>,
    /// The files of a folder that they are, in the same order.
    pub files: Vec<PathBuf>,
    pub warnings: Vec<String>,
}

/// What was found of a table.
pub struct Like {
    pub facts: TextFacts,
    pub header: bool,
}

/// The texts at `path`, which is that of `file` or of its test part; `each` is called with them in their order.
///
/// # Errors
/// When it cannot be read, or there is no text in it.
pub fn gather(
    path: &Path,
    file: &TextFile,
    like: Option<&Like>,
    each: &mut dyn FnMut(&str),
) -> Result<Gathered, DataError> {
    if path.is_dir() {
        return of_folder(path, file, each);
    }
    let bytes = read_bytes(path, "a text")?;
    of_bytes(bytes, path, file, like, each)
}

/// As [`gather`], of a file of these bytes; its path is for errors alone.
///
/// # Errors
/// As [`gather`].
pub fn of_bytes(
    bytes: Vec<u8>,
    path: &Path,
    file: &TextFile,
    like: Option<&Like>,
    each: &mut dyn FnMut(&str),
) -> Result<Gathered, DataError> {
    let is_named = is_text_file(path);
    if is_named && like.is_none() && file.text.is_none() && file.label.is_none() {
        let text = Text::new(bytes, file.encoding.as_deref(), path)?;
        if !is_cut(&text.text, &['\t']) {
            return of_lines(&text, path, each);
        }
        let decoded = TextFile {
            encoding: Some("utf-8".into()),
            ..file.clone()
        };
        return of_table(text.text.into_bytes(), path, &decoded, None, each);
    }
    of_table(bytes, path, file, like, each)
}

/// Whether a file is called as texts are that are no table.
pub fn is_text_file(path: &Path) -> bool {
    let is = |path: &Path, wanted: &str| {
        let ending = path.extension();
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case(wanted))
    };
    let packed = is(path, "gz").then(|| path.file_stem().map(Path::new));
    is(packed.flatten().unwrap_or(path), "txt")
}

/// Whether one of these characters cuts all lines into the same number of cells, of which there are several.
pub fn is_cut(text: &str, delimiters: &[char]) -> bool {
    let lines = || {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.take(LOOKED_AT)
    };
    delimiters.iter().any(|&delimiter| {
        let mut counts = lines().map(|line| line.matches(delimiter).count());
        let first = counts.next().unwrap_or(0);
        first > 0 && counts.all(|count| count == first)
    })
}

fn of_lines(text: &Text, path: &Path, each: &mut dyn FnMut(&str)) -> Result<Gathered, DataError> {
    let mut gathered = Gathered {
        warnings: text.warning.clone().into_iter().collect(),
        ..Gathered::default()
    };
    let mut blank = 0usize;
    for line in text.text.lines() {
        match line.trim().is_empty() {
            true => blank += 1,
            false => {
                each(line);
                gathered.count += 1;
            }
        }
    }
    if gathered.count == 0 {
        return Err(DataError::file(path, "there is no text in the file"));
    }
    if blank > 0 {
        let lines = counted(blank, "empty line");
        gathered
            .warnings
            .push(format!("{lines} left out, each other line is a text"));
    }
    Ok(gathered)
}

fn of_table(
    bytes: Vec<u8>,
    path: &Path,
    file: &TextFile,
    like: Option<&Like>,
    each: &mut dyn FnMut(&str),
) -> Result<Gathered, DataError> {
    let options = TableOptions {
        encoding: file.encoding.clone(),
        header: like.map(|like| like.header),
        ..TableOptions::default()
    };
    let sheet = Sheet::open(bytes, path, &options, None)?;
    let chosen = match like {
        None => choose(&sheet, file)?,
        Some(like) => {
            let Like { facts, .. } = like;
            // Classes are known of one part or of both.
            let label = facts.label.clone();
            let label = label.filter(|label| sheet.names.contains(label));
            let own = TextFile {
                text: Some(facts.text.clone()),
                label: Some(label.unwrap_or_default()),
                ..TextFile::default()
            };
            choose(&sheet, &own)?
        }
    };
    let missing = Missing::new(Some(&DEFAULT_MISSING.map(str::to_owned)));
    let (mut count, mut classes) = (0, Vec::new());
    sheet.for_each_row(|row| {
        each(row.cell(chosen.text));
        count += 1;
        if let Some(label) = chosen.label {
            let cell = row.cell(label);
            classes.push((!missing.is(cell)).then(|| cell.to_owned()));
        }
        Ok(())
    })?;
    if count == 0 {
        return Err(DataError::file(path, "there is no text in the table"));
    }
    let name = |column: usize| sheet.names[column].clone();
    let (text, label) = (name(chosen.text), chosen.label.map(name));
    let facts = TextFacts {
        text,
        label,
        columns: sheet.names,
    };
    Ok(Gathered {
        count,
        classes: chosen.label.map(|_| classes),
        is_test: None,
        files: Vec::new(),
        like: Some(Like {
            facts,
            header: sheet.header,
        }),
        warnings: sheet.warnings,
    })
}

/// One text a file; what cannot be read is left out and said.
fn of_folder(
    path: &Path,
    file: &TextFile,
    each: &mut dyn FnMut(&str),
) -> Result<Gathered, DataError> {
    let mut listing = list(path);
    listing.part();
    let Listing {
        files,
        has_parts,
        warnings,
    } = listing;
    let mut gathered = Gathered {
        warnings,
        ..Gathered::default()
    };
    let (mut kept, mut others) = (Vec::new(), 0usize);
    for one in files {
        if !is_text_file(&one.path) {
            others += 1;
            continue;
        }
        let text = read_bytes(&one.path, "a text")
            .and_then(|bytes| Text::new(bytes, file.encoding.as_deref(), &one.path));
        match text {
            Ok(text) => {
                each(&text.text);
                gathered.count += 1;
                gathered.warnings.extend(text.warning);
                kept.push(one);
            }
            Err(error) => gathered.warnings.push(error.to_string()),
        }
    }
    if kept.is_empty() {
        let problem = match gathered.warnings.first() {
            None => "there is no text file (.txt) in this folder".to_owned(),
            Some(first) => {
                format!("no text in this folder can be read, the first because {first}")
            }
        };
        return Err(DataError::file(path, problem));
    }
    if others > 0 {
        let files = counted(others, "file");
        gathered.warnings.push(format!(
            "{files} left out whose name does not end with .txt"
        ));
    }
    let folders: Vec<&[String]> = kept.iter().map(|one| &*one.folders).collect();
    gathered.classes = of_folders(&folders).map(|classes| {
        let classes = classes.into_iter();
        classes.map(|class| class.map(str::to_owned)).collect()
    });
    gathered.is_test = has_parts.then(|| kept.iter().map(|one| one.is_test).collect());
    gathered.files = kept.into_iter().map(|one| one.path).collect();
    Ok(gathered)
}
