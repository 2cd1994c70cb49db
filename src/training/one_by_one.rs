//! What a trained variant makes of single samples: their codes, and their reconstruction errors.

use super::shares::scale_to_targets;
use super::{RunError, VariantSettings};
use crate::data::{Samples, Scaler, gather_inputs, gather_targets};
use crate::eval::sample_error;
use crate::model::{self, Blueprint, DeviceId, Loss, Model, ModelState};

/// Samples at a time: large enough for the kernels, small enough for memory.
const CHUNK: usize = 1_000;

/// A trained variant and how it wants its samples.
pub struct OneByOne<'a> {
    model: Box<dyn Model>,
    loss: Loss,
    scaler: &'a Scaler,
}

impl<'a> OneByOne<'a> {
    /// With the weights of `state`, made with `settings`, for samples that `scaler` scales; on the CPU.
    ///
    /// # Errors
    /// When the weights do not fit such samples.
    pub fn new(
        settings: &VariantSettings,
        state: &ModelState,
        scaler: &'a Scaler,
    ) -> Result<Self, RunError> {
        let blueprint = Blueprint {
            architecture: settings.architecture.clone(),
            loss: settings.loss,
            shape: scaler.shape().clone(),
            seed: settings.training.seed,
        };
        let mut model = model::build_at(&blueprint, DeviceId::Cpu)?;
        model.restore(state)?;
        Ok(Self {
            model,
            loss: settings.loss,
            scaler,
        })
    }

    /// Numbers in a code.
    pub fn code_width(&self) -> usize {
        self.model.code_width()
    }

    /// Codes of the samples at `chosen` without noise, one after another: means of Gaussian codes.
    ///
    /// # Errors
    /// When the device fails.
    pub fn codes(&self, samples: &Samples, chosen: &[u32]) -> Result<Vec<f32>, RunError> {
        let mut all = Vec::with_capacity(chosen.len() * self.code_width());
        let mut inputs = Vec::new();
        for chunk in chosen.chunks(CHUNK) {
            gather_inputs(samples, chunk, self.scaler, &mut inputs);
            all.extend(self.model.encode(&inputs, chunk.len())?);
        }
        Ok(all)
    }

    /// The reconstruction error of every sample ([`sample_error`]), inputs without noise and by the mean of Gaussian codes.
    ///
    /// # Errors
    /// When the device fails.
    pub fn errors(&self, samples: &Samples) -> Result<Vec<f64>, RunError> {
        let shape = samples.shape();
        let width = shape.target_width().max(1);
        let indices: Vec<u32> = (0..samples.len() as u32).collect();
        let mut all = Vec::with_capacity(samples.len());
        let (mut inputs, mut targets) = (Vec::new(), Vec::new());
        for chunk in indices.chunks(CHUNK) {
            gather_inputs(samples, chunk, self.scaler, &mut inputs);
            gather_targets(samples, chunk, self.scaler, &mut targets);
            let mut outputs = self.model.reconstruct(&inputs, chunk.len())?;
            if self.loss == Loss::Kl {
                scale_to_targets(&mut outputs, &targets, width);
            }
            let pairs = targets.chunks(width).zip(outputs.chunks(width));
            all.extend(pairs.map(|(target, output)| sample_error(shape, target, output)));
        }
        Ok(all)
    }
}
