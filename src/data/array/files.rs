//! Reads arrays as samples, with their labels and a test part.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::labels::{Classes, Labels, read_labels};
use super::names::{labels_of, samples_among, test_of};
use super::place::{Packing, names_in};
use super::values::{Shaping, Slots, find_brightness, measure, read_images, read_rows};
use super::{ArrayFile, Kept, Layout, Place};
use crate::data::brightness::Brightness;
use crate::data::held_out::Parting;
use crate::data::named::Named;
use crate::data::path_name::file_name;
use crate::data::reader::{Reader, named_paths};
use crate::data::{
    About, Column, ColumnKind, Columns, DataError, Dataset, SampleShape, Samples, TestPart,
};

/// The arrays that are read.
pub(super) struct Arrays {
    pub train: Place,
    pub train_labels: Option<Place>,
    pub test: Option<(Place, TestPart)>,
    pub test_labels: Option<Place>,
}

impl ArrayFile {
    /// The arrays in the file at `path`, and what lies beside it by the usual names; the layout is what their dimensions
    /// suggest.
    ///
    /// # Errors
    /// When there are none, or nothing that can be read.
    fn of_path(path: &Path) -> Result<Self, DataError> {
        let mut files = Self {
            path: path.to_owned(),
            ..Self::default()
        };
        let arrays = files.arrays()?;
        files.layout = Some(Layout::of(&arrays.train.header()?.shape));
        if arrays.train.name.is_none() {
            files.labels = beside(path, labels_of);
            files.test = beside(path, test_of);
            let of_test = files
                .test
                .as_deref()
                .and_then(|test| beside(test, labels_of));
            files.test_labels = of_test.filter(|_| files.labels.is_some());
        }
        Ok(files)
    }

    /// `layout`, where no shape of images says that rows are images.
    fn with_shape(&self, layout: Layout) -> Layout {
        match (layout, self.shape) {
            (Layout::Rows, Some(_)) => Layout::Nhwc,
            (layout, _) => layout,
        }
    }

    fn shaping(&self, layout: Layout) -> Shaping {
        Shaping {
            layout,
            flat: self.shape,
            transposed: self.transpose,
        }
    }

    pub(super) fn arrays(&self) -> Result<Arrays, DataError> {
        let names = names_in(&self.path)?;
        let mut train = Place::new(&self.path, self.array.as_deref());
        if !names.is_empty() && train.name.is_none() {
            train.name = Some(self.samples_in(&names)?);
        }
        if names.is_empty() {
            train.name = None;
        }
        let inside = |wanted: Vec<String>| {
            let found = wanted.into_iter().find(|name| names.contains(name));
            found.map(|name| Place::new(&self.path, Some(&name)))
        };
        let of_name = |place: &Place, all: fn(&str) -> Vec<String>| {
            place.name.as_deref().and_then(|name| inside(all(name)))
        };
        let train_labels = match (&self.labels, &self.label_array) {
            (Some(path), name) => Some(Place::new(path, name.as_deref())),
            (None, Some(name)) => Some(Place::new(&self.path, Some(name))),
            (None, None) => of_name(&train, labels_of).filter(is_one_a_sample),
        };
        let test = match &self.test {
            Some(path) => Some((Place::new(path, None), TestPart::Named(path.clone()))),
            None => of_name(&train, test_of).map(|place| (place, TestPart::Own)),
        };
        let test_labels = match (&self.test_labels, &test) {
            (Some(path), _) => Some(Place::new(path, None)),
            (None, Some((place, _))) => of_name(place, labels_of).filter(is_one_a_sample),
            (None, None) => None,
        };
        // Labels of one part alone say nothing of the other.
        let test_labels =
            test_labels.filter(|_| train_labels.is_some() || self.test_labels.is_some());
        Ok(Arrays {
            train,
            train_labels,
            test,
            test_labels,
        })
    }

    /// The array of an archive that holds the samples: by its name, or the first of two dimensions or more.
    fn samples_in(&self, names: &[String]) -> Result<String, DataError> {
        if let Some(name) = samples_among(names) {
            return Ok(name.clone());
        }
        let mut problem = None;
        for name in names {
            match Place::new(&self.path, Some(name)).header() {
                Ok(header) if header.shape.len() >= 2 => return Ok(name.clone()),
                Ok(_) => {}
                Err(error) => problem = problem.or(Some(error)),
            }
        }
        match (problem, names.first()) {
            (None, Some(first)) => Ok(first.clone()),
            (Some(problem), _) => Err(problem),
            (None, None) => Err(DataError::file(&self.path, super::ArrayError::NoArrays)),
        }
    }

    /// What becomes black and white, where it is not bytes that are kept as they are.
    fn brightness(
        &self,
        place: &Place,
        shaping: Shaping,
        is_byte: bool,
    ) -> Result<Brightness, DataError> {
        let found = match (self.black, self.white) {
            (Some(_), Some(_)) => Brightness::BYTES,
            _ if is_byte => Brightness::BYTES,
            _ => find_brightness(place, shaping)?,
        };
        let brightness = Brightness {
            black: self.black.unwrap_or(found.black),
            white: self.white.unwrap_or(found.white),
        };
        let range = brightness.white - brightness.black;
        if range.is_finite() && (range != 0.0 || self.black.is_none() || self.white.is_none()) {
            return Ok(brightness);
        }
        let problem = format!(
            "black and white must be two numbers, not {} and {}",
            brightness.black, brightness.white
        );
        Err(DataError::file(&self.path, problem))
    }
}

impl Reader for ArrayFile {
    fn recognise(named: &Named) -> Option<Result<Self, DataError>> {
        let is_named = named.ends(&[".npy", ".npz"]);
        let is_array = match Packing::of(&named.start) {
            Some(Packing::Plain) => true,
            Some(Packing::Archive | Packing::Gzip) => is_named,
            // What cannot be read says why.
            None => is_named,
        };
        is_array.then(|| Self::of_path(named.path))
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn paths_mut(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        let others = [
            ("labels", &mut self.labels),
            ("test", &mut self.test),
            ("test_labels", &mut self.test_labels),
        ];
        named_paths(("path", &mut self.path), others)
    }

    fn has_images(&self) -> bool {
        let layout = self.layout.map(|layout| self.with_shape(layout));
        layout.is_some_and(|layout| layout != Layout::Rows)
    }

    fn has_test_part(&self) -> bool {
        self.test.is_some()
    }

    fn settle(&mut self) -> Result<(), DataError> {
        if self.layout.is_none() {
            self.layout = Some(Layout::of(&self.arrays()?.train.header()?.shape));
        }
        Ok(())
    }

    fn read(&self, parting: Parting) -> Result<Dataset, DataError> {
        let mut arrays = self.arrays()?;
        arrays.test = arrays.test.filter(|_| !parting.whole);
        let layout = match self.layout {
            Some(layout) => layout,
            None => Layout::of(&arrays.train.header()?.shape),
        };
        let shaping = self.shaping(self.with_shape(layout));
        let (count, kept, number) = measure(&arrays.train, shaping)?;
        let labels = match &arrays.train_labels {
            Some(place) => Some(read_labels(place, count)?),
            None => None,
        };
        let test = match arrays.test {
            Some((place, part)) => {
                let (count, of_test, _) = measure(&place, shaping)?;
                same_kind(kept, of_test, &place)?;
                let labels = match &arrays.test_labels {
                    Some(place) => Some(read_labels(place, count)?),
                    None => None,
                };
                Some((place, part, count, labels))
            }
            None if self.test_labels.is_some() => {
                let problem = "test labels are given without a test part";
                return Err(DataError::file(&self.path, problem));
            }
            None => None,
        };
        let mut warnings = Vec::new();
        let of_test = test.as_ref().and_then(|(_, _, _, labels)| labels.as_ref());
        let classes = classes(labels.as_ref(), of_test, &mut warnings);
        let number_of = |labels: &Labels| classes.as_ref().map(|classes| classes.of_each(labels));
        let labels = labels.as_ref().and_then(number_of);
        let test_labels = of_test.and_then(number_of);

        let held_out = match &test {
            Some(_) => None,
            None => Some(parting.indices(count, labels.as_deref(), &self.path)?),
        };
        let slots = match &held_out {
            Some(parts) => Slots::parted(parts),
            None => Slots::whole(count),
        };
        let mut reading = Reading {
            files: self,
            shaping,
            brightness: Brightness::BYTES,
            columns: None,
            warnings,
        };
        if let Kept::Image(_) = kept {
            reading.brightness = self.brightness(&arrays.train, shaping, number.is_byte())?;
            reading.say_brightness(number.is_byte());
        }
        let [train, rest] = reading.samples(&arrays.train, kept, &slots)?;
        let (train, test, labels, test_part) = match (test, held_out) {
            (Some((place, part, count, _)), _) => {
                let [test, _] = reading.samples(&place, kept, &Slots::whole(count))?;
                (train, test, [labels, test_labels], part)
            }
            (None, parts) => {
                let of_part = |part: &Vec<u32>| {
                    let labels = labels.as_ref()?;
                    Some(part.iter().map(|index| labels[*index as usize]).collect())
                };
                let parts = parts.map(|parts| parts.each_ref().map(of_part));
                (train, rest, parts.unwrap_or_default(), parting.test_part())
            }
        };
        let [train_labels, test_labels] = labels;
        Ok(Dataset {
            name: file_name(&self.path),
            train: train.labelled(train_labels)?,
            test: test.labelled(test_labels)?,
            class_names: classes.and_then(|classes| classes.names),
            about: About {
                test_part,
                arrays: names_in(&self.path)?,
                warnings: reading.warnings,
                ..About::default()
            },
        })
    }
}

/// What goes along while arrays are read.
struct Reading<'a> {
    files: &'a ArrayFile,
    shaping: Shaping,
    brightness: Brightness,
    /// Those of the training part, which is read first.
    columns: Option<Arc<Columns>>,
    warnings: Vec<String>,
}

impl Reading<'_> {
    fn say_brightness(&mut self, is_byte: bool) {
        if !is_byte || self.brightness != Brightness::BYTES {
            self.warnings.push(self.brightness.words(&self.files.path));
        }
    }

    fn samples(
        &mut self,
        place: &Place,
        kept: Kept,
        slots: &Slots,
    ) -> Result<[Samples; 2], DataError> {
        if let Kept::Image(shape) = kept {
            let [train, test] = read_images(place, self.shaping, self.brightness, slots)?;
            return Ok([
                Samples::images(shape, train, None)?,
                Samples::images(shape, test, None)?,
            ]);
        }
        let rows = read_rows(place, self.shaping, slots)?;
        if let Some(column) = rows.rounded {
            self.warnings.push(format!(
                "Whole numbers beyond 16777216 are rounded to single precision, first in column {}: {}",
                column + 1,
                place.path.display()
            ));
        }
        let [train, test] = rows.values;
        let found = || Arc::new(columns(rows.columns, &train));
        let columns = Arc::clone(self.columns.get_or_insert_with(found));
        Ok([
            Samples::rows(Arc::clone(&columns), train, None)?,
            Samples::rows(columns, test, None)?,
        ])
    }
}

/// Columns of numbers called "column 1" and so on; one has missing values when it has some here.
fn columns(count: usize, values: &[f32]) -> Columns {
    let mut missing = vec![false; count];
    for row in values.chunks(count) {
        for (missing, value) in missing.iter_mut().zip(row) {
            *missing |= value.is_nan();
        }
    }
    let columns = missing.into_iter().zip(1..).map(|(has_missing, number)| {
        Column::new(format!("column {number}"), ColumnKind::Numeric, has_missing)
    });
    columns.collect::<Vec<_>>().into()
}

fn same_kind(train: Kept, test: Kept, place: &Place) -> Result<(), DataError> {
    let text = |kept: Kept| match kept {
        Kept::Image(shape) => SampleShape::from(shape).to_string(),
        Kept::Row { columns } => format!("{columns} columns"),
    };
    if train == test {
        return Ok(());
    }
    let problem = format!(
        "the test samples are {} but the training samples are {}",
        text(test),
        text(train)
    );
    Err(DataError::file(&place.path, problem))
}

/// What the labels of both parts stand for.
fn classes(
    train: Option<&Labels>,
    test: Option<&Labels>,
    warnings: &mut Vec<String>,
) -> Option<Classes> {
    let both: Vec<&Labels> = train.into_iter().chain(test).collect();
    let classes = Classes::of(&both);
    if classes.is_none() && train.is_some() {
        warnings.push(
            "The labels have too many different values to be classes, and are left out".into(),
        );
    }
    classes
}

/// The file beside `path` with one of the names that `others` gives to its own name.
fn beside(path: &Path, others: fn(&str) -> Vec<String>) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let packed = name.strip_suffix(".gz").unwrap_or(name);
    let stem = packed.strip_suffix(".npy")?;
    let ending = &name[stem.len()..];
    let mut paths = others(stem)
        .into_iter()
        .map(|stem| path.with_file_name(format!("{stem}{ending}")));
    paths.find(|other| other != path && other.is_file())
}

/// Whether an array that is called like labels can be some; what cannot be read says so later.
fn is_one_a_sample(place: &Place) -> bool {
    place.header().map_or(true, |header| {
        header.shape.iter().filter(|size| **size != 1).count() <= 1
    })
}
