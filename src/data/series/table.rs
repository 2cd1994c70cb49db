//! Sequences from tables, whichever form they have.

use std::path::Path;

use super::cells::Cells;
use super::columns::choose;
use super::gathered::Gathered;
use super::{SeriesFacts, SeriesFile, SeriesForm, long, single, wide};
use crate::data::table::Sheet;
use crate::data::{DataError, TableOptions};

/// The sequences in a table of these bytes; its path is for errors alone.
///
/// # Errors
/// When it cannot be read, or holds no sequence.
pub fn read(
    bytes: Vec<u8>,
    path: &Path,
    file: &SeriesFile,
    like: Option<&SeriesFacts>,
) -> Result<Gathered, DataError> {
    let options = TableOptions {
        encoding: file.encoding.clone(),
        ..TableOptions::default()
    };
    let sheet = Sheet::open(bytes, path, &options, None)?;
    let chosen = choose(&sheet, file, like)?;
    let cells = Cells::new(&sheet, &chosen);
    let mut gathered = match chosen.form {
        SeriesForm::Long => long::read(&cells)?,
        SeriesForm::Wide => wide::read(&cells)?,
        SeriesForm::Single => single::read(&cells)?,
    };
    let mut warnings = sheet.warnings.clone();
    warnings.extend(chosen.left_out.iter().map(|&column| {
        let name = &sheet.names[column];
        format!("The column {name} holds no numbers and is left out")
    }));
    warnings.append(&mut gathered.warnings);
    if gathered.spans.is_empty() {
        return Err(DataError::file(path, "there is no sequence in the table"));
    }
    gathered.warnings = warnings;
    gathered.facts = Some(chosen.facts(&sheet.names));
    Ok(gathered)
}
