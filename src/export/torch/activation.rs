//! The PyTorch names of activations.

use crate::model::Activation;

/// `expression` with the activation applied.
pub fn applied(activation: Activation, expression: &str) -> String {
    match activation {
        Activation::Identity => expression.to_owned(),
        Activation::Relu => format!("F.relu({expression})"),
        Activation::LeakyRelu => format!("F.leaky_relu({expression}, 0.01)"),
        Activation::Tanh => format!("torch.tanh({expression})"),
        Activation::Sigmoid => format!("torch.sigmoid({expression})"),
        Activation::Silu => format!("F.silu({expression})"),
    }
}
