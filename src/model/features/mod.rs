//! Small classifiers of images, trained by this engine: two of 28 x 28 grey images shipped with it, others in projects.
//!
//! A classifier is a feature extractor of two convolutions and a head of two dense layers. The extractor's features
//! measure how alike two images are (the perceptual loss) and begin an encoder's pyramid; the whole judges what a
//! generator makes.

mod classifier;
mod classifier_id;
mod features_of;
mod file;
mod found;
mod network;
mod pretrained;
mod trained;

use super::ModelError;
use crate::data::{ImageShape, PictureSet};

pub use classifier::Classifier;
pub use classifier_id::ClassifierId;
pub use features_of::FeaturesOf;
pub use network::FeatureExtractor;
pub use pretrained::install;
pub use trained::{Accuracy, ClassifierAbout, TrainedClassifier};

/// The images that shipped classifiers are made for; pixels lie in [0, 1].
pub const IMAGE: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};
/// Channels of the extractor's two convolutions.
pub const CHANNELS: [usize; 2] = [16, 32];
/// Side of their windows.
pub const KERNEL: usize = 3;

/// The file of the classifier that was trained on `set`, and its name for errors.
fn shipped(set: PictureSet) -> (&'static str, &'static [u8]) {
    match set {
        PictureSet::Mnist => (
            "features/mnist.safetensors",
            include_bytes!("../../../assets/features/mnist.safetensors"),
        ),
        PictureSet::FashionMnist => (
            "features/fashion-mnist.safetensors",
            include_bytes!("../../../assets/features/fashion-mnist.safetensors"),
        ),
    }
}

/// The shipped weights by name: `features.N` of the extractor, `head.N` of the dense layers.
///
/// # Errors
/// When the shipped file is damaged, which a test rules out.
pub fn shipped_weights(set: PictureSet) -> Result<super::Tensors, ModelError> {
    let (name, bytes) = shipped(set);
    file::decode(bytes).map_err(|problem| ModelError::Weights {
        tensor: name.to_string(),
        problem,
    })
}
