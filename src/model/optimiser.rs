//! The choice of optimiser.

use serde::{Deserialize, Serialize};

/// How gradients become updates. Formulas and defaults are PyTorch's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Optimiser {
    /// Stochastic gradient descent, with momentum (0 for none), Nesterov's or not.
    Sgd { momentum: f32, nesterov: bool },
    /// Kingma and Ba 2015; weight decay is added to the gradient.
    Adam {
        beta1: f32,
        beta2: f32,
        epsilon: f32,
    },
    /// Loshchilov and Hutter 2019; weight decay shrinks the weights directly.
    AdamW {
        beta1: f32,
        beta2: f32,
        epsilon: f32,
    },
    /// Tieleman and Hinton 2012.
    RmsProp {
        alpha: f32,
        epsilon: f32,
        momentum: f32,
    },
}

impl Optimiser {
    /// One of each kind with its usual numbers.
    pub const ALL: [Self; 4] = [
        Self::Sgd {
            momentum: 0.9,
            nesterov: false,
        },
        Self::Adam {
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
        },
        Self::AdamW {
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
        },
        Self::RmsProp {
            alpha: 0.99,
            epsilon: 1e-8,
            momentum: 0.0,
        },
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Sgd { .. } => "SGD",
            Self::Adam { .. } => "Adam",
            Self::AdamW { .. } => "AdamW",
            Self::RmsProp { .. } => "RMSprop",
        }
    }
}

impl Default for Optimiser {
    fn default() -> Self {
        Self::ALL[1]
    }
}
