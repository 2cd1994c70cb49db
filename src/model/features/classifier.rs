//! The image classifier: shipped weights in use, and fresh ones in training.

use dfdx::prelude::*;
use rayon::prelude::*;

use super::network::Network;
use super::{FeaturesOf, file};
use crate::data::{ImageShape, PictureSet};
use crate::model::device::{Kernels, Rows, Update};
use crate::model::parameter::device_error;
use crate::model::{Invalid, ModelError, Optimiser};

/// Images classified at a time: large enough for the kernels, small enough for memory.
const CHUNK: usize = 500;

/// A convolutional classifier of square images on the CPU: convolution 3x3 to 16 channels, 2x2 maximum, convolution 3x3
/// to 32, 2x2 maximum, dense 64, dense as wide as there are classes, with ReLU between.
///
/// Not `Send`, as the models it judges.
pub struct Classifier {
    network: Network<Cpu>,
    device: Cpu,
    /// Updates done.
    steps: u64,
}

impl Classifier {
    /// The one that was trained on `set` and is part of the program.
    ///
    /// # Errors
    /// When its file is damaged or the device fails.
    pub fn shipped(set: PictureSet) -> Result<Self, ModelError> {
        Self::load(set.into())
    }

    /// The one that `features` names.
    ///
    /// # Errors
    /// When it is not there, or the device fails.
    pub fn load(features: FeaturesOf) -> Result<Self, ModelError> {
        let device = Cpu::seed_from_u64(0);
        Ok(Self {
            network: Network::load(&features.weights()?, &device)?,
            device,
            steps: 0,
        })
    }

    /// One that knows nothing yet, of images of this shape.
    ///
    /// # Errors
    /// When the device fails.
    pub fn fresh(image: ImageShape, classes: usize, seed: u64) -> Result<Self, ModelError> {
        let device = Cpu::seed_from_u64(seed);
        device.try_enable_cache().map_err(device_error)?;
        Ok(Self {
            network: Network::fresh(image, classes, seed, &device)?,
            device,
            steps: 0,
        })
    }

    /// The probability of each class, image after image.
    ///
    /// # Errors
    /// When `images` are not whole images, or the device fails.
    pub fn probabilities(&self, images: &[f32]) -> Result<Vec<f32>, ModelError> {
        let (size, classes) = (self.network.image().size(), self.network.classes());
        let mut all = Vec::with_capacity(images.len() / size * classes);
        for images in images.chunks(CHUNK * size) {
            let logits = self.network.logits(self.upload(images)?);
            let mut numbers = logits.map_err(device_error)?.as_vec();
            numbers.par_chunks_mut(classes).for_each(softmax);
            all.extend(numbers);
        }
        Ok(all)
    }

    /// The most probable class of each image.
    ///
    /// # Errors
    /// As [`Self::probabilities`].
    pub fn classes(&self, images: &[f32]) -> Result<Vec<u32>, ModelError> {
        let probabilities = self.probabilities(images)?;
        let rows = probabilities.chunks(self.network.classes());
        Ok(rows.map(largest).collect())
    }

    /// One update by Adam on images and their labels, the classes from 0. Returns the cross-entropy in nats before it, mean over
    /// the images.
    ///
    /// # Errors
    /// When images and labels do not fit each other or the network, or the device fails.
    pub fn train_step(
        &mut self,
        images: &[f32],
        labels: &[u32],
        learning_rate: f32,
    ) -> Result<f32, ModelError> {
        let x = self.upload(images)?;
        let classes = self.network.classes();
        if x.shape().0 != labels.len() || labels.iter().any(|&label| label as usize >= classes) {
            return Err(unfit(
                "labels",
                format!(
                    "{} images need one label each, 0 to {}",
                    x.shape().0,
                    classes - 1
                ),
            ));
        }
        self.steps += 1;
        let update = Update {
            optimiser: Optimiser::default(),
            learning_rate,
            weight_decay: 0.0,
            step: self.steps,
        };
        self.step(x, labels, &update).map_err(device_error)
    }

    fn step(
        &mut self,
        x: Rows<usize, Cpu>,
        labels: &[u32],
        update: &Update,
    ) -> Result<f32, <Cpu as HasErr>::Err> {
        let classes = self.network.classes();
        let mut target = vec![0.0; labels.len() * classes];
        for (row, &label) in target.chunks_mut(classes).zip(labels) {
            row[label as usize] = 1.0;
        }
        let target = self.device.upload(&target, (labels.len(), classes))?;
        let logits = self.network.logits(x.put_tape(OwnedTape::default()))?;
        let loss = Cpu::softmax_loss(logits, &target)?;
        let value = loss.array();
        let mut gradients = loss.try_backward()?;
        for parameter in self.network.parameters_mut() {
            parameter.update(&mut gradients, update, None)?;
        }
        Ok(value)
    }

    /// The weights as a safetensors file. `about` goes into its header: JSON that says how they came about.
    ///
    /// # Errors
    /// One clause when the file cannot be made.
    pub fn to_file(&self, about: String) -> Result<Vec<u8>, String> {
        file::encode(&self.network.weights(), about)
    }

    fn upload(&self, images: &[f32]) -> Result<Rows<usize, Cpu>, ModelError> {
        let image = self.network.image();
        let size = image.size();
        if !images.len().is_multiple_of(size) {
            let ImageShape {
                height,
                width,
                channels,
            } = image;
            let colours = match channels {
                1 => String::new(),
                channels => format!(" × {channels}"),
            };
            return Err(unfit(
                "images",
                format!(
                    "{} numbers are not images of {height} × {width}{colours}",
                    images.len()
                ),
            ));
        }
        let shape = (images.len() / size, size);
        self.device.upload(images, shape).map_err(device_error)
    }
}

fn unfit(field: &str, problem: String) -> ModelError {
    ModelError::Invalid(Invalid {
        problem,
        field: field.into(),
    })
}

/// Logits to probabilities, in place.
fn softmax(row: &mut [f32]) {
    let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    row.iter_mut().for_each(|z| *z = (*z - largest).exp());
    let sum: f32 = row.iter().sum();
    row.iter_mut().for_each(|z| *z /= sum);
}

/// Place of the largest number, the first of equals.
fn largest(row: &[f32]) -> u32 {
    let mut best = 0;
    for (place, number) in row.iter().enumerate() {
        if *number > row[best] {
            best = place;
        }
    }
    best as u32
}
