//! What an update costs: the unit of the plot's axis in multiply-adds.

use super::series::steps_per_epoch;
use crate::app::PreparedData;
use crate::model::cost;
use crate::project::VariantSettings;
use crate::training::History;

/// Forward pass once, backward pass twice: slopes go to the inputs of each layer and to its weights.
const PASSES: f64 = 3.0;

/// Multiply-adds of one update, the mean over an epoch: those of one image through encoder and decoder, times 3 for
/// forward and backward, times the images of a batch. A discriminator's own are left out.
pub fn of_update(
    settings: &VariantSettings,
    history: &History,
    batches: u32,
    data: &PreparedData,
) -> f64 {
    let pixels = data.dataset.shape().size();
    let image = cost(&settings.architecture, pixels).multiply_adds as f64;
    let batch = settings.training.batch as f64;
    let images = data.split.train.len() as f64 / steps_per_epoch(history, batches);
    // The last batch of an epoch is short; more than a batch is a run on other data.
    PASSES * image * images.min(batch)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{DataSettings, Dataset, ImageShape, Images, Scaler, Scaling, Split};
    use crate::model::{Activation, Architecture, Code};
    use crate::training::{EpochRecord, TrainingSettings};

    /// 10 training images of 2 x 2 pixels.
    fn data() -> Arc<PreparedData> {
        let shape = ImageShape {
            height: 2,
            width: 2,
            channels: 1,
        };
        let images = Images::new(shape, vec![0; 40], None).unwrap();
        Arc::new(PreparedData {
            settings: DataSettings::default(),
            scaler: Scaler::fit(Scaling::Unit, &images),
            split: Split::new(10, 0, 0),
            label_counts: Vec::new(),
            dataset: Dataset {
                name: "tiny".into(),
                train: images.clone(),
                test: images,
                class_names: None,
            },
        })
    }

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

    #[test]
    fn an_epoch_costs_its_images() {
        // 10 images in batches of 4, 4 and 2.
        let history = History {
            steps: Vec::new(),
            epochs: vec![EpochRecord {
                epoch: 1,
                step: 3,
                ..EpochRecord::default()
            }],
        };
        let update = of_update(&settings(4), &history, 0, &data());
        assert!((3.0 * update - 3.0 * 16.0 * 10.0).abs() < 1e-9);
    }

    #[test]
    fn before_the_first_epoch_ends_the_run_says_how_many_batches_there_are() {
        let update = of_update(&settings(5), &History::default(), 2, &data());
        assert_eq!(update, 3.0 * 16.0 * 5.0);
        let unknown = of_update(&settings(5), &History::default(), 0, &data());
        assert_eq!(unknown, 3.0 * 16.0 * 5.0);
    }
}
