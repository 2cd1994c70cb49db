//! The cases `gru-b64` and `gru-fed-b64`: a GRU autoencoder on made-up walks.

use std::sync::Arc;

use rand::Rng;

use super::report::Readings;
use super::{Setting, training};
use crate::cli::failure::{Failure, Result};
use crate::data::random::{Purpose, stream};
use crate::data::{DataSettings, Dataset, Prepared, Samples, SequenceShape};
use crate::model::{
    Activation, Architecture, Code, DecoderInput, Objective, Recurrent, SequenceLayers,
};
use crate::training::{Job, VariantId, VariantSettings};

const SHAPE: SequenceShape = SequenceShape {
    steps: 128,
    features: 1,
};
/// Walks to train on.
const COUNT: usize = 2_048;

/// Sequences per second: one channel, 128 steps, hidden width 64, code 16, 64 sequences a step.
/// Half of those that read their own last output are forced to read the true one.
pub fn measure(setting: &Setting, decoder_input: DecoderInput) -> Result<Readings> {
    let data = walks().map_err(|error| Failure::new(error.to_string()))?;
    let data = Prepared::new(data, &DataSettings::default()).map_err(Failure)?;
    let settings = VariantSettings {
        architecture: Architecture {
            sequence: Some(SequenceLayers::Gru(Recurrent {
                decoder_input,
                ..Recurrent::default()
            })),
            encoder: Vec::new(),
            code: Code {
                width: 16,
                ..Code::default()
            },
            output: Activation::Identity,
            ..Architecture::default()
        },
        objective: Objective {
            teacher_forcing: 0.5,
            ..Objective::default()
        },
        ..VariantSettings::default()
    };
    let job = Job::new(VariantId::default(), Arc::new(data), settings);
    training::measure_job(setting, job, 64)
}

/// Walks of uniform steps, as wide at their ends as steps of deviation 1 / sqrt(steps).
fn walks() -> std::result::Result<Dataset, crate::data::DataError> {
    let mut random = stream(0, Purpose::Sampling, 0, 0);
    let widest = (3.0 / SHAPE.steps as f32).sqrt();
    let mut walks = |count: usize| {
        let mut values = Vec::with_capacity(count * SHAPE.steps);
        for _ in 0..count {
            let mut at = 0.0;
            for _ in 0..SHAPE.steps {
                at += random.random_range(-widest..widest);
                values.push(at);
            }
        }
        Samples::sequences(SHAPE, vec!["walk".into()], values, None)
    };
    Ok(Dataset::new("walks", walks(COUNT)?, walks(64)?))
}
