//! The serialisable choice of a model: layers, code, activations, initialisation, loss.

use serde::{Deserialize, Serialize};

use super::{Activation, Adversary, Pyramid};
use crate::data::SampleShape;

/// Widths that exist as compiled layers. Input and output widths are free.
pub const LADDER: [usize; 22] = [
    1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 50, 64, 100, 128, 256, 400, 512, 784, 1000, 1024,
];

/// One hidden layer: dense, then activation, then dropout while training.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layer {
    /// A width of the [`LADDER`].
    pub width: usize,
    pub activation: Activation,
    /// Probability with which a number is dropped while training, in [0, 1).
    pub dropout: f32,
}

impl Default for Layer {
    fn default() -> Self {
        Self {
            width: 128,
            activation: Activation::Relu,
            dropout: 0.0,
        }
    }
}

/// What the encoder says about an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// One point of the latent space.
    #[default]
    Point,
    /// A mean and a log-variance for each dimension: a variational autoencoder (Kingma and Welling 2014).
    Gaussian,
}

/// How the numbers of a code lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeShape {
    /// A row of numbers made by a dense layer.
    #[default]
    Flat,
    /// The maps of the pyramid's last level, side x side x channels; width and activation are the pyramid's.
    Spatial,
}

/// The bottleneck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Code {
    /// A width of the [`LADDER`].
    pub width: usize,
    pub activation: Activation,
    pub distribution: Distribution,
    pub shape: CodeShape,
}

impl Default for Code {
    fn default() -> Self {
        Self {
            width: 32,
            activation: Activation::Identity,
            distribution: Distribution::Point,
            shape: CodeShape::Flat,
        }
    }
}

/// The way from the code back to the data.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decoder {
    /// The encoder's hidden layers in reverse order.
    #[default]
    Mirrored,
    /// Hidden layers of its own, from the code outwards.
    Own { layers: Vec<Layer> },
}

/// How fresh weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initialisation {
    /// Weights and biases uniform within 1 / sqrt(inputs), PyTorch's default for dense layers.
    #[default]
    Pytorch,
    /// Weights uniform within sqrt(6 / inputs) (He et al. 2015), biases zero.
    Kaiming,
    /// Weights uniform within sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010), biases zero.
    Xavier,
}

impl Initialisation {
    pub const ALL: [Self; 3] = [Self::Pytorch, Self::Kaiming, Self::Xavier];

    pub fn name(self) -> &'static str {
        match self {
            Self::Pytorch => "PyTorch default",
            Self::Kaiming => "Kaiming uniform",
            Self::Xavier => "Xavier uniform",
        }
    }
}

/// What training makes small. All are means over the pixels and images of a batch. Of a table's columns it is the loss
/// of numeric ones; yes/no columns have binary cross-entropy, and categories the cross-entropy of their softmax, whatever
/// is chosen, and the mean is over the cells that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Squared error.
    #[default]
    Mse,
    /// Binary cross-entropy in nats. With a sigmoid output it is computed from the logits:
    /// `max(z, 0) - z x + ln(1 + exp(-|z|))`. Other outputs are clamped to [1e-7, 1 - 1e-7].
    Bce,
    /// Absolute error.
    L1,
    /// Weighted wavelet coefficients of the error, squared or absolute, see [`super::Wavelet`].
    Wavelet,
    /// Squared error between a classifier's features, see [`super::Perceptual`].
    Perceptual,
}

impl Loss {
    pub const ALL: [Self; 5] = [
        Self::Mse,
        Self::Bce,
        Self::L1,
        Self::Wavelet,
        Self::Perceptual,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Mse => "MSE",
            Self::Bce => "BCE",
            Self::L1 => "L1",
            Self::Wavelet => "wavelet",
            Self::Perceptual => "perceptual",
        }
    }
}

/// An autoencoder: data - pyramid - encoder - code - decoder - pyramid - data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Architecture {
    /// Convolutions before the encoder's dense layers and, mirrored, after the decoder's.
    pub pyramid: Option<Pyramid>,
    /// Hidden dense layers from the data to the code; may be empty.
    pub encoder: Vec<Layer>,
    pub code: Code,
    pub decoder: Decoder,
    /// Activation of the output layer.
    pub output: Activation,
    pub initialisation: Initialisation,
    pub adversary: Option<Adversary>,
}

impl Default for Architecture {
    fn default() -> Self {
        let hidden = |width| Layer {
            width,
            ..Layer::default()
        };
        Self {
            pyramid: None,
            encoder: vec![hidden(512), hidden(256)],
            code: Code::default(),
            decoder: Decoder::Mirrored,
            output: Activation::Sigmoid,
            initialisation: Initialisation::default(),
            adversary: None,
        }
    }
}

impl Architecture {
    /// Hidden layers of the decoder from the code outwards, mirrored or not.
    pub fn decoder_layers(&self) -> Vec<Layer> {
        match &self.decoder {
            Decoder::Mirrored => self.encoder.iter().rev().copied().collect(),
            Decoder::Own { layers } => layers.clone(),
        }
    }

    /// Numbers in the code of a sample of this shape.
    pub fn code_width(&self, shape: &SampleShape) -> usize {
        match (self.code.shape, &self.pyramid, shape.image()) {
            (CodeShape::Spatial, Some(pyramid), Some(image)) => pyramid.features(image.height),
            _ => self.code.width,
        }
    }

    /// The activation that makes the code's numbers.
    pub fn code_activation(&self) -> Activation {
        match (self.code.shape, &self.pyramid) {
            (CodeShape::Spatial, Some(pyramid)) => pyramid.activation,
            _ => self.code.activation,
        }
    }

    /// All widths from input to output of the dense layers, where both are as wide.
    pub fn widths(&self, input: usize) -> Vec<usize> {
        self.widths_between(input, input)
    }

    /// All widths of the dense layers from `input` numbers to `output` numbers.
    pub fn widths_between(&self, input: usize, output: usize) -> Vec<usize> {
        let mut widths = vec![input];
        widths.extend(self.encoder.iter().map(|layer| layer.width));
        widths.push(self.code.width);
        widths.extend(self.decoder_layers().iter().map(|layer| layer.width));
        widths.push(output);
        widths
    }
}
