//! Sequences that a trained variant has not seen, read as those that it was trained on.

use std::path::Path;

use super::assemble::{check, samples};
use super::gathered::Gathered;
use super::read::gather;
use super::{FileForm, SeriesFacts, SeriesFile, SeriesForm, arrays};
use crate::data::table::counted;
use crate::data::{DataError, Samples, SequenceShape};

/// New sequences in the shape of training.
pub struct NewSeries {
    pub samples: Samples,
    /// The class of each, where there are classes.
    pub classes: Option<Vec<Option<String>>>,
    pub warnings: Vec<String>,
}

impl NewSeries {
    /// Reads `path` as `file` was read for training, into `shape` with these `channels`, where they are known; `facts` are
    /// those of the training table.
    ///
    /// # Errors
    /// When it cannot be read, or has other channels.
    pub fn read(
        path: &Path,
        file: &SeriesFile,
        (shape, channels): (SequenceShape, &[String]),
        facts: Option<&SeriesFacts>,
    ) -> Result<Self, DataError> {
        let file = SeriesFile {
            path: path.to_owned(),
            test: None,
            window: shape.steps as u32,
            form: file.form.or(facts.map(|facts| facts.form)),
            ..file.clone()
        };
        let mut gathered = match SeriesFile::form_of(path) {
            FileForm::Array => arrays::read(&file)?.0,
            FileForm::Ts | FileForm::Table => {
                gather(path, &in_columns(file.clone(), channels, facts), None)?
            }
        };
        let found = gathered.channels.len();
        if found != shape.features {
            let own = gathered.channels.join(", ");
            let wanted = match channels.is_empty() {
                true => String::new(),
                false => format!(" ({})", channels.join(", ")),
            };
            let problem = format!(
                "the sequences have {} ({own}) but the weights are for {}{wanted}",
                counted(found, "channel"),
                counted(shape.features, "channel"),
            );
            return Err(DataError::file(path, problem));
        }
        if gathered.is_single {
            file.windows(&mut gathered, path)?;
            let steps = gathered.steps();
            // One more, so that no step at the end is in none.
            if gathered.spans.last().is_some_and(|last| last.end < steps) {
                gathered.spans.push(steps - shape.steps..steps);
            }
        }
        let mut warnings = std::mem::take(&mut gathered.warnings);
        warnings.extend(too_long(&gathered, shape.steps));
        check(shape, gathered.spans.len(), path)?;
        if channels.len() == found {
            gathered.channels = channels.to_vec();
        }
        let all: Vec<usize> = (0..gathered.spans.len()).collect();
        Ok(Self {
            samples: samples(&gathered, &all, shape, None)?,
            classes: gathered.classes,
            warnings,
        })
    }
}

/// The columns of training, where a table names its channels and nobody has chosen others.
fn in_columns(file: SeriesFile, channels: &[String], facts: Option<&SeriesFacts>) -> SeriesFile {
    let has_channels = matches!(file.form, Some(SeriesForm::Long | SeriesForm::Single));
    match facts.filter(|_| has_channels && file.columns.is_empty()) {
        Some(_) => SeriesFile {
            columns: channels.to_vec(),
            ..file
        },
        None => file,
    }
}

/// What is said of sequences that have more steps than the model sees.
fn too_long(gathered: &Gathered, steps: usize) -> Option<String> {
    let is_long = |span: &&std::ops::Range<usize>| span.len() > steps;
    let count = gathered.spans.iter().filter(is_long).count();
    let sequences = counted(count, "sequence");
    (count > 0).then(|| {
        format!("{sequences} longer than the {steps} steps of training are seen up to there")
    })
}
