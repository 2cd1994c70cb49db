//! The built-in image sets, compressed in the program and unpacked on request.

use std::path::Path;
use std::thread;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::brightness::Brightness;
use super::idx::{read_images, read_labels};
use super::{About, DataError, Dataset, Samples};

/// The sets of pictures that are part of the program, for which classifiers were trained.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
pub enum PictureSet {
    /// 60,000 + 10,000 handwritten digits, 28 x 28 grey.
    #[default]
    Mnist,
    /// The first 10,000 + 2,000 articles of clothing of Fashion-MNIST, 28 x 28 grey.
    FashionMnist,
}

impl PictureSet {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// The set's own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mnist => "MNIST",
            Self::FashionMnist => "Fashion-MNIST",
        }
    }

    /// Names of its classes by label.
    pub fn class_names(self) -> [&'static str; 10] {
        match self {
            Self::Mnist => ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
            Self::FashionMnist => [
                "T-shirt/top",
                "Trouser",
                "Pullover",
                "Dress",
                "Coat",
                "Sandal",
                "Shirt",
                "Sneaker",
                "Bag",
                "Ankle boot",
            ],
        }
    }

    fn files(self) -> [&'static Packed; 2] {
        match self {
            Self::Mnist => &MNIST,
            Self::FashionMnist => &FASHION_MNIST,
        }
        .each_ref()
    }

    /// Unpacks the set, its parts side by side.
    pub(super) fn load(self) -> Result<Dataset, DataError> {
        let [train, test] = self.files();
        let (train, test) = thread::scope(|scope| {
            let test = scope.spawn(|| test.unpack());
            let train = train.unpack();
            (train, test.join())
        });
        Ok(Dataset {
            name: self.name().to_owned(),
            train: train?,
            test: test.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
            class_names: Some(self.class_names().map(str::to_owned).to_vec()),
            about: About::default(),
        })
    }
}

/// Gzipped IDX files of images and their labels, with the names that errors give them.
struct Packed {
    images: (&'static str, &'static [u8]),
    labels: (&'static str, &'static [u8]),
}

impl Packed {
    fn unpack(&self) -> Result<Samples, DataError> {
        let (name, bytes) = self.images;
        let images = read_images(bytes, bytes.len() as u64)
            .map_err(|error| DataError::file(Path::new(name), error))?
            .content;
        let shape = images.shape;
        let (name, bytes) = self.labels;
        let labels = read_labels(bytes, bytes.len() as u64)
            .map_err(|error| DataError::file(Path::new(name), error))?
            .content;
        let pixels = images.pixels(Brightness::BYTES);
        Samples::images(shape, pixels, None)?.labelled(Some(labels))
    }
}

macro_rules! packed {
    ($images:literal, $labels:literal) => {
        Packed {
            images: (
                $images,
                include_bytes!(concat!("../../assets/", $images)).as_slice(),
            ),
            labels: (
                $labels,
                include_bytes!(concat!("../../assets/", $labels)).as_slice(),
            ),
        }
    };
}

/// Training and test part.
static MNIST: [Packed; 2] = [
    packed!(
        "mnist/train-images-idx3-ubyte.gz",
        "mnist/train-labels-idx1-ubyte.gz"
    ),
    packed!(
        "mnist/t10k-images-idx3-ubyte.gz",
        "mnist/t10k-labels-idx1-ubyte.gz"
    ),
];

/// Training and test part.
static FASHION_MNIST: [Packed; 2] = [
    packed!(
        "fashion-mnist/train-images-idx3-ubyte.gz",
        "fashion-mnist/train-labels-idx1-ubyte.gz"
    ),
    packed!(
        "fashion-mnist/t10k-images-idx3-ubyte.gz",
        "fashion-mnist/t10k-labels-idx1-ubyte.gz"
    ),
];
