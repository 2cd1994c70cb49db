//! A recurrent layer with its weights.

use std::marker::PhantomData;

use dfdx::prelude::{Const, Dim, Tape};

use super::SequencePlan;
use crate::data::random::{Purpose, stream};
use crate::model::device::sequences::{Cell, LayerWeights, Recurrence};
use crate::model::device::{Kernels, Matrix, Rows, Vector};
use crate::model::graph::Role;
use crate::model::graph::dense::{typed, untyped};
use crate::model::parameter::{AnyParameter, Parameter};
use crate::model::{Activation, Initialisation, ModelError};

/// Steps of `I` numbers, or as many that are seen again at every step, to states of `H`. Weights are named and lie as those of PyTorch's `nn.GRU` and `nn.LSTM`.
pub struct RecurrentLayer<I: Dim, const H: usize, D: Kernels> {
    core: Core<D>,
    widths: PhantomData<I>,
}

/// The layer at run-time sizes.
struct Core<D: Kernels> {
    input: Weights<D>,
    state: Weights<D>,
    rule: Recurrence,
    input_gradient: bool,
}

/// What makes a share of the gates.
struct Weights<D: Kernels> {
    weight: Parameter<(usize, usize), D>,
    bias: Parameter<(usize,), D>,
}

impl<I: Dim, const H: usize, D: Kernels> RecurrentLayer<I, H, D> {
    /// Draws fresh weights for the layer at `index` of the plan's part, on `inputs` numbers a step.
    pub fn new(
        plan: &SequencePlan<D>,
        cell: Cell,
        index: usize,
        inputs: I,
    ) -> Result<Self, ModelError> {
        let rule = Recurrence {
            cell,
            hidden: H,
            steps: plan.shape.steps,
            // The decoder's first layer sees the code again at every step.
            repeats: index == 0 && plan.part == Role::Decoder,
        };
        let name = match cell {
            Cell::Gru => "gru",
            Cell::Lstm => "lstm",
        };
        let name = format!("{}.{name}", plan.part.name());
        let place = index as u64;
        let mut random = stream(
            plan.seed,
            Purpose::Initialisation,
            place,
            plan.part.stream(super::STREAM),
        );
        let mut weights = |share: &str, inputs: usize| {
            let gates = rule.gate_width();
            // PyTorch draws all of them by the width of the state.
            let fan = match plan.initialisation {
                Initialisation::Pytorch => H,
                Initialisation::Kaiming | Initialisation::Xavier => inputs,
            };
            let counts = [gates * inputs, gates];
            let (weight, bias) = plan.initialisation.draw_many([fan, H], counts, &mut random);
            let name = |what: &str| format!("{name}.{what}_{share}_l{index}");
            Ok(Weights {
                weight: Parameter::new(name("weight"), (gates, inputs), weight, plan.device)?,
                bias: Parameter::new(name("bias"), (gates,), bias, plan.device)?,
            })
        };
        Ok(Self {
            core: Core {
                input: weights("ih", inputs.size())?,
                state: weights("hh", H)?,
                rule,
                // The encoder's first layer reads data, or what an embedding made of it.
                input_gradient: index > 0 || plan.part == Role::Decoder || plan.embedding.is_some(),
            },
            widths: PhantomData,
        })
    }

    /// The states after each step of `x`, a row a step; of a decoder's first layer `x` has a row a sequence.
    pub fn pass<T: Tape<f32, D>>(
        &self,
        x: Rows<I, D, T>,
        there: Option<&Rows<usize, D>>,
    ) -> Result<Rows<Const<H>, D, T>, D::Err> {
        Ok(typed(self.core.pass(untyped(x), there)?))
    }

    /// The weights, for an operation on more than this layer.
    pub fn weights(&self) -> LayerWeights<D> {
        LayerWeights {
            input: self.core.input.tensors(),
            state: self.core.state.tensors(),
        }
    }

    pub fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        for weights in [&self.core.input, &self.core.state] {
            out.push(&weights.weight);
            out.push(&weights.bias);
        }
    }

    pub fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        for weights in [&mut self.core.input, &mut self.core.state] {
            out.push(&mut weights.weight);
            out.push(&mut weights.bias);
        }
    }
}

impl<D: Kernels> Weights<D> {
    fn tensors(&self) -> (Matrix<D>, Vector<D>) {
        (self.weight.tensor.clone(), self.bias.tensor.clone())
    }
}

impl<D: Kernels> Core<D> {
    fn pass<T: Tape<f32, D>>(
        &self,
        x: Rows<usize, D, T>,
        there: Option<&Rows<usize, D>>,
    ) -> Result<Rows<usize, D, T>, D::Err> {
        let (weight, bias) = (&self.input.weight.tensor, &self.input.bias.tensor);
        let inputs = D::dense(x, weight, bias, Activation::Identity, self.input_gradient)?;
        let (weight, bias) = (&self.state.weight.tensor, &self.state.bias.tensor);
        D::recurrent(inputs, weight, bias, there, self.rule)
    }
}
