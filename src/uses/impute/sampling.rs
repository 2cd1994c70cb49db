//! Fills gaps in with a Gaussian code: codes are drawn, and what they make weighs as much as it fits what is seen.

use rand_distr::{Distribution, StandardNormal};

use crate::data::random::{Purpose, stream};
use crate::data::{ColumnKind, SampleShape};
use crate::model::Loss;
use crate::training::{OneByOne, RunError, VariantSettings};

/// Numbers of outputs that are held at a time.
const MOST_NUMBERS: usize = 4 << 20;
/// A code without a prior would weigh nothing else than what fits best.
const LEAST_BETA: f64 = 1e-3;
/// Probabilities count as at least this.
const LEAST: f64 = 1e-7;

/// Draws codes for rows with gaps.
pub struct Sampling<'a> {
    pub model: &'a OneByOne<'a>,
    pub settings: &'a VariantSettings,
    pub draws: usize,
    pub seed: u64,
}

impl Sampling<'_> {
    /// Writes what is missing into `inputs` of samples whose numbers begin with `first`, as
    /// [`Filler::fill`](super::Filler::fill) does: the mean of what the draws make, weighed by self-normalised importance.
    ///
    /// # Errors
    /// When the device fails, or it was stopped.
    pub fn fill(&self, inputs: &mut [f32], missing: &[bool], first: usize) -> Result<(), RunError> {
        let shape = self.model.scaler().shape();
        let (width, wide) = (shape.target_width().max(1), shape.input_width().max(1));
        let code = self.model.code_width().max(1);
        let draws = self.draws.max(1);
        let at_once = (MOST_NUMBERS / (draws * width)).max(1);
        let rows = inputs.chunks_mut(at_once * wide);
        let rows = rows.zip(missing.chunks(at_once * width)).enumerate();
        for (part, (inputs, missing)) in rows {
            let codes = self.model.codes_of_inputs(inputs)?;
            let log_variances = codes.log_variances.unwrap_or_default();
            let mut drawn = Vec::with_capacity(inputs.len() / wide * draws * code);
            let mut ratios = Vec::new();
            let each = codes.means.chunks(code).zip(log_variances.chunks(code));
            for (row, (means, log_variances)) in each.enumerate() {
                let index = (first + part * at_once + row) as u64;
                let mut random = stream(self.seed, Purpose::Imputation, index, 1);
                for _ in 0..draws {
                    // What the prior says of a draw against what the encoder says, but for what all draws share.
                    let mut ratio = 0.0;
                    for (mean, log_variance) in means.iter().zip(log_variances) {
                        let noise: f32 = StandardNormal.sample(&mut random);
                        let z = mean + (0.5 * log_variance).exp() * noise;
                        ratio += 0.5 * f64::from(noise * noise - z * z);
                        drawn.push(z);
                    }
                    ratios.push(ratio);
                }
            }
            let outputs = self.model.decode(&drawn)?;
            let rows = inputs.chunks_mut(wide).zip(missing.chunks(width));
            let outputs = outputs.chunks(draws * width).zip(ratios.chunks(draws));
            for ((inputs, missing), (outputs, ratios)) in rows.zip(outputs) {
                let fits = outputs.chunks(width).zip(ratios).map(|(output, ratio)| {
                    ratio - self.misfit(shape, &inputs[..width], output, missing)
                });
                let weights = normalised(fits.collect());
                average(inputs, missing, outputs, &weights);
            }
        }
        Ok(())
    }

    /// How little `output` fits what is seen, in nats: squared errors over beta, as normal noise of variance beta / 2 has
    /// it, and cross-entropies over beta.
    fn misfit(&self, shape: &SampleShape, seen: &[f32], output: &[f32], missing: &[bool]) -> f64 {
        let beta = f64::from(self.settings.objective.variational.beta).max(LEAST_BETA);
        let is_bce = self.settings.loss == Loss::Bce;
        let numeric = |place: usize| {
            let (x, y) = (f64::from(seen[place]), f64::from(output[place]));
            match is_bce {
                true => nats(x, y),
                false => (x - y) * (x - y),
            }
        };
        let sum: f64 = match shape.columns() {
            None => (0..seen.len())
                // Past the end of a sequence there is nothing to fit.
                .filter(|&place| !missing[place] && !seen[place].is_nan())
                .map(numeric)
                .sum(),
            Some(columns) => columns
                .spans()
                .filter(|(_, span)| !missing[span.start])
                .map(|(column, span)| match column.kind {
                    ColumnKind::Numeric => f64::from(column.weight) * numeric(span.start),
                    ColumnKind::YesNo { .. } => {
                        let (x, y) = (seen[span.start], output[span.start]);
                        f64::from(column.weight) * nats(f64::from(x), f64::from(y))
                    }
                    ColumnKind::Category { .. } => {
                        let each = span.range().map(|place| {
                            -f64::from(seen[place]) * f64::from(output[place]).max(LEAST).ln()
                        });
                        f64::from(column.weight) * each.sum::<f64>()
                    }
                })
                .sum(),
        };
        sum / beta
    }
}

/// Binary cross-entropy.
fn nats(x: f64, y: f64) -> f64 {
    -(x * y.max(LEAST).ln() + (1.0 - x) * (1.0 - y).max(LEAST).ln())
}

/// Weights with the sum 1 of their logarithms, none of which overflows.
fn normalised(logarithms: Vec<f64>) -> Vec<f64> {
    let largest = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logarithms.iter().map(|log| (log - largest).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// Puts the weighted mean of `outputs` where numbers are missing.
fn average(inputs: &mut [f32], missing: &[bool], outputs: &[f32], weights: &[f64]) {
    let width = missing.len().max(1);
    for (place, _) in missing.iter().enumerate().filter(|(_, missing)| **missing) {
        let draws = outputs.iter().skip(place).step_by(width).zip(weights);
        let mean: f64 = draws
            .map(|(output, weight)| f64::from(*output) * weight)
            .sum();
        inputs[place] = mean as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_normalised_in_log_space() {
        let weights = normalised(vec![-1000.0, -1000.0 + 3f64.ln()]);
        assert!((weights[0] - 0.25).abs() < 1e-12 && (weights[1] - 0.75).abs() < 1e-12);
    }

    #[test]
    fn what_is_missing_is_the_weighted_mean_of_draws() {
        let mut inputs = [7.0, 0.0, 1.0];
        average(
            &mut inputs,
            &[false, true],
            &[1.0, 4.0, 2.0, 8.0],
            &[0.25, 0.75],
        );
        assert_eq!(inputs, [7.0, 7.0, 1.0]);
        assert!((nats(1.0, 0.5) - 2f64.ln()).abs() < 1e-12);
        assert!(nats(1.0, 0.0).is_finite());
    }
}
