//! Measuring one trained variant on the whole test set.

use rayon::prelude::*;

use super::failure::{Failure, Result};
use crate::data::{Dataset, Scaler, gather};
use crate::eval::{mse, psnr, ssim};
use crate::model::{self, Batch, Blueprint, cost};
use crate::project::Trained;

/// Images measured at a time: large enough for the kernels, small enough for memory.
const CHUNK: usize = 1_000;

/// Means over the test images.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Trainable numbers of the model.
    pub parameters: usize,
    /// Numbers in a code.
    pub code: usize,
    /// Squared error in the scale of the inputs, mean over pixels.
    pub mse: f64,
    /// Binary cross-entropy in nats, mean over pixels; `None` where outputs or inputs leave [0, 1].
    pub bce: Option<f64>,
    /// Peak signal-to-noise ratio in dB of all pixels together, clamped to [0, 1]; infinite without any error.
    pub psnr: f64,
    /// Structural similarity, mean over images clamped to [0, 1].
    pub ssim: f64,
}

/// Measures what was trained on the test images of `dataset`.
///
/// # Errors
/// When there are no test images, the weights do not fit them, or the device fails.
pub fn measure(trained: &Trained, dataset: &Dataset, scaler: &Scaler) -> Result<Measured> {
    let test = &dataset.test;
    if test.is_empty() {
        return Err(Failure::new(format!(
            "there are no test images to measure on: {}",
            dataset.name
        )));
    }
    let settings = &trained.settings;
    let mut model = model::build(&Blueprint {
        architecture: settings.architecture.clone(),
        loss: settings.loss,
        image: dataset.shape(),
        seed: settings.training.seed,
    })?;
    model.restore(&trained.checkpoint.state)?;

    let shape = test.shape();
    let indices: Vec<u32> = (0..test.len() as u32).collect();
    let (mut squared, mut shown_squared, mut similarity) = (0.0, 0.0, 0.0);
    let mut entropy = Some(0.0);
    let mut inputs = Vec::new();
    for chunk in indices.chunks(CHUNK) {
        gather(test, chunk, scaler, &mut inputs);
        let first = chunk.first().map_or(0, |&first| first as usize);
        let batch = Batch::plain(&inputs, chunk.len(), first);
        let errors = model.evaluate(&batch, &settings.objective)?;
        squared += errors.squared.iter().sum::<f64>();
        entropy = match (entropy, errors.cross_entropy) {
            (Some(sum), Some(more)) => Some(sum + more.iter().sum::<f64>()),
            _ => None,
        };
        let mut outputs = model.reconstruct(&inputs, chunk.len())?;
        for number in outputs.iter_mut().chain(&mut inputs) {
            *number = scaler.unscale(*number).clamp(0.0, 1.0);
        }
        shown_squared += mse(&outputs, &inputs) * outputs.len() as f64;
        let each: Vec<f64> = outputs
            .par_chunks(shape.size())
            .zip(inputs.par_chunks(shape.size()))
            .map(|(output, input)| ssim(output, input, shape))
            .collect();
        similarity += each.iter().sum::<f64>();
    }
    let images = test.len() as f64;
    let pixels = images * shape.size() as f64;
    Ok(Measured {
        parameters: cost(&settings.architecture, shape.size()).parameters,
        code: settings.architecture.code_width(shape),
        mse: squared / pixels,
        bce: entropy.map(|sum| sum / pixels),
        psnr: psnr(shown_squared / pixels),
        ssim: similarity / images,
    })
}
