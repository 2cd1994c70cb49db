//! `hourglass train-features`: trains the classifiers whose convolutions are the program's feature extractors.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::arguments::TrainFeatures;
use super::failure::{Failure, Result};
use super::place;
use super::pool::{self, with_threads};
use super::terminal::{self, Output};
use crate::app::{Contents, ExportFile, FileBytes, Maker};
use crate::data::{
    BuiltIn, DataSettings, Dataset, IdxFiles, ImageShape, Samples, Scaler, Source, epoch_order,
    gather_targets, load,
};
use crate::model::Classifier;
use crate::settings::words::lower_first;

/// Of the file that is written.
const ENDING: &str = "safetensors";
/// What the classifier sees.
const IMAGE: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};
/// Images a step.
const BATCH: usize = 100;
/// Adam's learning rate at the start; it falls to zero like half a cosine.
const LEARNING_RATE: f32 = 2e-3;
/// Images classified at a time when measuring.
const CHUNK: usize = 1_000;

/// `hourglass train-features`
///
/// # Errors
/// When the data cannot be used or the file cannot be written.
pub fn train_features(arguments: &TrainFeatures) -> Result<()> {
    let dataset = load(&DataSettings {
        source: source(arguments)?,
        ..DataSettings::default()
    })?;
    let (train, test) = (&dataset.train, &dataset.test);
    check(train, arguments)?;
    check(test, arguments)?;
    // A file that cannot be written is better known before the training than after.
    place::check(&arguments.out, ENDING, arguments.force)?;
    with_threads(pool::threads(arguments.threads), || {
        train_and_write(&dataset, arguments)
    })
}

fn train_and_write(dataset: &Dataset, arguments: &TrainFeatures) -> Result<()> {
    let (train, test) = (&dataset.train, &dataset.test);
    let scaler = Scaler::unit(IMAGE);
    let mut classifier = Classifier::fresh(arguments.seed)?;
    let batches = train.len().div_ceil(BATCH);
    let steps = arguments.epochs as usize * batches;
    let (mut inputs, mut step, mut right) = (Vec::new(), 0, 0);
    for epoch in 0..arguments.epochs {
        let (start, mut sum) = (Instant::now(), 0.0);
        for chosen in epoch_order(arguments.seed, epoch, train.len()).chunks(BATCH) {
            gather_targets(train, chosen, &scaler, &mut inputs);
            let labels: Vec<u8> = chosen
                .iter()
                .filter_map(|&i| train.label(i as usize))
                .map(|label| label as u8)
                .collect();
            let rate = cosine(step, steps);
            sum += f64::from(classifier.train_step(&inputs, &labels, rate)?);
            step += 1;
        }
        right = count_right(&classifier, test, &scaler)?;
        terminal::note(&format!(
            "epoch {} of {}: cross-entropy {:.4}, test accuracy {}, {:.0} s",
            epoch + 1,
            arguments.epochs,
            sum / batches as f64,
            percent(right, test.len()),
            start.elapsed().as_secs_f64()
        ));
    }
    let about = serde_json::json!({
        "set": arguments.set.name(),
        "train_images": train.len(),
        "epochs": arguments.epochs,
        "seed": arguments.seed,
        "test_images": test.len(),
        "test_accuracy": right as f64 / test.len() as f64,
    });
    let bytes = classifier
        .to_file(about.to_string())
        .map_err(Failure::new)?;
    let file = ExportFile {
        what: "classifier",
        name: String::new(),
        ending: ENDING,
        contents: Contents::Made(Maker::new(move || {
            let (ending, bytes) = (ENDING, bytes.clone());
            Ok(vec![FileBytes { ending, bytes }])
        })),
    };
    let written = file.write_over_own(&arguments.out, arguments.force);
    written.map_err(|sentence| Failure(lower_first(&sentence)))?;
    let mut output = Output::default();
    output.line(&format!(
        "{}: {} of {} test images right, {}",
        arguments.out.display(),
        right,
        test.len(),
        percent(right, test.len())
    ));
    output.finish()
}

/// The learning rate of `step` out of `steps`.
fn cosine(step: usize, steps: usize) -> f32 {
    let done = step as f32 / steps.max(1) as f32;
    LEARNING_RATE * 0.5 * (1.0 + (std::f32::consts::PI * done).cos())
}

fn count_right(classifier: &Classifier, images: &Samples, scaler: &Scaler) -> Result<usize> {
    let all: Vec<u32> = (0..images.len() as u32).collect();
    let (mut inputs, mut right) = (Vec::new(), 0);
    for chosen in all.chunks(CHUNK) {
        gather_targets(images, chosen, scaler, &mut inputs);
        let classes = classifier.classes(&inputs)?;
        let pairs = chosen.iter().zip(&classes);
        right += pairs
            .filter(|&(&index, &class)| images.label(index as usize) == Some(u32::from(class)))
            .count();
    }
    Ok(right)
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.2}%", 100.0 * part as f64 / whole.max(1) as f64)
}

fn at(problem: &str, path: &Path) -> Failure {
    Failure::new(format!("{problem}: {}", path.display()))
}

/// The set itself, or the files in `--data` by the names that MNIST and its followers give them.
fn source(arguments: &TrainFeatures) -> Result<Source> {
    let Some(folder) = &arguments.data else {
        return Ok(Source::BuiltIn {
            set: arguments.set.into(),
        });
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
fn check(images: &Samples, arguments: &TrainFeatures) -> Result<()> {
    let shape = images.shape();
    let place: PathBuf = match &arguments.data {
        Some(folder) => folder.clone(),
        None => arguments.set.name().into(),
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

impl From<super::arguments::Set> for BuiltIn {
    fn from(set: super::arguments::Set) -> Self {
        match set {
            super::arguments::Set::Mnist => Self::Mnist,
            super::arguments::Set::FashionMnist => Self::FashionMnist,
        }
    }
}
