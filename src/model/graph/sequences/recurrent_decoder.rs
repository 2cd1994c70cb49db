//! The recurrent decoder: a code, seen again at every step, to a sequence.

use dfdx::prelude::{Const, Tape};

use super::recurrent::RecurrentLayer;
use super::{SequencePlan, joined};
use crate::data::SequenceShape;
use crate::model::device::sequences::{Cell, FeedbackWeights};
use crate::model::device::{Kernels, Rows};
use crate::model::graph::dense::{Dense, DenseSpec};
use crate::model::graph::{ConvStack, Plain, Traced};
use crate::model::parameter::AnyParameter;
use crate::model::{Activation, ModelError, Recurrent, StepKey};

/// Recurrent layers of `H` numbers, one upon the other, and a dense layer from each state to its step.
pub struct RecurrentDecoder<const H: usize, D: Kernels> {
    first: RecurrentLayer<usize, H, D>,
    others: Vec<RecurrentLayer<Const<H>, H, D>>,
    output: Dense<Const<H>, usize, D>,
    shape: SequenceShape,
}

/// Index of the output layer's random stream, beyond those of dense chains and heads.
const OUTPUT: u64 = (1 << 12) + 1;

impl<const H: usize, D: Kernels> RecurrentDecoder<H, D> {
    /// From `inputs` numbers, which are the code or what dense layers made of it.
    pub fn new(
        plan: &SequencePlan<D>,
        cell: Cell,
        choice: &Recurrent,
        inputs: usize,
        activation: Activation,
    ) -> Result<Self, ModelError> {
        let others = (1..choice.layers).map(|index| RecurrentLayer::new(plan, cell, index, Const));
        let output = DenseSpec {
            name: format!("{}.output", plan.part.name()),
            index: OUTPUT,
            activation,
            dropout: 0.0,
            input_gradient: true,
        };
        let widths = (Const, plan.shape.features);
        Ok(Self {
            first: RecurrentLayer::new(plan, cell, 0, inputs)?,
            others: others.collect::<Result<_, _>>()?,
            output: Dense::new(widths, output, plan.initialisation, plan.seed, plan.device)?,
            shape: plan.shape,
        })
    }

    /// All weights, for an operation on all layers together.
    pub fn weights(&self) -> FeedbackWeights<D> {
        let others = self.others.iter().map(RecurrentLayer::weights);
        FeedbackWeights {
            layers: std::iter::once(self.first.weights())
                .chain(others)
                .collect(),
            output: self.output.weights(),
        }
    }

    fn pass<T: Tape<f32, D>>(&self, x: Rows<usize, D, T>) -> Result<Rows<Const<H>, D, T>, D::Err> {
        let mut states = self.first.pass(x, None)?;
        for layer in &self.others {
            states = layer.pass(states, None)?;
        }
        Ok(states)
    }
}

impl<const H: usize, D: Kernels> ConvStack<D> for RecurrentDecoder<H, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        joined(self.output.run(self.pass(x)?)?, self.shape)
    }

    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        joined(self.output.train(self.pass(x)?, key)?, self.shape)
    }

    fn output_width(&self) -> usize {
        self.shape.steps * self.shape.features
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.first.parameters(out);
        self.others.iter().for_each(|layer| layer.parameters(out));
        self.output.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.first.parameters_mut(out);
        let others = self.others.iter_mut();
        others.for_each(|layer| layer.parameters_mut(out));
        self.output.parameters_mut(out);
    }
}
