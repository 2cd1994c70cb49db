//! What a trained variant makes of single samples: their codes, reconstructions and errors.

use super::shares::{scale_to_largest, scale_to_targets};
use super::{RunError, VariantSettings};
use crate::data::{Progress, SampleShape, Samples, Scaler, gather_inputs, gather_targets};
use crate::eval::sample_error;
use crate::model::{self, Batch, Blueprint, Codes, DeviceId, Loss, Model, ModelState, Objective};

/// Samples at a time: large enough for the kernels, small enough for memory.
const CHUNK: usize = 1_000;

/// A trained variant and how it wants its samples. Everything counts as the thread's [`Progress`], a sample each time it
/// goes through encoder or decoder, and ends once nobody waits for it.
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

    pub fn scaler(&self) -> &Scaler {
        self.scaler
    }

    /// Codes of the samples at `chosen` without noise, one after another: means of Gaussian codes.
    ///
    /// # Errors
    /// When the device fails, or it was stopped.
    pub fn codes(&self, samples: &Samples, chosen: &[u32]) -> Result<Vec<f32>, RunError> {
        let mut all = Vec::with_capacity(chosen.len() * self.code_width());
        let mut inputs = Vec::new();
        counted((chosen, samples.shape()), |chunk| {
            gather_inputs(samples, chunk, self.scaler, &mut inputs);
            all.extend(self.model.encode(&inputs, chunk.len())?);
            Ok(())
        })?;
        Ok(all)
    }

    /// Codes of scaled inputs, `input_width` numbers each, with the log variances of Gaussian codes.
    ///
    /// # Errors
    /// As [`Self::codes`].
    pub fn codes_of_inputs(&self, inputs: &[f32]) -> Result<Codes, RunError> {
        let width = self.model.input_width().max(1);
        let mut all = Codes::default();
        counted_rows((inputs, width), self.scaler.shape(), |chunk, rows| {
            let codes = self.model.codes(chunk, rows)?;
            all.means.extend(codes.means);
            if let Some(more) = codes.log_variances {
                all.log_variances.get_or_insert_default().extend(more);
            }
            Ok(())
        })?;
        Ok(all)
    }

    /// Outputs for `codes`, `target_width` scaled numbers each; of yes/no columns and categories probabilities.
    ///
    /// # Errors
    /// As [`Self::codes`].
    pub fn decode(&self, codes: &[f32]) -> Result<Vec<f32>, RunError> {
        let mut all = Vec::new();
        let width = self.code_width().max(1);
        counted_rows((codes, width), self.scaler.shape(), |chunk, rows| {
            all.extend(self.model.decode(chunk, rows)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// As [`Self::decode`] of codes that no sample has, whose shares ([`Loss::Kl`]) have no sum: the largest of each sample
    /// becomes 1.
    ///
    /// # Errors
    /// As [`Self::codes`].
    pub fn generate(&self, codes: &[f32]) -> Result<Vec<f32>, RunError> {
        let mut outputs = self.decode(codes)?;
        if self.loss == Loss::Kl {
            scale_to_largest(&mut outputs, self.scaler.shape().target_width());
        }
        Ok(outputs)
    }

    /// Outputs for scaled inputs, by the mean of Gaussian codes.
    ///
    /// # Errors
    /// As [`Self::codes`].
    pub fn reconstruct(&self, inputs: &[f32]) -> Result<Vec<f32>, RunError> {
        let mut all = Vec::new();
        let width = self.model.input_width().max(1);
        counted_rows((inputs, width), self.scaler.shape(), |chunk, rows| {
            all.extend(self.model.reconstruct(chunk, rows)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// The reconstruction error of every sample ([`sample_error`]), inputs without noise and by the mean of Gaussian codes.
    ///
    /// # Errors
    /// As [`Self::codes`].
    pub fn errors(&self, samples: &Samples) -> Result<Vec<f64>, RunError> {
        let shape = samples.shape();
        let mut all = Vec::with_capacity(samples.len());
        let chosen: Vec<u32> = (0..samples.len() as u32).collect();
        self.for_each_pair(samples, &chosen, |target, output| {
            all.push(sample_error(shape, target, output));
        })?;
        Ok(all)
    }

    /// The loss of every sample without penalties on the code: of Gaussian codes, which are drawn, each sample's always the
    /// same way, the negative evidence lower bound, its divergence weighted as in training.
    ///
    /// # Errors
    /// As [`Self::codes`].
    pub fn losses(&self, samples: &Samples, objective: &Objective) -> Result<Vec<f64>, RunError> {
        let mut all = Vec::with_capacity(samples.len());
        let (mut inputs, mut targets) = (Vec::new(), Vec::new());
        let chosen: Vec<u32> = (0..samples.len() as u32).collect();
        counted((&chosen, samples.shape()), |chunk| {
            gather_inputs(samples, chunk, self.scaler, &mut inputs);
            gather_targets(samples, chunk, self.scaler, &mut targets);
            let batch = Batch {
                inputs: &inputs,
                targets: &targets,
                rows: chunk.len(),
                first: chunk[0] as usize,
                chosen: None,
            };
            let errors = self.model.evaluate(&batch, objective)?;
            let penalties = errors.penalty.iter().chain(std::iter::repeat(&0.0));
            all.extend(
                errors
                    .loss
                    .iter()
                    .zip(penalties)
                    .map(|(loss, penalty)| loss - penalty),
            );
            Ok(())
        })?;
        Ok(all)
    }

    /// Calls `take` with what a model should make of each sample at `chosen` and what it makes of it: `target_width` scaled
    /// numbers each, NaN in the first where a value is missing.
    ///
    /// # Errors
    /// As [`Self::codes`].
    pub fn for_each_pair(
        &self,
        samples: &Samples,
        chosen: &[u32],
        mut take: impl FnMut(&[f32], &[f32]),
    ) -> Result<(), RunError> {
        let width = samples.shape().target_width().max(1);
        let (mut inputs, mut targets) = (Vec::new(), Vec::new());
        counted((chosen, samples.shape()), |chunk| {
            gather_inputs(samples, chunk, self.scaler, &mut inputs);
            gather_targets(samples, chunk, self.scaler, &mut targets);
            let mut outputs = self.model.reconstruct(&inputs, chunk.len())?;
            if self.loss == Loss::Kl {
                scale_to_targets(&mut outputs, &targets, width);
            }
            let pairs = targets.chunks(width).zip(outputs.chunks(width));
            pairs.for_each(|(target, output)| take(target, output));
            Ok(())
        })
    }
}

/// Goes through `all` samples in chunks.
fn counted(
    (all, shape): (&[u32], &SampleShape),
    mut work: impl FnMut(&[u32]) -> Result<(), RunError>,
) -> Result<(), RunError> {
    let progress = Progress::present();
    progress.expect(all.len() as u64);
    for chunk in all.chunks(shape.at_a_time(CHUNK)) {
        if progress.is_stopped() {
            return Err(RunError::Stopped);
        }
        work(chunk)?;
        progress.add(chunk.len() as u64);
    }
    Ok(())
}

/// Goes through rows of `width` numbers in chunks.
fn counted_rows(
    (numbers, width): (&[f32], usize),
    shape: &SampleShape,
    mut work: impl FnMut(&[f32], usize) -> Result<(), RunError>,
) -> Result<(), RunError> {
    let rows: Vec<u32> = (0..(numbers.len() / width) as u32).collect();
    counted((&rows, shape), |chunk| {
        let start = chunk.first().map_or(0, |&first| first as usize) * width;
        work(&numbers[start..start + chunk.len() * width], chunk.len())
    })
}
