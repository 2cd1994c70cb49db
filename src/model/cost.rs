//! What a model costs, from its choice alone.

use super::Architecture;

/// Size and work of a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Trainable numbers.
    pub parameters: usize,
    /// Bytes of weights, gradients and two optimiser moments, 4 bytes a number.
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
    Cost {
        parameters,
        training_bytes: parameters * 4 * 4,
        multiply_adds,
        compression: input as f64 / architecture.code.width.max(1) as f64,
    }
}
