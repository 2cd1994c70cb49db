//! Training steps of a small convolutional autoencoder, as in "Building Autoencoders in Keras": 3 x 3 windows with 16,
//! 8 and 8 channels, 2 x 2 max pooling, a code of 4 x 4 x 8 numbers, and back; BCE, Adam.

use super::Setting;
use super::dense::{job, measure_job};
use super::report::Readings;
use crate::cli::failure::Result;
use crate::model::{Architecture, Code, CodeShape, Loss, Pyramid, cost};

/// Images a step.
const BATCH: usize = 128;

/// Images per second.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let mut job = job(setting.dataset()?)?;
    job.settings.architecture = architecture();
    job.settings.loss = Loss::Bce;
    job.settings.training.batch = BATCH;
    let image = job.dataset.shape();
    // As for dense layers: 2 operations for each product of a number and a weight forward, 2 for the weight's
    // gradient and 2 for the number's, which the first layer does not need.
    let all = cost(&job.settings.architecture, image.size()).multiply_adds as f64;
    let first = (image.size() * 9 * 16) as f64;
    measure_job(setting, job, 6.0 * all - 2.0 * first)
}

fn architecture() -> Architecture {
    Architecture {
        pyramid: Some(Pyramid {
            channels: vec![16, 8, 8],
            ..Pyramid::default()
        }),
        encoder: Vec::new(),
        code: Code {
            shape: CodeShape::Spatial,
            ..Code::default()
        },
        ..Architecture::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_the_articles() {
        let architecture = architecture();
        assert_eq!(architecture.check(), Ok(()));
        assert_eq!(cost(&architecture, 784).parameters, 4_385);
    }
}
