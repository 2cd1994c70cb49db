//! Which columns of a table hold sequences, and in which form.

use super::{SeriesFacts, SeriesFile, SeriesForm};
use crate::data::table::{Seen, Sheet, is_date, survey};
use crate::data::{DataError, TableOptions};

/// What a column is usually called that says which sequence a row belongs to.
const IDS: [&str; 12] = [
    "id",
    "series",
    "series_id",
    "sequence",
    "sequence_id",
    "seq",
    "sample",
    "sample_id",
    "case",
    "case_id",
    "unit",
    "unique_id",
];
const TIMES: [&str; 9] = [
    "time",
    "timestamp",
    "date",
    "datetime",
    "ds",
    "t",
    "step",
    "time_step",
    "timestep",
];
const LABELS: [&str; 4] = ["label", "class", "y_label", "class_label"];
/// Columns that are steps, at least, where nobody says so.
const FEWEST_STEPS: usize = 8;

/// The columns that are read, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub form: SeriesForm,
    pub id: Option<usize>,
    pub time: Option<usize>,
    pub label: Option<usize>,
    pub values: Vec<usize>,
    /// Those that hold no numbers, or no more than a few.
    pub left_out: Vec<usize>,
}

impl Chosen {
    pub fn facts(&self, names: &[String]) -> SeriesFacts {
        let name = |column: usize| names[column].clone();
        SeriesFacts {
            columns: names.to_vec(),
            form: self.form,
            id: self.id.map(name),
            time: self.time.map(name),
            label: self.label.map(name),
            values: self.values.iter().map(|&column| name(column)).collect(),
        }
    }
}

/// The columns that are chosen, or found.
///
/// # Errors
/// When the table has no such column, or none of numbers.
pub fn choose(
    sheet: &Sheet,
    file: &SeriesFile,
    like: Option<&SeriesFacts>,
) -> Result<Chosen, DataError> {
    match like {
        Some(like) => known(sheet, like),
        None => found(sheet, file),
    }
}

fn failed(sheet: &Sheet, problem: String) -> DataError {
    DataError::file(sheet.path, problem)
}

/// The place of a column that must be there.
fn place(sheet: &Sheet, name: &str) -> Result<usize, DataError> {
    let place = sheet.names.iter().position(|known| known == name);
    place.ok_or_else(|| failed(sheet, format!("the table has no column called {name}")))
}

/// Those of the training part.
fn known(sheet: &Sheet, like: &SeriesFacts) -> Result<Chosen, DataError> {
    let some = |name: &Option<String>| {
        let place = |name| sheet.names.iter().position(|known| known == name);
        name.as_ref().and_then(place)
    };
    let id = like
        .id
        .as_deref()
        .map(|name| place(sheet, name))
        .transpose()?;
    let (time, label) = (some(&like.time), some(&like.label));
    let values: Result<Vec<usize>, DataError> = match like.form {
        // Steps of one channel, of which this part can have more or fewer.
        SeriesForm::Wide => {
            let others = (0..sheet.names.len()).filter(|column| Some(*column) != label);
            Ok(others.filter(|column| Some(*column) != id).collect())
        }
        SeriesForm::Long | SeriesForm::Single => {
            let names = like.values.iter();
            names.map(|name| place(sheet, name)).collect()
        }
    };
    Ok(Chosen {
        form: like.form,
        id,
        time,
        label,
        values: values?,
        left_out: Vec::new(),
    })
}

fn found(sheet: &Sheet, file: &SeriesFile) -> Result<Chosen, DataError> {
    let (rows, seen) = survey(sheet, &TableOptions::default())?;
    let looked = Looked { sheet, seen, rows };
    let named = |name: &Option<String>| match name.as_deref() {
        Some("") => Ok(Some(None)),
        Some(name) => place(sheet, name).map(|place| Some(Some(place))),
        None => Ok(None),
    };
    let (id, time, label) = (named(&file.id)?, named(&file.time)?, named(&file.label)?);
    let values: Result<Vec<usize>, DataError> =
        file.columns.iter().map(|name| place(sheet, name)).collect();
    let values = values?;
    let is_free = |column: &usize| !values.contains(column);
    let label = label.unwrap_or_else(|| looked.called(&LABELS).filter(is_free));
    let found_id = || looked.called(&IDS).filter(is_free);
    let found_id = id.unwrap_or_else(|| match file.form {
        Some(SeriesForm::Long) => found_id(),
        _ => found_id().filter(|&column| looked.recurs(column)),
    });
    let time = time.unwrap_or_else(|| looked.time().filter(is_free));
    let taken = [found_id, time, label];
    let is_number = |column: &usize| looked.is_number(*column);
    let others: Vec<usize> = (0..sheet.names.len())
        .filter(|column| !taken.contains(&Some(*column)))
        .collect();
    let form = file.form.unwrap_or_else(|| {
        let steps = others.iter().filter(|column| is_number(column)).count();
        match (found_id, time) {
            (Some(_), _) => SeriesForm::Long,
            (None, Some(_)) => SeriesForm::Single,
            (None, None) if steps >= FEWEST_STEPS && looked.are_numbered(&others) => {
                SeriesForm::Wide
            }
            (None, None) => SeriesForm::Single,
        }
    });
    let (numbers, left_out) = others.into_iter().partition(is_number);
    let mut chosen = Chosen {
        form,
        id: found_id,
        time,
        label,
        values: numbers,
        left_out,
    };
    match form {
        SeriesForm::Long if chosen.id.is_none() => {
            let problem = "no column says which sequence a row belongs to; name it as id";
            return Err(failed(sheet, problem.into()));
        }
        SeriesForm::Long => {}
        SeriesForm::Wide => chosen.time = None,
        SeriesForm::Single => (chosen.id, chosen.label) = (None, None),
    }
    if !values.is_empty() {
        (chosen.values, chosen.left_out) = (values, Vec::new());
    }
    if chosen.values.is_empty() {
        return Err(failed(sheet, "the table has no column of numbers".into()));
    }
    for (column, what) in [
        (chosen.id, "ids"),
        (chosen.time, "times"),
        (chosen.label, "classes"),
    ] {
        if let Some(column) = column.filter(|column| chosen.values.contains(column)) {
            let name = &sheet.names[column];
            let problem = format!("the column {name} cannot hold both {what} and values");
            return Err(failed(sheet, problem));
        }
    }
    Ok(chosen)
}

/// What is seen of a table's columns.
struct Looked<'a> {
    sheet: &'a Sheet<'a>,
    seen: Vec<Seen>,
    rows: usize,
}

impl Looked<'_> {
    /// The first column with one of these names.
    fn called(&self, names: &[&str]) -> Option<usize> {
        let has = |name: &String| {
            let name = name.to_ascii_lowercase().replace([' ', '-'], "_");
            names.contains(&&*name)
        };
        let mut all = self.sheet.names.iter();
        all.position(has).filter(|_| self.sheet.header)
    }

    /// Whether rows share what stands in a column.
    fn recurs(&self, column: usize) -> bool {
        let texts = &self.seen[column].texts;
        !texts.more() && texts.count() < self.rows
    }

    fn time(&self) -> Option<usize> {
        let dates = || (0..self.seen.len()).find(|&column| self.is_date(column));
        self.called(&TIMES).or_else(dates)
    }

    fn is_date(&self, column: usize) -> bool {
        let seen = &self.seen[column];
        let is_long_number = seen.all_numbers() && seen.digits[0] < 8;
        seen.present > 0 && seen.dates && !is_long_number && !seen.examples.is_empty()
            && seen.examples.iter().all(|example| is_date(example))
            // A number such as 20240131 is as likely a value.
            && !seen.all_numbers()
    }

    /// Whether most of what is there are numbers; a text among them is refused where it stands.
    fn is_number(&self, column: usize) -> bool {
        let seen = &self.seen[column];
        seen.present == 0 && seen.missing > 0 || 2 * seen.numbers > seen.present
    }

    /// Whether columns are called by their number, as steps are, or have no names.
    fn are_numbered(&self, columns: &[usize]) -> bool {
        let ends =
            |column: &usize| self.sheet.names[*column].ends_with(|one: char| one.is_ascii_digit());
        !self.sheet.header || columns.iter().all(ends)
    }
}
