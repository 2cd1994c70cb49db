//! What a model costs, from its choice alone.

use super::{Adversary, Architecture, adversary};

/// Size and work of a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Trainable numbers of encoder and decoder.
    pub parameters: usize,
    /// Trainable numbers of the discriminator, which using the autoencoder does not need.
    pub discriminator: usize,
    /// Bytes of weights, gradients and two optimiser moments, 4 bytes a number; the discriminator's too.
    pub training_bytes: usize,
    /// Multiply-adds of one image's forward pass.
    pub multiply_adds: usize,
    /// Numbers in the input over numbers in the code.
    pub compression: f64,
}

/// Computes the cost of `architecture` on inputs of `input` numbers.
pub fn cost(architecture: &Architecture, input: usize) -> Cost {
    let widths = architecture.widths(input);
    let multiply_adds: usize = widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let parameters = multiply_adds + widths[1..].iter().sum::<usize>();
    let discriminator = match architecture.adversary {
        Some(Adversary::Code { .. }) => {
            chain_parameters(&adversary::widths(architecture.code.width))
        }
        Some(Adversary::Output) => chain_parameters(&adversary::widths(input)),
        None => 0,
    };
    Cost {
        parameters,
        discriminator,
        training_bytes: (parameters + discriminator) * 4 * 4,
        multiply_adds,
        compression: input as f64 / architecture.code.width.max(1) as f64,
    }
}

/// Weights and biases of dense layers between `widths`.
fn chain_parameters(widths: &[usize]) -> usize {
    let layers = widths.windows(2);
    layers.map(|pair| (pair[0] + 1) * pair[1]).sum()
}
