//! `hourglass train-features --set`: makes the classifiers that are part of the program.

use std::path::{Path, PathBuf};

use super::arguments::{Set, TrainFeatures};
use super::failure::{Failure, Result};
use super::place;
use super::terminal::Output;
use super::train_features::train_in_terminal;
use crate::app::{Contents, ExportFile, FileBytes, Maker};
use crate::data::{BuiltIn, DataSettings, IdxFiles, ImageShape, Samples, Scaler, Source, load};
use crate::settings::words::lower_first;
use crate::training::LabelledPictures;

/// Of the file that is written.
const ENDING: &str = "safetensors";
/// What the classifier sees.
const IMAGE: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};

/// Trains the classifier of `set` and writes it into the file `out`.
///
/// # Errors
/// When the data cannot be used or the file cannot be written.
pub fn make(set: Set, out: &Path, arguments: &TrainFeatures) -> Result<()> {
    let data = arguments.data.as_deref();
    let dataset = load(&DataSettings {
        source: source(set, data)?,
        ..DataSettings::default()
    })?;
    check(&dataset.train, set, data)?;
    check(&dataset.test, set, data)?;
    // A file that cannot be written is better known before the training than after.
    place::check(out, ENDING, arguments.force)?;
    let scaler = Scaler::unit(IMAGE);
    let pictures = LabelledPictures::of_parts(&dataset, &scaler)
        .map_err(|invalid| Failure(lower_first(&invalid.to_string())))?;
    let classifier = train_in_terminal(&pictures, arguments)?;
    let bytes = classifier.bytes().to_vec();
    let file = ExportFile {
        what: "classifier",
        name: String::new(),
        ending: ENDING,
        contents: Contents::Made(Maker::new(move || {
            let (ending, bytes) = (ENDING, bytes.clone());
            Ok(vec![FileBytes { ending, bytes }])
        })),
    };
    let written = file.write_over_own(out, arguments.force);
    written.map_err(|sentence| Failure(lower_first(&sentence)))?;
    let mut output = Output::default();
    if let Some(accuracy) = classifier.about().accuracy {
        output.line(&format!(
            "{}: {} of {} test images right, {:.2}%",
            out.display(),
            accuracy.right,
            accuracy.images,
            100.0 * accuracy.share()
        ));
    }
    output.finish()
}

fn at(problem: &str, path: &Path) -> Failure {
    Failure::new(format!("{problem}: {}", path.display()))
}

/// The set itself, or the files in `data` by the names that MNIST and its followers give them.
fn source(set: Set, data: Option<&Path>) -> Result<Source> {
    let Some(folder) = data else {
        return Ok(Source::BuiltIn { set: set.into() });
    };
    if !folder.is_dir() {
        return Err(at("there is no such folder", folder));
    }
    let file = |name: &str| {
        let packed = folder.join(format!("{name}.gz"));
        if packed.is_file() {
            packed
        } else {
            folder.join(name)
        }
    };
    Ok(Source::Idx(IdxFiles {
        images: file("train-images-idx3-ubyte"),
        labels: Some(file("train-labels-idx1-ubyte")),
        test_images: Some(file("t10k-images-idx3-ubyte")),
        test_labels: Some(file("t10k-labels-idx1-ubyte")),
        ..IdxFiles::default()
    }))
}

/// Whether a classifier can be trained or measured on `images`.
fn check(images: &Samples, set: Set, data: Option<&Path>) -> Result<()> {
    let shape = images.shape();
    let place: PathBuf = match data {
        Some(folder) => folder.to_path_buf(),
        None => set.name().into(),
    };
    if shape.image() != Some(IMAGE) {
        let problem = format!("images of 28 × 28 × 1 are needed, not {shape}");
        return Err(at(&problem, &place));
    }
    match images.labels() {
        _ if images.is_empty() => Err(at("there are no images", &place)),
        None => Err(at("the images have no labels", &place)),
        Some(labels) => match labels.iter().max() {
            Some(largest) if *largest > 9 => Err(at(
                &format!("labels from 0 to 9 are needed, not {largest}"),
                &place,
            )),
            _ => Ok(()),
        },
    }
}

impl From<Set> for BuiltIn {
    fn from(set: Set) -> Self {
        match set {
            Set::Mnist => Self::Mnist,
            Set::FashionMnist => Self::FashionMnist,
        }
    }
}
