//! Measures a batch sample by sample without changing the model.

use rayon::prelude::*;

use super::Autoencoder;
use crate::model::code::{PlainCode, contraction, gaussian};
use crate::model::device::Kernels;
use crate::model::parameter::device_error;
use crate::model::{
    Activation, Batch, BatchErrors, Codes, ModelError, Objective, Sparsity, StepKey,
};

/// What one pass over a batch gives.
pub(super) struct Measurement {
    pub(super) errors: BatchErrors,
    pub(super) codes: Codes,
    /// What the last layer left, from points or from the codes that were drawn.
    pub(super) output: Vec<f32>,
}

impl<D: Kernels> Autoencoder<D> {
    /// A batch measured, once what that needs is at hand.
    pub(super) fn measured(
        &self,
        batch: &Batch,
        objective: &Objective,
    ) -> Result<Measurement, ModelError> {
        self.reconstruction.prepare(objective)?;
        self.measure(batch, objective).map_err(device_error)
    }

    fn measure(&self, batch: &Batch, objective: &Objective) -> Result<Measurement, D::Err> {
        let width = self.network.code_width();
        let x = self.upload(batch.inputs, batch.rows)?;
        let (z, codes, kl) = match self.network.encode(x)? {
            PlainCode::Point(code) => {
                let codes = Codes {
                    means: self.download(&code),
                    log_variances: None,
                };
                (code, codes, None)
            }
            PlainCode::Gaussian { mean, log_variance } => {
                let (means, logs) = (self.download(&mean), self.download(&log_variance));
                let noise = gaussian::measuring_noise(batch.rows, width, batch.first, self.seed);
                let noise = self.upload(&noise, batch.rows)?;
                let z = gaussian::sample(mean, log_variance, &noise)?;
                let kl = divergences(&means, &logs, width);
                let codes = Codes {
                    means,
                    log_variances: Some(logs),
                };
                (z, codes, Some(kl))
            }
        };
        let output = self.download(&self.network.decode(z)?);
        let mut errors = self
            .reconstruction
            .errors(&output, batch.targets, objective)?;
        let cells = errors.rows.as_ref().map(|rows| rows.cells.clone());
        let scale = |row: usize| {
            let count = cells
                .as_ref()
                .map_or(self.values, |cells| cells[row] as usize);
            match (count, self.network.is_gaussian()) {
                _ if self.reconstruction.is_by_sample() => 1.0,
                (0, _) => 0.0,
                (count, true) => self.values as f64 / count as f64,
                (count, false) => 1.0 / count as f64,
            }
        };
        let sums = errors.loss.iter().enumerate();
        let reconstruction: Vec<f64> = sums.map(|(row, sum)| sum * scale(row)).collect();
        let parts = errors.rows.as_mut().and_then(|rows| rows.parts.as_mut());
        for (row, parts) in parts.into_iter().flatten().enumerate() {
            *parts = parts.map(|sum| sum * scale(row));
        }
        let penalty = self.penalties(&codes.means, batch, objective)?;
        let beta = f64::from(objective.variational.beta);
        let loss = reconstruction.iter().zip(&penalty).enumerate();
        let loss = loss.map(|(row, (reconstruction, penalty))| {
            let divergence = kl.as_ref().map_or(0.0, |kl| kl[row]);
            reconstruction + penalty + beta * divergence
        });
        let errors = BatchErrors {
            loss: loss.collect(),
            reconstruction,
            kl,
            penalty,
            squared: errors.squared,
            cross_entropy: errors.cross_entropy,
            rows: errors.rows,
            left_out: errors.left_out,
        };
        Ok(Measurement {
            errors,
            codes,
            output,
        })
    }

    /// Each image's penalties, weights applied. Sparsity is a property of a batch, the same for all its images.
    fn penalties(
        &self,
        codes: &[f32],
        batch: &Batch,
        objective: &Objective,
    ) -> Result<Vec<f64>, D::Err> {
        let penalties = &objective.penalties;
        let width = self.network.code_width();
        let mut sums = vec![0.0; batch.rows];
        if penalties.l1 > 0.0 {
            for (sum, code) in sums.iter_mut().zip(codes.chunks(width)) {
                let absolute: f64 = code.iter().map(|z| f64::from(z.abs())).sum();
                *sum += f64::from(penalties.l1) * absolute;
            }
        }
        if penalties.sparsity.weight > 0.0 {
            let divergence = sparsity(codes, width, self.code_activation, penalties.sparsity);
            let weighted = f64::from(penalties.sparsity.weight) * divergence;
            sums.iter_mut().for_each(|sum| *sum += weighted);
        }
        if penalties.contractive > 0.0 {
            let key = StepKey {
                seed: self.seed,
                epoch: u32::MAX,
                batch: batch.first as u32,
            };
            let moved = contraction::moved(self.upload(batch.inputs, batch.rows)?, key)?;
            let moved = match self.network.encode(moved)? {
                PlainCode::Point(code) | PlainCode::Gaussian { mean: code, .. } => code,
            };
            let moved = self.download(&moved);
            let factor = f64::from(penalties.contractive) / f64::from(contraction::STEP).powi(2);
            let pairs = codes.chunks(width).zip(moved.chunks(width));
            for (sum, (code, moved)) in sums.iter_mut().zip(pairs) {
                let square = |(a, b): (&f32, &f32)| f64::from(a - b).powi(2);
                *sum += factor * code.iter().zip(moved).map(square).sum::<f64>();
            }
        }
        Ok(sums)
    }
}

/// Each image's KL divergence from the standard normal, in nats.
fn divergences(means: &[f32], logs: &[f32], width: usize) -> Vec<f64> {
    let term = |(&mean, &log): (&f32, &f32)| {
        let (mean, log) = (f64::from(mean), f64::from(log));
        0.5 * (mean * mean + log.exp() - 1.0 - log)
    };
    means
        .par_chunks(width)
        .zip(logs.par_chunks(width))
        .map(|(means, logs)| means.iter().zip(logs).map(term).sum())
        .collect()
}

/// See [`crate::model::code::penalty::sparsity`].
fn sparsity(codes: &[f32], width: usize, activation: Activation, rule: Sparsity) -> f64 {
    let rows = (codes.len() / width.max(1)).max(1) as f64;
    let target = f64::from(rule.target);
    let mut means = vec![0.0; width];
    for code in codes.chunks(width) {
        for (mean, &z) in means.iter_mut().zip(code) {
            let z = f64::from(z);
            *mean += match activation {
                Activation::Sigmoid => z,
                _ => 1.0 / (1.0 + (-z).exp()),
            };
        }
    }
    let divergence = |sum: &f64| {
        let mean = (sum / rows).clamp(1e-6, 1.0 - 1e-6);
        target * (target / mean).ln() + (1.0 - target) * ((1.0 - target) / (1.0 - mean)).ln()
    };
    means.iter().map(divergence).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divergences_are_summed_image_by_image() {
        let kl = divergences(&[0.0, 2.0, 1.0, 0.0], &[0.0; 4], 2);
        assert_eq!(kl, [2.0, 0.5]);
    }

    #[test]
    fn sparsity_compares_mean_activations_with_the_target() {
        let rule = Sparsity {
            weight: 1.0,
            target: 0.1,
        };
        let found = sparsity(&[0.2, 0.8], 1, Activation::Sigmoid, rule);
        assert!((found - 0.368_064_2).abs() < 1e-6);
        assert!((sparsity(&[0.0], 1, Activation::Tanh, rule) - 0.368_064_2).abs() < 1e-6);
    }
}
