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

/// Bits a pixel of black-and-white `samples` where each pixel is coded by itself, as often white as among the training
/// samples at `places`, with one of either colour added (Laplace): what there is to gain by knowing how pixels go together
/// begins below it.
pub fn pixels_alone(train: &Samples, places: &[u32], samples: &Samples) -> Option<f64> {
    let shape = samples.shape().image()?;
    if train.shape().image() != Some(shape) || places.is_empty() || samples.is_empty() {
        return None;
    }
    let counts = |samples: &Samples, places: &mut dyn Iterator<Item = usize>| {
        let mut counts = vec![0u32; shape.size()];
        for place in places {
            let pixels = samples.image(place).iter();
            for (count, &pixel) in counts.iter_mut().zip(pixels) {
                *count += u32::from(pixel > 0);
            }
        }
        counts
    };
    let white = counts(train, &mut places.iter().map(|&place| place as usize));
    let wanted = counts(samples, &mut (0..samples.len()));
    let (all, count) = (places.len() as f64 + 2.0, samples.len() as f64);
    let bits = white.iter().zip(wanted).map(|(&white, wanted)| {
        let (share, wanted) = ((f64::from(white) + 1.0) / all, f64::from(wanted));
        -wanted * share.log2() - (count - wanted) * (1.0 - share).log2()
    });
    Some(bits.sum::<f64>() / count / shape.size() as f64)
}

fn is_black_and_white(samples: &Samples) -> bool {
    let bytes = samples.bytes();
    bytes.is_some_and(|bytes| bytes.iter().all(|byte| [0, 255].contains(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    #[test]
    fn pixels_alone_cost_what_their_frequencies_say() {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let images = |bytes: &[u8]| Samples::images(shape, bytes.to_vec(), None).unwrap();
        // The first pixel is white in 3 of 4 with one of either added, the second in half of them.
        let train = images(&[255, 0, 255, 255, 0, 0]);
        let samples = images(&[255, 255, 0, 0]);
        let found = pixels_alone(&train, &[0, 1], &samples).unwrap();
        let first = (0.75f64.log2() + 0.25f64.log2()) / -2.0;
        assert!((found - (first + 1.0) / 2.0).abs() < 1e-12, "{found}");
        assert_eq!(pixels_alone(&train, &[], &samples), None);
    }
}
