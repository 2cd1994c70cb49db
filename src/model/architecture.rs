//! The serialisable choice of a model: layers, code, activations, initialisation, loss.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::ladder::LADDER;
use super::{Activation, Adversary, Pyramid, SequenceLayers};
use crate::data::SampleShape;

/// One hidden layer: dense, then activation, then dropout while training.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
#[schemars(extend("x-short" = "width"))]
pub struct Layer {
    /// Numbers that leave this layer.
    #[schemars(title = "Width", extend("enum" = LADDER))]
    pub width: usize,
    /// What is applied to each number.
    #[schemars(title = "Activation")]
    pub activation: Activation,
    /// Probability with which each number is set to 0 while training (the rest is scaled up).
    #[schemars(title = "Dropout", range(min = 0.0), extend("exclusiveMaximum" = 1.0))]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// One point of the latent space.
    #[default]
    Point,
    /// A mean and a log-variance for each dimension: a variational autoencoder (Kingma and Welling 2014).
    Gaussian,
}

/// How the numbers of a code lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeShape {
    /// A row of numbers made by a dense layer.
    #[default]
    Flat,
    /// The maps of the pyramid's last level, side x side x channels; width and activation are the pyramid's.
    Spatial,
}

/// The bottleneck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Code {
    /// Numbers in the bottleneck, into which each sample is squeezed.
    #[schemars(title = "Code width", extend("enum" = LADDER))]
    pub width: usize,
    /// What is applied to each number of the code.
    #[schemars(title = "Code activation")]
    pub activation: Activation,
    /// A point for each sample, or a Gaussian with a mean and a variance for each number, from which codes are drawn
    /// (variational).
    #[schemars(title = "Kind of code")]
    pub distribution: Distribution,
    /// Flat: a row of numbers made by a dense layer; spatial: the maps of the last level as they are, whose width and
    /// activation are the pyramid's.
    #[schemars(title = "Shape of code")]
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
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decoder {
    /// The encoder's hidden layers in reverse order.
    #[default]
    Mirrored,
    /// Hidden layers of its own, from the code outwards.
    Own {
        /// Hidden dense layers from the code outwards, at most 256.
        #[schemars(title = "Layers", length(max = 256))]
        layers: Vec<Layer>,
    },
}

/// How fresh weights are drawn.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
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
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    pub fn name(self) -> &'static str {
        match self {
            Self::Pytorch => "PyTorch default",
            Self::Kaiming => "Kaiming uniform",
            Self::Xavier => "Xavier uniform",
        }
    }
}

/// What training makes small. All but `"kl"` are means over the pixels and images of a batch. Of a table's columns it is the loss
/// of numeric ones; yes/no columns have binary cross-entropy, and categories the cross-entropy of their softmax, whatever
/// is chosen, and the mean is over the cells that are there.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
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
    /// Kullback-Leibler divergence in nats of the output's softmax, whatever its activation, from the sample scaled to sum 1.
    /// A sum over a sample, mean over samples; those that are 0 throughout are left out.
    Kl,
    /// Weighted wavelet coefficients of the error, squared or absolute (settings: `objective.wavelet`).
    Wavelet,
    /// Squared error between a classifier's features (settings: `objective.perceptual`).
    Perceptual,
    /// Cross-entropy in nats of the softmax over the vocabulary, whatever the output's activation, of texts in order alone; a
    /// mean over the tokens that are there.
    CrossEntropy,
}

impl Loss {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    pub fn name(self) -> &'static str {
        match self {
            Self::Mse => "MSE",
            Self::Bce => "BCE",
            Self::L1 => "L1",
            Self::Kl => "KL",
            Self::Wavelet => "wavelet",
            Self::Perceptual => "perceptual",
            Self::CrossEntropy => "cross-entropy",
        }
    }
}

/// An autoencoder: data - pyramid - encoder - code - decoder - pyramid - data.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Architecture {
    /// Convolutions before the encoder's dense layers and, mirrored, after the decoder's; `null` for none.
    #[schemars(title = "Convolutions")]
    pub pyramid: Option<Pyramid>,
    /// Layers over the steps of sequences before the encoder's dense layers and, mirrored, after the decoder's; `null` for
    /// none.
    #[schemars(title = "Sequence layers")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<SequenceLayers>,
    /// Numbers that stand for each token of a text in order before the layers over its steps, learned with them: 8, 16, 32,
    /// 64, 128 or 256; `null` for none. Texts in order alone.
    #[schemars(title = "Embedding", range(min = 8, max = 256))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embedding: Option<usize>,
    /// Hidden dense layers from the data or the pyramid to the code, at most 256; may be empty.
    #[schemars(title = "Encoder", length(max = 256))]
    pub encoder: Vec<Layer>,
    /// The bottleneck.
    #[schemars(title = "Code")]
    pub code: Code,
    /// The way from the code back to the data: the encoder's layers in reverse order, or layers of its own; convolutions
    /// are always mirrored.
    #[schemars(title = "Decoder")]
    pub decoder: Decoder,
    /// Activation of the output layer.
    #[schemars(title = "Output activation")]
    pub output: Activation,
    /// How fresh weights are drawn.
    #[schemars(title = "Initialisation")]
    pub initialisation: Initialisation,
    /// A second network to play against; `null` for none.
    #[schemars(title = "Adversary")]
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
            sequence: None,
            embedding: None,
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

    /// Whether other layers than dense ones lie between the data and the code.
    pub fn has_own_ends(&self) -> bool {
        self.pyramid.is_some() || self.sequence.is_some()
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
