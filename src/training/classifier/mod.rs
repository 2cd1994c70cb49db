//! Trains a classifier of labelled pictures, whose convolutions then are front layers and features.

mod pictures;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Instant;

pub use pictures::LabelledPictures;

use crate::data::{self, epoch_order};
use crate::model::{Accuracy, Classifier, ClassifierAbout, Invalid, ModelError, TrainedClassifier};
use pictures::Part;

/// Pictures in each update.
const BATCH: usize = 100;
/// Numbers of the pictures that are classified at a time when measuring.
const CHUNK: usize = 1_000 * 784;

/// How a classifier is trained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassifierTraining {
    /// How often all training pictures are seen.
    pub epochs: u32,
    /// Draws the initial weights and the order of the pictures.
    pub seed: u64,
    /// Adam's at the start; it falls to zero like half a cosine.
    pub learning_rate: f32,
}

impl Default for ClassifierTraining {
    fn default() -> Self {
        Self {
            epochs: 8,
            seed: 0,
            learning_rate: 2e-3,
        }
    }
}

/// What one epoch came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassifierEpoch {
    /// Epochs done.
    pub epoch: u32,
    /// In nats, mean over the updates.
    pub cross_entropy: f64,
    /// On pictures that it does not learn from; `None` where there are none.
    pub accuracy: Option<Accuracy>,
    pub seconds: f64,
}

/// Why there is no classifier.
#[derive(Debug, thiserror::Error)]
pub enum ClassifierError {
    #[error(transparent)]
    Data(#[from] Invalid),
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error(
        "The cross-entropy is not a finite number any more in epoch {0}, train with another seed: seed"
    )]
    Diverged(u32),
    #[error("It was stopped before its first epoch was done, so there is no classifier: epochs")]
    Stopped,
    #[error("There is nothing to train in 0 epochs: epochs")]
    NoEpochs,
    #[error("The classifier's file cannot be made, {0}: classifiers")]
    File(String),
}

impl ClassifierTraining {
    /// Trains a classifier of `pictures`, and calls `each` after every epoch. It counts updates in `progress`; stopped, it
    /// is the classifier of the last whole epoch.
    ///
    /// # Errors
    /// When training diverges, the device fails, or it is stopped before there is anything.
    pub fn train(
        &self,
        pictures: &LabelledPictures,
        progress: &data::Progress,
        mut each: impl FnMut(ClassifierEpoch),
    ) -> Result<Arc<TrainedClassifier>, ClassifierError> {
        let Self { epochs, seed, .. } = *self;
        let count = pictures.train.len();
        let batches = count.div_ceil(BATCH);
        let steps = u64::from(epochs) * batches as u64;
        progress.expect(steps);
        let mut classifier = Classifier::fresh(pictures.image, pictures.classes.len(), seed)?;
        let (mut inputs, mut classes, mut step) = (Vec::new(), Vec::new(), 0);
        let mut done = Err(ClassifierError::NoEpochs);
        for epoch in 0..epochs {
            let (start, mut sum) = (Instant::now(), 0.0);
            for batch in epoch_order(seed, epoch, count).chunks(BATCH) {
                if progress.is_stopped() {
                    return match done {
                        Err(_) => Err(ClassifierError::Stopped),
                        done => done,
                    };
                }
                let places = batch.iter().map(|&place| place as usize);
                pictures.gather(&pictures.train, places, (&mut inputs, &mut classes));
                let rate = self.rate(step, steps);
                sum += f64::from(classifier.train_step(&inputs, &classes, rate)?);
                step += 1;
                progress.add(1);
            }
            let cross_entropy = sum / batches as f64;
            if !cross_entropy.is_finite() {
                return Err(ClassifierError::Diverged(epoch + 1));
            }
            let accuracy = accuracy(&classifier, pictures)?;
            let about = ClassifierAbout {
                data: pictures.name.to_owned(),
                classes: pictures.classes.clone(),
                train_images: count,
                epochs: epoch + 1,
                seed,
                accuracy,
            };
            done = made(&classifier, &about);
            each(ClassifierEpoch {
                epoch: epoch + 1,
                cross_entropy,
                accuracy,
                seconds: start.elapsed().as_secs_f64(),
            });
        }
        done
    }

    /// The learning rate of `step` out of `steps`.
    fn rate(&self, step: u64, steps: u64) -> f32 {
        let done = step as f32 / steps.max(1) as f32;
        self.learning_rate * 0.5 * (1.0 + (std::f32::consts::PI * done).cos())
    }
}

fn made(
    classifier: &Classifier,
    about: &ClassifierAbout,
) -> Result<Arc<TrainedClassifier>, ClassifierError> {
    let about = serde_json::to_string(about).map_err(|error| error.to_string());
    let bytes = about.and_then(|about| classifier.to_file(about));
    bytes
        .and_then(TrainedClassifier::of_file)
        .map_err(ClassifierError::File)
}

/// How many of the pictures that it is measured on are right.
fn accuracy(
    classifier: &Classifier,
    pictures: &LabelledPictures,
) -> Result<Option<Accuracy>, ModelError> {
    let measured: &Part = &pictures.measured;
    let images = measured.len();
    let chunk = (CHUNK / pictures.image.size()).max(1);
    let (mut inputs, mut classes, mut right) = (Vec::new(), Vec::new(), 0);
    for first in (0..images).step_by(chunk) {
        let places = first..images.min(first + chunk);
        pictures.gather(measured, places, (&mut inputs, &mut classes));
        let found = classifier.classes(&inputs)?;
        right += found.iter().zip(&classes).filter(|(a, b)| a == b).count();
    }
    Ok((images > 0).then_some(Accuracy {
        is_validation: pictures.is_validation,
        images,
        right,
    }))
}
