//! Small models of the real engine.

use hourglass::data::Dataset;
use hourglass::model::{Architecture, Code, Layer};
use hourglass::training::{Job, VariantId, VariantSettings};

/// One layer of 16, and a code of 4.
pub fn narrow() -> Architecture {
    Architecture {
        encoder: vec![Layer {
            width: 16,
            ..Layer::default()
        }],
        code: Code {
            width: 4,
            ..Code::default()
        },
        ..Architecture::default()
    }
}

/// A fresh run that watches the test images and keeps no checkpoints.
pub fn real(dataset: Dataset, settings: VariantSettings) -> Job {
    Job::new(VariantId(1), super::prepared(dataset, 0), settings)
}
