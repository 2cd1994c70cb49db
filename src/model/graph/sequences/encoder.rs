//! Convolutions over time on the way to the code: levels that halve the steps, whose seams the compiler checks.

use dfdx::prelude::{
    Const, Dim, HasShape, NoneTape, OwnedTape, PutTape, ReshapeTo, SplitTape, Tape,
};

use super::There;
use super::convolution::DownLevel;
use super::embedding::StepInput;
use crate::data::SequenceShape;
use crate::model::device::{Kernels, Rows};
use crate::model::graph::dense::untyped;
use crate::model::graph::{ConvStack, Plain, Traced};
use crate::model::parameter::AnyParameter;
use crate::model::{Movable, StepKey};

/// Steps of `C` features, and which of them are there.
type PlainThere<const C: usize, D> = There<Const<C>, D, NoneTape>;
/// The same on the tape.
type TracedThere<const C: usize, D> = There<Const<C>, D, OwnedTape<f32, D>>;

/// Levels from the data to `C` features a step.
pub trait StepEncoder<const C: usize, D: Kernels>: Movable {
    fn run(&self, x: Plain<usize, D>, there: Plain<usize, D>) -> Result<PlainThere<C, D>, D::Err>;
    fn train(
        &self,
        x: Traced<usize, D>,
        there: Plain<usize, D>,
    ) -> Result<TracedThere<C, D>, D::Err>;
    /// Adds this part's parameters to `out`, outermost first.
    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>);
    /// As [`Self::parameters`], to change them.
    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>);
}

/// The level on the data, or on the embeddings of tokens.
pub struct FirstLevel<I: Dim, const C: usize, D: Kernels> {
    pub input: StepInput<I, D>,
    pub level: DownLevel<I, C, D>,
}

/// A level on `B` features.
pub struct InnerLevel<const B: usize, const C: usize, D: Kernels> {
    pub before: Box<dyn StepEncoder<B, D>>,
    pub level: DownLevel<Const<B>, C, D>,
}

/// All levels, and what they make of a sequence as one row.
pub struct Flatten<const C: usize, D: Kernels> {
    pub levels: Box<dyn StepEncoder<C, D>>,
    pub shape: SequenceShape,
    /// Steps that the last level leaves.
    pub steps: usize,
}

impl<I: Dim, const C: usize, D: Kernels> StepEncoder<C, D> for FirstLevel<I, C, D> {
    fn run(&self, x: Plain<usize, D>, there: Plain<usize, D>) -> Result<PlainThere<C, D>, D::Err> {
        self.level.pass(self.input.pass(x)?, there)
    }

    fn train(
        &self,
        x: Traced<usize, D>,
        there: Plain<usize, D>,
    ) -> Result<TracedThere<C, D>, D::Err> {
        self.level.pass(self.input.pass(x)?, there)
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.input.parameters(out);
        self.level.convolution.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.input.parameters_mut(out);
        self.level.convolution.parameters_mut(out);
    }
}

impl<const B: usize, const C: usize, D: Kernels> StepEncoder<C, D> for InnerLevel<B, C, D> {
    fn run(&self, x: Plain<usize, D>, there: Plain<usize, D>) -> Result<PlainThere<C, D>, D::Err> {
        let (x, there) = self.before.run(x, there)?;
        self.level.pass(x, there)
    }

    fn train(
        &self,
        x: Traced<usize, D>,
        there: Plain<usize, D>,
    ) -> Result<TracedThere<C, D>, D::Err> {
        let (x, there) = self.before.train(x, there)?;
        self.level.pass(x, there)
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.before.parameters(out);
        self.level.convolution.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.before.parameters_mut(out);
        self.level.convolution.parameters_mut(out);
    }
}

impl<const C: usize, D: Kernels> Flatten<C, D> {
    /// A row a step, with zeros where nothing is there, and which steps are.
    fn steps<T: Tape<f32, D>>(&self, x: Rows<usize, D, T>) -> Result<There<usize, D, T>, D::Err> {
        let SequenceShape { steps, features } = self.shape;
        let (x, tape) = x.split_tape();
        let rows = x.shape().0;
        let [filled, there] = D::steps_there(&x, features)?;
        let x = filled.try_reshape_like(&(rows * steps, features))?;
        Ok((x.put_tape(tape), there))
    }

    fn flat<T: Tape<f32, D>>(&self, x: Rows<Const<C>, D, T>) -> Result<Rows<usize, D, T>, D::Err> {
        let rows = x.shape().0 / self.steps;
        untyped(x).try_reshape_like(&(rows, self.steps * C))
    }
}

impl<const C: usize, D: Kernels> ConvStack<D> for Flatten<C, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        let (x, there) = self.steps(x)?;
        self.flat(self.levels.run(x, there)?.0)
    }

    fn train(&self, x: Traced<usize, D>, _key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        let (x, there) = self.steps(x)?;
        self.flat(self.levels.train(x, there)?.0)
    }

    fn output_width(&self) -> usize {
        self.steps * C
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.levels.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.levels.parameters_mut(out);
    }
}
