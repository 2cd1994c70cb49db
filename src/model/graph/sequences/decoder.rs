//! Convolutions over time on the way back: levels that double the steps, whose seams the compiler checks.

use dfdx::prelude::{Const, HasShape, ReshapeTo, Tape};

use super::convolution::UpLevel;
use super::joined;
use crate::data::SequenceShape;
use crate::model::device::{Kernels, Rows};
use crate::model::graph::dense::typed;
use crate::model::graph::{ConvStack, Plain, Traced};
use crate::model::parameter::AnyParameter;
use crate::model::{Movable, StepKey};

/// Levels from `C` features a step to the data, a row a step.
pub trait StepDecoder<const C: usize, D: Kernels>: Movable {
    fn run(&self, x: Plain<Const<C>, D>) -> Result<Plain<usize, D>, D::Err>;
    fn train(&self, x: Traced<Const<C>, D>) -> Result<Traced<usize, D>, D::Err>;
    /// Adds this part's parameters to `out`, innermost first.
    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>);
    /// As [`Self::parameters`], to change them.
    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>);
}

/// The level that makes the data.
pub struct OutputLevel<const C: usize, D: Kernels>(pub UpLevel<C, usize, D>);

/// A level that makes `M` features.
pub struct MiddleLevel<const C: usize, const M: usize, D: Kernels> {
    pub level: UpLevel<C, Const<M>, D>,
    pub after: Box<dyn StepDecoder<M, D>>,
}

/// A row a sequence as steps of `C` features, and all levels.
pub struct Unflatten<const C: usize, D: Kernels> {
    pub levels: Box<dyn StepDecoder<C, D>>,
    pub shape: SequenceShape,
    /// Steps that the first level reads.
    pub steps: usize,
}

impl<const C: usize, D: Kernels> StepDecoder<C, D> for OutputLevel<C, D> {
    fn run(&self, x: Plain<Const<C>, D>) -> Result<Plain<usize, D>, D::Err> {
        self.0.pass(x)
    }

    fn train(&self, x: Traced<Const<C>, D>) -> Result<Traced<usize, D>, D::Err> {
        self.0.pass(x)
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.0.convolution.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.0.convolution.parameters_mut(out);
    }
}

impl<const C: usize, const M: usize, D: Kernels> StepDecoder<C, D> for MiddleLevel<C, M, D> {
    fn run(&self, x: Plain<Const<C>, D>) -> Result<Plain<usize, D>, D::Err> {
        self.after.run(self.level.pass(x)?)
    }

    fn train(&self, x: Traced<Const<C>, D>) -> Result<Traced<usize, D>, D::Err> {
        self.after.train(self.level.pass(x)?)
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.level.convolution.parameters(out);
        self.after.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.level.convolution.parameters_mut(out);
        self.after.parameters_mut(out);
    }
}

impl<const C: usize, D: Kernels> Unflatten<C, D> {
    fn steps<T: Tape<f32, D>>(&self, x: Rows<usize, D, T>) -> Result<Rows<Const<C>, D, T>, D::Err> {
        let rows = x.shape().0;
        Ok(typed(x.try_reshape_like(&(rows * self.steps, C))?))
    }
}

impl<const C: usize, D: Kernels> ConvStack<D> for Unflatten<C, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        joined(self.levels.run(self.steps(x)?)?, self.shape)
    }

    fn train(&self, x: Traced<usize, D>, _key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        joined(self.levels.train(self.steps(x)?)?, self.shape)
    }

    fn output_width(&self) -> usize {
        self.shape.steps * self.shape.features
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.levels.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.levels.parameters_mut(out);
    }
}
