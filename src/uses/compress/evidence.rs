//! The bits that the evidence lower bound says a sample costs, where codes are drawn.

use crate::data::{Dataset, Samples};
use crate::model::{DeviceId, Distribution, Loss};
use crate::training::measure_test;
use crate::uses::{Problem, Subject};

/// What the bound says.
pub enum Bound {
    /// Bits a pixel, by one drawn code a sample.
    Bits(f64),
    /// It means nothing: one clause on why.
    Meaningless(&'static str),
    /// Point codes have none.
    None,
}

/// The bound of the samples that the model is used on.
///
/// # Errors
/// When the samples cannot be measured.
pub fn bound(subject: &Subject) -> Result<Bound, Problem> {
    let settings = &subject.trained.settings;
    if settings.architecture.code.distribution != Distribution::Gaussian {
        return Ok(Bound::None);
    }
    let state = &subject.trained.resume_state;
    let lacks = match () {
        () if settings.loss != Loss::Bce => Some("they need the loss BCE"),
        () if !is_black_and_white(subject.samples) => {
            Some("they need pictures that are black and white alone, as data.binarise draws them")
        }
        () if !settings.corruption_at(state.position.epoch).is_none() => {
            Some("the model sees samples with noise")
        }
        () => None,
    };
    if let Some(why) = lacks {
        return Ok(Bound::Meaningless(why));
    }
    let dataset = Dataset {
        test: subject.samples.clone(),
        ..subject.data.dataset.clone()
    };
    let (model, position) = (&state.state, &state.position);
    let device = DeviceId::Cpu;
    let measured = measure_test(settings, model, position, &dataset, &subject.scaler, device);
    let (measured, _) = measured.map_err(Problem::of)?;
    let elbo = measured.gaussian.and_then(|code| code.elbo);
    let values = subject.samples.shape().values() as f64;
    Ok(match elbo {
        Some(nats) => Bound::Bits(-nats / std::f64::consts::LN_2 / values),
        None => Bound::Meaningless("outputs leave 0 to 1"),
    })
}

fn is_black_and_white(samples: &Samples) -> bool {
    let bytes = samples.bytes();
    bytes.is_some_and(|bytes| bytes.iter().all(|byte| [0, 255].contains(byte)))
}
