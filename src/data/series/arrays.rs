//! Sequences from arrays of NumPy.

use std::path::Path;

use super::cells::say_empty;
use super::gathered::Gathered;
use super::wide::CHANNEL;
use super::{SeriesFacts, SeriesFile, SeriesForm};
use crate::data::table::counted;
use crate::data::{ArrayFile, DataError, PlainArray, TestPart};

/// The sequences of the array in `file`, and of its test part where it names one or the archive has one.
///
/// # Errors
/// When it is damaged, or has other dimensions.
pub fn read(file: &SeriesFile) -> Result<(Gathered, Option<(Gathered, TestPart)>), DataError> {
    let arrays = ArrayFile {
        path: file.path.clone(),
        test: file.test.clone(),
        ..ArrayFile::default()
    };
    let (train, test) = arrays.plain()?;
    let test = match test {
        None => None,
        Some((array, part)) => {
            let path = file.test.as_deref().unwrap_or(&file.path);
            Some((gathered(array, path, file.form)?, part))
        }
    };
    Ok((gathered(train, &file.path, file.form)?, test))
}

/// The sequences of one array.
fn gathered(
    array: PlainArray,
    path: &Path,
    form: Option<SeriesForm>,
) -> Result<Gathered, DataError> {
    let PlainArray {
        shape,
        values,
        classes,
    } = array;
    let (form, [count, steps, features]) = match (form, &shape[..]) {
        (None | Some(SeriesForm::Long), &[count, steps, features]) => {
            (SeriesForm::Long, [count, steps, features])
        }
        (None | Some(SeriesForm::Wide), &[count, steps]) => (SeriesForm::Wide, [count, steps, 1]),
        (Some(SeriesForm::Single), &[steps, features]) => {
            (SeriesForm::Single, [1, steps, features])
        }
        (None | Some(SeriesForm::Single), &[steps]) => (SeriesForm::Single, [1, steps, 1]),
        (form, shape) => {
            let dimensions = counted(shape.len(), "dimension");
            let wanted = match form {
                None => {
                    "one (a long series), two (samples, steps) or three (samples, steps, features)"
                }
                Some(SeriesForm::Long) => "three (samples, steps, features)",
                Some(SeriesForm::Wide) => "two (samples, steps)",
                Some(SeriesForm::Single) => "one (steps) or two (steps, features)",
            };
            let problem = format!("the array has {dimensions}, and series have {wanted}");
            return Err(DataError::file(path, problem));
        }
    };
    let is_single = form == SeriesForm::Single;
    let channels = match features {
        1 => vec![CHANNEL.into()],
        _ => (1..=features)
            .map(|number| format!("channel {number}"))
            .collect(),
    };
    let mut gathered = Gathered {
        channels,
        values: Vec::with_capacity(values.len()),
        is_single,
        facts: Some(SeriesFacts::of_form(form)),
        ..Gathered::default()
    };
    let size = steps.saturating_mul(features).max(1);
    let classes = classes.filter(|_| !is_single);
    let (mut kept, mut empty) = (Vec::new(), Vec::new());
    for (index, sequence) in values.chunks(size).enumerate().take(count) {
        let start = gathered.steps();
        gathered.values.extend_from_slice(sequence);
        match gathered.end(start) {
            true => kept.push(index),
            false => empty.push(format!("index {index}")),
        }
    }
    if gathered.spans.is_empty() {
        return Err(DataError::file(path, "there is no sequence in the array"));
    }
    say_empty(&empty, &mut gathered.warnings);
    gathered.classes = classes.map(|classes| {
        let of = |index: &usize| classes.get(*index).cloned().flatten();
        kept.iter().map(of).collect()
    });
    Ok(gathered)
}
