//! The cost of an update in multiply-adds: the unit of the loss plot's compute axis.

use crate::data::SampleShape;
use crate::model::cost;
use crate::project::VariantSettings;
use crate::training::History;

/// Forward pass once, backward pass twice: slopes go to the inputs of each layer and to its weights.
const PASSES: f64 = 3.0;

/// Multiply-adds of one update, the mean over an epoch: those of one image through encoder and decoder, times 3 for
/// forward and backward, times the images of a batch. A discriminator's own are left out. `steps` is what
/// [`steps_per_epoch`] says, `samples` are those trained on, each of `shape`.
pub fn of_update(
    settings: &VariantSettings,
    steps: f64,
    samples: usize,
    shape: &SampleShape,
) -> f64 {
    let image = cost(&settings.architecture, shape).multiply_adds as f64;
    let batch = settings.training.batch as f64;
    // The last batch of an epoch is short; more than a batch is a run on other data.
    PASSES * image * (samples as f64 / steps).min(batch)
}

/// Updates an epoch takes, as far as can be told: as recorded, else its `batches`.
pub fn steps_per_epoch(history: &History, batches: usize) -> f64 {
    match history.epochs.last() {
        Some(last) if last.epoch > 0 => last.step as f64 / f64::from(last.epoch),
        _ => batches.max(1) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;
    use crate::model::{Activation, Architecture, Code};
    use crate::training::{EpochRecord, TrainingSettings};

    /// 4 numbers to 2 and back: 16 multiply-adds an image.
    fn settings(batch: usize) -> VariantSettings {
        VariantSettings {
            architecture: Architecture {
                encoder: Vec::new(),
                code: Code {
                    width: 2,
                    activation: Activation::Identity,
                    ..Code::default()
                },
                ..Architecture::default()
            },
            training: TrainingSettings {
                batch,
                ..TrainingSettings::default()
            },
            ..VariantSettings::default()
        }
    }

    /// Of 10 training images of 2 x 2 pixels.
    fn update(batch: usize, history: &History, batches: usize) -> f64 {
        let steps = steps_per_epoch(history, batches);
        let shape = ImageShape {
            height: 2,
            width: 2,
            channels: 1,
        };
        of_update(&settings(batch), steps, 10, &shape.into())
    }

    fn after(epoch: u32, step: u64) -> History {
        History {
            steps: Vec::new(),
            epochs: vec![EpochRecord {
                epoch,
                step,
                ..EpochRecord::default()
            }],
            ..History::default()
        }
    }

    #[test]
    fn an_epoch_costs_its_images() {
        // 10 images in batches of 4, 4 and 2.
        let update = update(4, &after(1, 3), 0);
        assert!((3.0 * update - 3.0 * 16.0 * 10.0).abs() < 1e-9);
    }

    #[test]
    fn before_the_first_epoch_ends_the_run_says_how_many_batches_there_are() {
        assert_eq!(update(5, &History::default(), 2), 3.0 * 16.0 * 5.0);
        let unknown = update(5, &History::default(), 0);
        assert_eq!(unknown, 3.0 * 16.0 * 5.0);
    }

    #[test]
    fn steps_per_epoch_come_from_the_record_or_the_run() {
        assert_eq!(steps_per_epoch(&History::default(), 430), 430.0);
        assert_eq!(steps_per_epoch(&History::default(), 0), 1.0);
        assert_eq!(steps_per_epoch(&after(2, 20), 430), 10.0);
    }
}
