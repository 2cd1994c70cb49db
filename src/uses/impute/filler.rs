//! Fills gaps in through a model: what it makes of a sample takes the place of what is missing, until that settles.

use crate::data::{ColumnScale, Corruption, Scaler};
use crate::model::Loss;
use crate::training::{OneByOne, RunError, VariantSettings};

/// Rounds of a model that was trained without gaps.
const ROUNDS: usize = 50;
/// Changes of a scaled number below this end the rounds.
const SMALL: f32 = 1e-3;

/// A model that fills gaps in. One sample takes about as long as a few reconstructions.
pub struct Filler<'a> {
    model: &'a OneByOne<'a>,
    /// What stands first where a number is missing; `None` leaves what a scaler puts there.
    first: Option<Vec<f32>>,
    rounds: usize,
    is_share: bool,
}

impl<'a> Filler<'a> {
    /// Of a model made with `settings`. Without `rounds`, a model that has seen gaps is asked once, as in training; others
    /// are asked until nothing changes.
    pub fn new(model: &'a OneByOne<'a>, settings: &VariantSettings, rounds: Option<usize>) -> Self {
        let scaler = model.scaler();
        let shape = scaler.shape();
        // All corruptions but these hide a part of a sample.
        let is_masking = matches!(
            settings.corruption,
            Corruption::Masking { .. }
                | Corruption::Rectangle { .. }
                | Corruption::MaskedSteps { .. }
        );
        // What is unknown of a sum grows with each round where little of it is seen.
        let is_share = settings.loss == Loss::Kl;
        let has_masks = shape.input_width() > shape.target_width();
        // Pixels are masked by black, cells of rows as if they were missing.
        let black = |scale: &ColumnScale| scale.rescale(0.0);
        let first = (is_masking && shape.image().is_some())
            .then(|| scaler.columns().iter().map(black).collect());
        Self {
            model,
            first,
            rounds: rounds.unwrap_or(if is_masking || has_masks || is_share {
                1
            } else {
                ROUNDS
            }),
            is_share,
        }
    }

    /// Writes what is missing into `inputs`, `input_width` numbers a sample with gaps filled and marked as a [`Scaler`] does
    /// it; `missing` are `target_width` a sample.
    ///
    /// # Errors
    /// When the device fails, or it was stopped.
    pub fn fill(&self, inputs: &mut [f32], missing: &[bool]) -> Result<(), RunError> {
        let shape = self.model.scaler().shape();
        let (width, wide) = (shape.target_width().max(1), shape.input_width().max(1));
        if let Some(first) = &self.first {
            for (inputs, missing) in inputs.chunks_mut(wide).zip(missing.chunks(width)) {
                put(inputs, missing, first.iter().copied().cycle());
            }
        }
        for _ in 0..self.rounds {
            let mut outputs = self.model.reconstruct(inputs)?;
            let rows = inputs.chunks_mut(wide).zip(missing.chunks(width));
            let mut largest = 0f32;
            for ((inputs, missing), outputs) in rows.zip(outputs.chunks_mut(width)) {
                if self.is_share {
                    scale_to_seen(outputs, inputs, missing);
                }
                largest = largest.max(put(inputs, missing, outputs.iter().copied()));
            }
            if largest < SMALL {
                break;
            }
        }
        Ok(())
    }

    /// One sample filled in: its scaled numbers without masks, observed ones as they are. `input` is as a [`Scaler`] puts it
    /// and `missing` what is painted over, a number of the sample each.
    ///
    /// # Errors
    /// As [`Self::fill`].
    pub fn fill_one(&self, input: &[f32], missing: &[bool]) -> Result<Vec<f32>, RunError> {
        let scaler: &Scaler = self.model.scaler();
        let mut input = input.to_vec();
        super::holes::hide(scaler, &mut input, missing);
        self.fill(&mut input, missing)?;
        input.truncate(scaler.shape().target_width());
        Ok(input)
    }
}

/// Puts `numbers` where they are missing; the largest change.
fn put(inputs: &mut [f32], missing: &[bool], numbers: impl Iterator<Item = f32>) -> f32 {
    let mut largest = 0f32;
    for ((input, missing), number) in inputs.iter_mut().zip(missing).zip(numbers) {
        if *missing {
            // A step that had no value at all has one now.
            let change = match input.is_nan() {
                true => f32::INFINITY,
                false => (number - *input).abs(),
            };
            largest = largest.max(change);
            *input = number;
        }
    }
    largest
}

/// Shares of a sum that nobody knows, by the part of it that is seen.
fn scale_to_seen(shares: &mut [f32], inputs: &[f32], missing: &[bool]) {
    let (mut seen, mut share) = (0.0, 0.0);
    for ((input, one), missing) in inputs.iter().zip(&*shares).zip(missing) {
        if !missing {
            seen += input.max(0.0);
            share += one;
        }
    }
    let factor = if share > 0.0 { seen / share } else { 0.0 };
    shares.iter_mut().for_each(|share| *share *= factor);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;
    use crate::model::{Blueprint, DeviceId, build_at};

    #[test]
    fn one_sample_is_filled_by_what_the_model_makes_of_it_without_what_is_missing() {
        let shape = ImageShape {
            height: 1,
            width: 4,
            channels: 1,
        };
        let scaler = Scaler::unit(shape);
        let mut settings = VariantSettings::default();
        settings.architecture.encoder.clear();
        settings.architecture.code.width = 2;
        settings.corruption = Corruption::Masking {
            fraction: 0.5,
            block: 1,
        };
        let blueprint = Blueprint {
            architecture: settings.architecture.clone(),
            loss: settings.loss,
            shape: shape.into(),
            seed: 7,
        };
        let state = build_at(&blueprint, DeviceId::Cpu).unwrap().state();
        let model = OneByOne::new(&settings, &state, &scaler).unwrap();
        let missing = [true, false, false, true];
        let filled = Filler::new(&model, &settings, None);
        let filled = filled.fill_one(&[0.9, 0.2, 0.4, 0.6], &missing).unwrap();
        let made = model.reconstruct(&[0.0, 0.2, 0.4, 0.0]).unwrap();
        assert_eq!(filled, [made[0], 0.2, 0.4, made[3]]);
    }

    #[test]
    fn only_what_is_missing_changes() {
        let mut inputs = [1.0, 2.0, 3.0, 1.0];
        let missing = [false, true, true];
        let largest = put(&mut inputs, &missing, [9.0, 2.5, 1.0].into_iter());
        assert_eq!(inputs, [1.0, 2.5, 1.0, 1.0]);
        assert_eq!(largest, 2.0);
    }

    #[test]
    fn shares_are_scaled_by_what_is_seen_of_the_sum() {
        let mut shares = [0.5, 0.25, 0.25];
        scale_to_seen(&mut shares, &[4.0, 2.0, 0.0], &[false, false, true]);
        assert_eq!(shares, [4.0, 2.0, 2.0]);
    }
}
