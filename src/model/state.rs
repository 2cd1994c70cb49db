//! The state of a model as named tensors: weights and optimiser moments.

use std::collections::BTreeMap;

/// A named tensor's shape and row-major numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tensor {
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
}

/// Tensors by name. Dense layers are named as PyTorch would: `encoder.0.weight` of shape (outputs, inputs),
/// `encoder.0.bias` of shape (outputs), likewise `decoder.N`. Level N of a pyramid has `encoder.conv.N` with a weight
/// of (outputs, inputs, side, side), or (inputs, outputs, side, side) where the convolution is transposed, and
/// `encoder.norm.N` with weight, bias, `running_mean` and `running_var`; `decoder.conv.N` counts from the code outwards.
pub type Tensors = BTreeMap<String, Tensor>;

/// Everything a model needs to go on exactly where it was.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModelState {
    pub weights: Tensors,
    /// Moments by `<parameter>.<moment>`, for example `encoder.0.weight.exp_avg`.
    pub optimiser: Tensors,
    /// Which optimiser the moments belong to ([`super::Optimiser::id`]), empty before the first step.
    pub optimiser_name: String,
    /// Updates done; Adam's bias correction depends on it.
    pub optimiser_steps: u64,
}
