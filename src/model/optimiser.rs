//! The choice of optimiser.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How gradients become updates. Formulas and defaults are PyTorch's.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Optimiser {
    /// Stochastic gradient descent, with momentum (0 for none), Nesterov's or not.
    Sgd {
        /// Share of the last update that is kept: v = momentum v + g; 0 for none.
        #[schemars(title = "Momentum", range(min = 0.0), extend("exclusiveMaximum" = 1.0))]
        #[serde(default = "usual::momentum")]
        momentum: f32,
        /// Takes the gradient where the momentum is about to lead: the update is g + momentum v; needs momentum above 0.
        #[schemars(title = "Nesterov")]
        #[serde(default)]
        nesterov: bool,
    },
    /// Kingma and Ba 2015; weight decay is added to the gradient.
    Adam {
        /// Decay of the mean of gradients: m = beta1 m + (1 - beta1) g.
        #[schemars(title = "Beta 1", range(min = 0.0), extend("exclusiveMaximum" = 1.0))]
        #[serde(default = "usual::beta1")]
        beta1: f32,
        /// Decay of the mean of squared gradients: v = beta2 v + (1 - beta2) g².
        #[schemars(title = "Beta 2", range(min = 0.0), extend("exclusiveMaximum" = 1.0))]
        #[serde(default = "usual::beta2")]
        beta2: f32,
        /// Added to the denominator so that it is never 0.
        #[schemars(title = "Epsilon", extend("exclusiveMinimum" = 0.0))]
        #[serde(default = "usual::epsilon")]
        epsilon: f32,
    },
    /// Loshchilov and Hutter 2019; weight decay shrinks the weights directly.
    AdamW {
        /// Decay of the mean of gradients: m = beta1 m + (1 - beta1) g.
        #[schemars(title = "Beta 1", range(min = 0.0), extend("exclusiveMaximum" = 1.0))]
        #[serde(default = "usual::beta1")]
        beta1: f32,
        /// Decay of the mean of squared gradients: v = beta2 v + (1 - beta2) g².
        #[schemars(title = "Beta 2", range(min = 0.0), extend("exclusiveMaximum" = 1.0))]
        #[serde(default = "usual::beta2")]
        beta2: f32,
        /// Added to the denominator so that it is never 0.
        #[schemars(title = "Epsilon", extend("exclusiveMinimum" = 0.0))]
        #[serde(default = "usual::epsilon")]
        epsilon: f32,
    },
    /// Tieleman and Hinton 2012.
    RmsProp {
        /// Decay of the mean of squared gradients: v = alpha v + (1 - alpha) g².
        #[schemars(title = "Alpha", range(min = 0.0), extend("exclusiveMaximum" = 1.0))]
        #[serde(default = "usual::alpha")]
        alpha: f32,
        /// Added to the denominator so that it is never 0.
        #[schemars(title = "Epsilon", extend("exclusiveMinimum" = 0.0))]
        #[serde(default = "usual::epsilon")]
        epsilon: f32,
        /// Share of the last update that is kept; 0 for none.
        #[schemars(title = "Momentum", range(min = 0.0), extend("exclusiveMaximum" = 1.0))]
        #[serde(default)]
        momentum: f32,
    },
}

/// Numbers as PyTorch has them.
mod usual {
    pub const fn momentum() -> f32 {
        0.9
    }

    pub const fn beta1() -> f32 {
        0.9
    }

    pub const fn beta2() -> f32 {
        0.999
    }

    pub const fn alpha() -> f32 {
        0.99
    }

    pub const fn epsilon() -> f32 {
        1e-8
    }
}

impl Optimiser {
    /// One of each kind with its usual numbers.
    pub const ALL: [Self; 4] = [
        Self::Sgd {
            momentum: usual::momentum(),
            nesterov: false,
        },
        Self::Adam {
            beta1: usual::beta1(),
            beta2: usual::beta2(),
            epsilon: usual::epsilon(),
        },
        Self::AdamW {
            beta1: usual::beta1(),
            beta2: usual::beta2(),
            epsilon: usual::epsilon(),
        },
        Self::RmsProp {
            alpha: usual::alpha(),
            epsilon: usual::epsilon(),
            momentum: 0.0,
        },
    ];

    /// What weight files call it, whatever people do: never changes.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sgd { .. } => "SGD",
            Self::Adam { .. } => "Adam",
            Self::AdamW { .. } => "AdamW",
            Self::RmsProp { .. } => "RMSprop",
        }
    }

    /// Names of the moments that the optimiser of this [`Self::id`] may keep for each parameter, PyTorch's.
    pub(in crate::model) fn moment_names(id: &str) -> &'static [&'static str] {
        let mut all = Self::ALL.into_iter();
        match all.find(|one| one.id() == id) {
            Some(Self::Sgd { .. }) => &["momentum_buffer"],
            Some(Self::Adam { .. } | Self::AdamW { .. }) => &["exp_avg", "exp_avg_sq"],
            Some(Self::RmsProp { .. }) => &["square_avg", "momentum_buffer"],
            None => &[],
        }
    }

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
