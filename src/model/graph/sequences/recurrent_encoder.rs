//! The recurrent encoder: from a sequence to its last state, or the mean of its states.

use dfdx::prelude::{Const, Dim, HasShape, PutTape, ReshapeTo, SplitTape, Tape};

use super::SequencePlan;
use super::embedding::StepInput;
use super::recurrent::RecurrentLayer;
use crate::data::SequenceShape;
use crate::model::device::sequences::Cell;
use crate::model::device::{Kernels, Rows};
use crate::model::graph::dense::untyped;
use crate::model::graph::{ConvStack, Plain, Traced};
use crate::model::parameter::AnyParameter;
use crate::model::{ModelError, Recurrent, StepKey, Summary};

/// Recurrent layers of `H` numbers, one upon the other, on steps of `I`.
pub struct RecurrentEncoder<I: Dim, const H: usize, D: Kernels> {
    input: StepInput<I, D>,
    first: RecurrentLayer<I, H, D>,
    others: Vec<RecurrentLayer<Const<H>, H, D>>,
    summary: Summary,
    shape: SequenceShape,
}

impl<I: Dim, const H: usize, D: Kernels> RecurrentEncoder<I, H, D> {
    pub fn new(
        plan: &SequencePlan<D>,
        cell: Cell,
        choice: &Recurrent,
        inputs: I,
    ) -> Result<Self, ModelError> {
        let others = (1..choice.layers).map(|index| RecurrentLayer::new(plan, cell, index, Const));
        Ok(Self {
            input: StepInput::new(plan, inputs)?,
            first: RecurrentLayer::new(plan, cell, 0, inputs)?,
            others: others.collect::<Result<_, _>>()?,
            summary: choice.summary,
            shape: plan.shape,
        })
    }

    fn pass<T: Tape<f32, D>>(&self, x: Rows<usize, D, T>) -> Result<Rows<usize, D, T>, D::Err> {
        let SequenceShape { steps, features } = self.shape;
        let (x, tape) = x.split_tape();
        let rows = x.shape().0;
        let [filled, there] = D::steps_there(&x, features)?;
        let x = filled.try_reshape_like(&(rows * steps, features))?;
        let x = self.input.pass(x.put_tape(tape))?;
        let mut states = self.first.pass(x, Some(&there))?;
        for layer in &self.others {
            states = layer.pass(states, Some(&there))?;
        }
        let states: Rows<usize, D, T> = untyped(states);
        match self.summary {
            Summary::Mean => D::mean_of_steps(states, &there),
            // After its last step a sequence's state stays as it is.
            Summary::Last => D::last_step(states, steps),
        }
    }
}

impl<I: Dim, const H: usize, D: Kernels> ConvStack<D> for RecurrentEncoder<I, H, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        self.pass(x)
    }

    fn train(&self, x: Traced<usize, D>, _key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        self.pass(x)
    }

    fn output_width(&self) -> usize {
        H
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.input.parameters(out);
        self.first.parameters(out);
        self.others.iter().for_each(|layer| layer.parameters(out));
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.input.parameters_mut(out);
        self.first.parameters_mut(out);
        let others = self.others.iter_mut();
        others.for_each(|layer| layer.parameters_mut(out));
    }
}
