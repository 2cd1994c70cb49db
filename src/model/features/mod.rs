//! Small classifiers of 28 x 28 grey images, trained by this engine and shipped with it.
//!
//! A classifier is a front of two convolutions and a head of two dense layers. The front's features measure how alike
//! two images are (the perceptual loss) and begin an encoder's pyramid; the whole judges what a generator makes.

mod classifier;
mod file;
mod network;
mod pretrained;

use super::ModelError;
use crate::data::{ImageShape, PictureSet};

pub use classifier::Classifier;
pub use network::FeatureExtractor;
pub use pretrained::install;

/// The images that features are made for; pixels lie in [0, 1].
pub const IMAGE: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};
/// Channels of the front's two convolutions.
pub const CHANNELS: [usize; 2] = [16, 32];
/// Side of their windows.
pub const KERNEL: usize = 3;
/// Classes that a classifier tells apart.
pub const CLASSES: usize = 10;

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

/// The shipped weights by name: `features.N` of the front, `head.N` of the dense layers.
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
