//! Samples that a trained variant has not seen: read as those that it was trained on, in their shape and with their classes.

mod images;
mod labels;
mod own;
mod rows;

use std::path::Path;

pub use own::{OwnRows, Part};

use super::path_name::file_name;
use super::sound::new_sounds;
use super::{DataError, Dataset, Prepared, SampleShape, Samples, Scaler, Source, TrainedOn};

/// The file that makes a folder a project.
const PROJECT_FILE: &str = "project.json";

/// Samples in the shape that a variant was trained on, in the order of their file.
#[derive(Debug, Clone)]
pub struct NewSamples {
    pub samples: Samples,
    /// What they are in their file; `None` where samples have no more than a number there.
    pub origin: Option<Origin>,
    /// One sentence each.
    pub warnings: Vec<String>,
}

/// The cells of each sample as they stand in its file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Origin {
    pub header: Vec<String>,
    /// Column after column.
    pub cells: Vec<Vec<String>>,
    /// Which of them each trained column of a table is; `None` where the file lacks it.
    pub sources: Vec<Option<usize>>,
    /// `.` or `,`.
    pub decimal: char,
}

impl NewSamples {
    /// Reads what lies at `path`, for a variant that was trained on `on` and scales by `scaler`. `data` are those of its
    /// project, where they are there.
    ///
    /// # Errors
    /// When there is nothing to read, or what there is cannot become samples of this shape.
    pub fn read(
        path: &Path,
        on: &TrainedOn,
        scaler: &Scaler,
        data: Option<&Prepared>,
    ) -> Result<Self, DataError> {
        let failed = |problem: &str| Err(DataError::file(path, problem));
        if !path.exists() {
            return failed("there is no such file or folder");
        }
        if path.ends_with(PROJECT_FILE) || path.join(PROJECT_FILE).is_file() {
            return failed("this is a project, name the file or folder of its data");
        }
        let classes = on.class_names.as_deref();
        let source = &on.settings.source;
        // Other samples than the variant was trained on say nothing of it.
        let data = data.filter(|data| data.dataset.shape() == scaler.shape());
        if on.sound.is_some() && !matches!(Source::of_path(path), Ok(Source::Array(_))) {
            let dataset = new_sounds(path, on, scaler.shape())?;
            return Self::of_files(path, &dataset, classes);
        }
        match scaler.shape() {
            SampleShape::Image(shape) => {
                let dataset = images::read(path, source, *shape)?;
                Self::of_files(path, &dataset, classes)
            }
            SampleShape::Row(columns) if source.has_words() => {
                rows::texts(path, source, columns, classes, data)
            }
            SampleShape::Row(columns) if source.has_ratings() => {
                rows::ratings(path, source, columns)
            }
            SampleShape::Row(columns) => match Source::of_path(path) {
                Ok(Source::Array(found)) => {
                    let dataset = rows::array(path, found, source)?;
                    let samples = rows::in_columns(path, &dataset.train, columns)?;
                    Self::of(path, &dataset, samples, classes, None)
                }
                Ok(Source::Idx(_) | Source::Pictures(_)) => {
                    let shape = scaler.shape();
                    failed(&format!(
                        "these are images, and the weights are for {shape}"
                    ))
                }
                Err(_) | Ok(_) => rows::table(path, source, columns, classes, data),
            },
            SampleShape::Sequence(shape) => rows::sequences(path, on, *shape, data),
            SampleShape::Text(shape) => rows::texts_in_order(path, source, shape, classes),
        }
    }

    /// The training samples of `dataset`, of which each is a file where they have names.
    fn of_files(
        path: &Path,
        dataset: &Dataset,
        classes: Option<&[String]>,
    ) -> Result<Self, DataError> {
        let files = (0..dataset.train.len()).map(|index| dataset.train.name(index));
        let files: Option<Vec<String>> = files.map(|name| name.map(str::to_owned)).collect();
        let origin = files.map(|files| Origin::of("file", files));
        Self::of(path, dataset, dataset.train.clone(), classes, origin)
    }

    /// `samples`, which were read as `dataset`.
    fn of(
        path: &Path,
        dataset: &Dataset,
        samples: Samples,
        classes: Option<&[String]>,
        origin: Option<Origin>,
    ) -> Result<Self, DataError> {
        if samples.is_empty() {
            return Err(DataError::file(path, "there are no samples in it"));
        }
        let (labels, unknown) = labels::of_training(dataset, classes);
        let mut warnings = dataset.about.warnings.clone();
        warnings.extend(unknown);
        Ok(Self {
            samples: samples.labelled(labels)?,
            origin,
            warnings,
        })
    }

    /// The samples as a test part, beside the training part of `data` where that is of their shape; without anything to
    /// train on otherwise.
    pub fn as_test_part(
        &self,
        path: &Path,
        on: &TrainedOn,
        scaler: &Scaler,
        data: Option<&Prepared>,
    ) -> Prepared {
        let test = self.samples.clone();
        match data.filter(|data| data.dataset.shape() == test.shape()) {
            Some(data) => data.with_test(test),
            None => untrained(path, on, scaler, test),
        }
    }
}

/// What a variant that was trained on `on` and scales by `scaler` knows of its data where they are not there: their shape,
/// how they are scaled and what their classes are called, and no sample.
///
/// # Errors
/// When no samples of that shape can be read yet.
pub fn without_samples(on: &TrainedOn, scaler: &Scaler) -> Result<Prepared, DataError> {
    let path = Path::new("");
    let none = match scaler.shape() {
        SampleShape::Image(shape) => Samples::images(*shape, Vec::<u8>::new(), None)?,
        SampleShape::Row(columns) => Samples::rows(columns.clone(), Vec::new(), None)?,
        SampleShape::Sequence(shape) => {
            let channels = on.channels.clone();
            Samples::sequences(*shape, channels, Vec::new(), None)?
        }
        SampleShape::Text(shape) => Samples::texts(shape.clone(), Vec::new(), None)?,
    };
    Ok(untrained(path, on, scaler, none))
}

/// `test`, read from `path`, for a variant that was trained on `on`, of which nothing else is there.
fn untrained(path: &Path, on: &TrainedOn, scaler: &Scaler, test: Samples) -> Prepared {
    let mut settings = on.settings.clone();
    if on.class_names.is_none() && test.labels().is_none() {
        // What is normal cannot be said of samples without classes.
        settings.normal.clear();
    }
    let mut dataset = Dataset::new(file_name(path), test.chosen(&[]), test);
    dataset.class_names = on.class_names.clone();
    Prepared::untrained(dataset, settings, scaler.clone())
}

impl Origin {
    /// Of one column.
    fn of(name: &str, cells: Vec<String>) -> Self {
        Self {
            header: vec![name.to_owned()],
            cells: vec![cells],
            sources: Vec::new(),
            decimal: '.',
        }
    }
}
