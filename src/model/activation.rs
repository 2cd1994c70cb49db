//! Activation functions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// A function applied to each number after a layer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    Identity,
    #[default]
    Relu,
    /// `max(x, 0.01 x)`, the slope PyTorch uses by default.
    LeakyRelu,
    Tanh,
    Sigmoid,
    /// `x sigmoid(x)`.
    Silu,
}

impl Activation {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// The field's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Relu => "ReLU",
            Self::LeakyRelu => "leaky ReLU",
            Self::Tanh => "tanh",
            Self::Sigmoid => "sigmoid",
            Self::Silu => "SiLU",
        }
    }
}
