//! The dense layer: matrix product, bias, activation, and dropout while training.

use std::marker::PhantomData;

use dfdx::prelude::{Dim, HasShape, RealizeTo, Shape, TryMul};
use rand::Rng;

use super::{Plain, Traced};
use crate::data::random::{Purpose, stream};
use crate::model::device::{Kernels, Matrix, Rows, Vector};
use crate::model::parameter::{AnyParameter, Parameter};
use crate::model::scratch::{self, Scratch};
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
    /// The first layer of a model needs no gradient of its input, which is data.
    pub input_gradient: bool,
}

/// `dropout(activation(x w^T + b))`: rows of `I` numbers to rows of `O`.
///
/// The types say what fits to what and cost nothing: the work is done by a core of run-time sizes, made for these
/// widths and compiled once for all of them.
pub struct Dense<I: Dim, O: Dim, D: Kernels> {
    core: Core<D>,
    widths: PhantomData<(I, O)>,
}

impl<I: Dim, O: Dim, D: Kernels> Dense<I, O, D> {
    /// Draws fresh weights.
    pub fn new(
        (inputs, outputs): (I, O),
        spec: DenseSpec,
        initialisation: Initialisation,
        seed: u64,
        device: &D,
    ) -> Result<Self, ModelError> {
        let core = Core::new(
            inputs.size(),
            outputs.size(),
            spec,
            initialisation,
            seed,
            device,
        )?;
        Ok(Self {
            core,
            widths: PhantomData,
        })
    }

    pub fn run(&self, x: Plain<I, D>) -> Result<Plain<O, D>, D::Err> {
        Ok(typed(self.core.run(untyped(x))?))
    }

    pub fn train(&self, x: Traced<I, D>, key: StepKey) -> Result<Traced<O, D>, D::Err> {
        Ok(typed(self.core.train(untyped(x), key)?))
    }

    /// Weights and biases, for an operation on more than this layer.
    pub fn weights(&self) -> (Matrix<D>, Vector<D>) {
        let Core { weight, bias, .. } = &self.core;
        (weight.tensor.clone(), bias.tensor.clone())
    }

    pub fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        out.push(&self.core.weight);
        out.push(&self.core.bias);
    }

    pub fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        out.push(&mut self.core.weight);
        out.push(&mut self.core.bias);
    }
}

/// Forgets the width in the type; the same tensor otherwise.
pub(in crate::model) fn untyped<W: Dim, D: Kernels, T: dfdx::prelude::Tape<f32, D>>(
    x: Rows<W, D, T>,
) -> Rows<usize, D, T> {
    match x.try_realize() {
        Ok(x) => x,
        Err(_) => unreachable!("every width is a run-time width"),
    }
}

/// Puts the width into the type; the same tensor otherwise.
pub(in crate::model) fn typed<W: Dim, D: Kernels, T: dfdx::prelude::Tape<f32, D>>(
    x: Rows<usize, D, T>,
) -> Rows<W, D, T> {
    match x.try_realize() {
        Ok(x) => x,
        Err(_) => unreachable!("a layer's core was made for the widths of its type"),
    }
}

/// A dense layer at run-time sizes.
struct Core<D: Kernels> {
    weight: Parameter<(usize, usize), D>,
    bias: Parameter<(usize,), D>,
    spec: DenseSpec,
}

impl<D: Kernels> Core<D> {
    fn new(
        inputs: usize,
        outputs: usize,
        spec: DenseSpec,
        initialisation: Initialisation,
        seed: u64,
        device: &D,
    ) -> Result<Self, ModelError> {
        let mut random = stream(seed, Purpose::Initialisation, spec.index, 0);
        let (weight, bias) = initialisation.draw(inputs, outputs, &mut random);
        let name = |part| format!("{}.{part}", spec.name);
        Ok(Self {
            weight: Parameter::new(name("weight"), (outputs, inputs), weight, device)?,
            bias: Parameter::new(name("bias"), (outputs,), bias, device)?,
            spec,
        })
    }

    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        let (weight, bias) = (&self.weight.tensor, &self.bias.tensor);
        D::dense(x, weight, bias, self.spec.activation, false)
    }

    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        let (weight, bias) = (&self.weight.tensor, &self.bias.tensor);
        let y = D::dense(
            x,
            weight,
            bias,
            self.spec.activation,
            self.spec.input_gradient,
        )?;
        if self.spec.dropout > 0.0 {
            let mask = self.dropout_mask(y.shape().num_elements(), key);
            let mask = y.device().upload(&mask, *y.shape())?;
            y.try_mul(mask)
        } else {
            Ok(y)
        }
    }

    /// Zero with the dropout's probability, otherwise the factor that keeps the mean (Srivastava et al. 2014).
    fn dropout_mask(&self, count: usize, key: StepKey) -> Scratch {
        let place = u64::from(key.batch) << 16 | self.spec.index;
        let mut random = stream(key.seed, Purpose::Dropout, u64::from(key.epoch), place);
        let keep = 1.0 - self.spec.dropout;
        let mut mask = scratch::room(count);
        for factor in mask.iter_mut() {
            *factor = match random.random::<f32>() < keep {
                true => 1.0 / keep,
                false => 0.0,
            };
        }
        mask
    }
}
