//! Activation functions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A function applied to each number after a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
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
    pub const ALL: [Self; 6] = [
        Self::Identity,
        Self::Relu,
        Self::LeakyRelu,
        Self::Tanh,
        Self::Sigmoid,
        Self::Silu,
    ];

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
