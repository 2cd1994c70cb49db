//! IDX files as data: images, their labels, and those of a test part.

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::BufReader;
use std::ops::Not;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::brightness::Brightness;
use super::held_out::Parting;
use super::idx::{Found, IdxError, read_images, read_labels};
use super::named::Named;
use super::progress::Watched;
use super::reader::{Reader, named_paths};
use super::{
    About, DataError, Dataset, ImageShape, Progress, Samples, TestPart, gzip, path_name,
    regular_file,
};

/// Standard IDX files, plain or gzipped.
#[derive(Debug, Clone, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[schemars(inline)]
pub struct IdxFiles {
    /// Path of the images.
    pub images: PathBuf,
    /// Path of the labels; `null` for none.
    pub labels: Option<PathBuf>,
    /// Path of the test images; without one the held out images are the test part.
    pub test_images: Option<PathBuf>,
    /// Path of the test images' labels; `null` for none.
    pub test_labels: Option<PathBuf>,
    /// Whether the rows of each image become its columns, as the images of EMNIST need.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub transpose: bool,
}

impl IdxFiles {
    /// The images at `path`, and what lies beside them by the usual names.
    fn with_others(path: &Path) -> Self {
        let labels_of = |path: &Path| {
            beside(
                path,
                &[("images", "labels"), ("idx3", "idx1"), ("idx4", "idx1")],
            )
        };
        let test =
            beside(path, &[("train", "t10k")]).or_else(|| beside(path, &[("train", "test")]));
        Self {
            images: path.to_owned(),
            labels: labels_of(path),
            test_labels: test.as_deref().and_then(labels_of),
            test_images: test,
            transpose: false,
        }
    }
}

/// The file beside `path` whose name has these words replaced, if there is one.
fn beside(path: &Path, words: &[(&str, &str)]) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let other = words
        .iter()
        .fold(name.to_owned(), |name, (from, to)| name.replace(from, to));
    let other = path.with_file_name(&other);
    (other != path && other.is_file()).then_some(other)
}

impl Reader for IdxFiles {
    fn recognise(named: &Named) -> Option<Result<Self, DataError>> {
        let begins = matches!(named.start[..], [0, 0, 8 | 9 | 0xb..=0xe, 1..=4, ..]);
        let is_called = named.ends(&[".idx", "-ubyte", "idx1", "idx2", "idx3", "idx4"]);
        (begins || is_called).then(|| Ok(Self::with_others(named.path)))
    }

    fn path(&self) -> &Path {
        &self.images
    }

    fn paths_mut(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        let Self {
            images,
            labels,
            test_images,
            test_labels,
            ..
        } = self;
        let others = [
            ("labels", labels),
            ("test_images", test_images),
            ("test_labels", test_labels),
        ];
        named_paths(("images", images), others)
    }

    fn has_images(&self) -> bool {
        true
    }

    fn has_test_part(&self) -> bool {
        self.test_images.is_some()
    }

    fn read(&self, parting: Parting) -> Result<Dataset, DataError> {
        let mut reading = Reading {
            transposed: self.transpose,
            brightness: None,
            warnings: Vec::new(),
        };
        let images = &self.images;
        let train = reading.part(images, self.labels.as_deref())?;
        let (train, test, test_part) = match (&self.test_images, &self.test_labels) {
            (Some(path), labels) => {
                let test = reading.part(path, labels.as_deref())?;
                same_shape(&train, &test, path)?;
                (train, test, TestPart::Named(path.clone()))
            }
            (None, Some(path)) => {
                let problem = "test labels are given without test images";
                return Err(DataError::file(path, problem));
            }
            (None, None) => parting.part(&train, images)?,
        };
        Ok(Dataset {
            name: path_name::file_name(images),
            train,
            test,
            class_names: None,
            about: About {
                test_part,
                warnings: reading.warnings,
                ..About::default()
            },
        })
    }
}

/// What goes along while files are read.
struct Reading {
    transposed: bool,
    /// That of the training images, which are read first.
    brightness: Option<Brightness>,
    warnings: Vec<String>,
}

impl Reading {
    fn part(&mut self, path: &Path, labels: Option<&Path>) -> Result<Samples, DataError> {
        let images = read_file(path, &mut self.warnings, read_images)?;
        let (mut shape, are_bytes) = (images.shape, images.are_bytes());
        let brightness = match self.brightness {
            Some(brightness) => brightness,
            None => images
                .brightness()
                .map_err(|error| DataError::file(path, error))?,
        };
        if self.brightness.is_none() && !are_bytes {
            self.warnings.push(brightness.words(path));
        }
        self.brightness = Some(brightness);
        let mut pixels = images.pixels(brightness);
        if self.transposed {
            shape = transpose(&mut pixels, shape);
        }
        let labels = labels
            .map(|path| {
                let count = pixels.len() / shape.size();
                let labels = read_file(path, &mut self.warnings, read_labels)?;
                if labels.len() == count {
                    Ok(labels)
                } else {
                    let problem = format!("{} labels do not match {count} images", labels.len());
                    Err(DataError::file(path, problem))
                }
            })
            .transpose()?;
        Samples::images(shape, pixels, None)?.labelled(labels)
    }
}

/// Turns each image so that its rows become its columns.
fn transpose(pixels: &mut [u8], shape: ImageShape) -> ImageShape {
    let ImageShape {
        height,
        width,
        channels,
    } = shape;
    let mut turned = vec![0; shape.size()];
    for image in pixels.chunks_mut(shape.size().max(1)) {
        for (place, pixel) in image.chunks(channels).enumerate() {
            let (y, x) = (place / width, place % width);
            let to = (x * height + y) * channels;
            turned[to..to + channels].copy_from_slice(pixel);
        }
        image.copy_from_slice(&turned);
    }
    ImageShape {
        height: width,
        width: height,
        channels,
    }
}

/// Opens a regular file for `read`, which also gets its length in bytes.
fn read_file<T>(
    path: &Path,
    warnings: &mut Vec<String>,
    read: impl FnOnce(BufReader<Watched<File>>, u64) -> Result<Found<T>, IdxError>,
) -> Result<T, DataError> {
    let (file, length) = regular_file::open(path, "an IDX file")?;
    let file = Progress::present().watch(file, length);
    let found = read(BufReader::new(file), length).map_err(|error| DataError::file(path, error))?;
    if found.has_surplus {
        warnings.push(gzip::surplus(path));
    }
    Ok(found.content)
}

fn same_shape(train: &Samples, test: &Samples, path: &Path) -> Result<(), DataError> {
    if train.shape() == test.shape() {
        return Ok(());
    }
    let problem = format!(
        "the test images are {} but the training images are {} (height × width × channels)",
        test.shape(),
        train.shape()
    );
    Err(DataError::file(path, problem))
}
