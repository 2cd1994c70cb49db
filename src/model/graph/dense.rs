//! The dense layer: matrix product, bias, activation, and dropout while training.

use dfdx::prelude::{Dim, HasShape, TryMul};
use rand::Rng;

use super::{Plain, Traced};
use crate::data::random::{Purpose, stream};
use crate::model::device::Kernels;
use crate::model::parameter::{AnyParameter, Parameter};
use crate::model::{Activation, Initialisation, ModelError, StepKey};

/// What distinguishes one dense layer from another but for its widths.
#[derive(Debug, Clone)]
pub struct DenseSpec {
    /// `encoder.0`; parameters are named `<name>.weight` and `<name>.bias`.
    pub name: String,
    /// Position in the whole model, 0 for the layer after the input; selects its random streams.
    pub index: u64,
    pub activation: Activation,
    pub dropout: f32,
}

/// `dropout(activation(x w^T + b))`
pub struct Dense<I: Dim, O: Dim, D: Kernels> {
    weight: Parameter<(O, I), D>,
    bias: Parameter<(O,), D>,
    spec: DenseSpec,
    input_gradient: bool,
}

impl<I: Dim, O: Dim, D: Kernels> Dense<I, O, D> {
    /// Draws fresh weights. The first layer of a model needs no `input_gradient`.
    pub fn new(
        (inputs, outputs): (I, O),
        spec: DenseSpec,
        input_gradient: bool,
        initialisation: Initialisation,
        seed: u64,
        device: &D,
    ) -> Result<Self, ModelError> {
        let mut random = stream(seed, Purpose::Initialisation, spec.index, 0);
        let (weight, bias) = initialisation.draw(inputs.size(), outputs.size(), &mut random);
        let name = |part| format!("{}.{part}", spec.name);
        Ok(Self {
            weight: Parameter::new(name("weight"), (outputs, inputs), weight, device)?,
            bias: Parameter::new(name("bias"), (outputs,), bias, device)?,
            spec,
            input_gradient,
        })
    }

    pub fn run(&self, x: Plain<I, D>) -> Result<Plain<O, D>, D::Err> {
        let (weight, bias) = (&self.weight.tensor, &self.bias.tensor);
        D::dense(x, weight, bias, self.spec.activation, false)
    }

    pub fn train(&self, x: Traced<I, D>, key: StepKey) -> Result<Traced<O, D>, D::Err> {
        let (weight, bias) = (&self.weight.tensor, &self.bias.tensor);
        let y = D::dense(x, weight, bias, self.spec.activation, self.input_gradient)?;
        if self.spec.dropout > 0.0 {
            let mask = self.dropout_mask(y.shape().0 * y.shape().1.size(), key);
            let mask = y.device().try_tensor_from_vec(mask, *y.shape())?;
            y.try_mul(mask)
        } else {
            Ok(y)
        }
    }

    /// Zero with the dropout's probability, otherwise the factor that keeps the mean (Srivastava et al. 2014).
    fn dropout_mask(&self, count: usize, key: StepKey) -> Vec<f32> {
        let place = u64::from(key.batch) << 16 | self.spec.index;
        let mut random = stream(key.seed, Purpose::Dropout, u64::from(key.epoch), place);
        let keep = 1.0 - self.spec.dropout;
        let draw = |_| {
            if random.random::<f32>() < keep {
                1.0 / keep
            } else {
                0.0
            }
        };
        (0..count).map(draw).collect()
    }

    pub fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        out.push(&self.weight);
        out.push(&self.bias);
    }

    pub fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        out.push(&mut self.weight);
        out.push(&mut self.bias);
    }
}
