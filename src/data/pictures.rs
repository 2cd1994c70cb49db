//! The built-in image sets, compressed in the program and unpacked on request.

use std::thread;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::packed::{Packed, packed};
use super::{About, DataError, Dataset};

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

    pub(super) fn files(self) -> [&'static Packed; 2] {
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
