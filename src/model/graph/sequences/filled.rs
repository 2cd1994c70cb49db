//! The ends of dense layers on sequences: what is not there is zero.

use dfdx::prelude::{PutTape, SplitTape};

use crate::data::SequenceShape;
use crate::model::StepKey;
use crate::model::device::Kernels;
use crate::model::graph::{ConvStack, Plain, Traced};
use crate::model::parameter::AnyParameter;

/// The numbers of a sequence, with zeros in steps that are not there.
pub struct Filled(pub SequenceShape);

/// The numbers of a sequence as they are.
pub struct Same(pub SequenceShape);

impl<D: Kernels> ConvStack<D> for Filled {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        let [filled, _] = D::steps_there(&x, self.0.features)?;
        Ok(filled)
    }

    fn train(&self, x: Traced<usize, D>, _key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        let (x, tape) = x.split_tape();
        let [filled, _] = D::steps_there(&x, self.0.features)?;
        Ok(filled.put_tape(tape))
    }

    fn output_width(&self) -> usize {
        self.0.steps * self.0.features
    }

    fn parameters<'a>(&'a self, _out: &mut Vec<&'a dyn AnyParameter<D>>) {}

    fn parameters_mut<'a>(&'a mut self, _out: &mut Vec<&'a mut dyn AnyParameter<D>>) {}
}

impl<D: Kernels> ConvStack<D> for Same {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        Ok(x)
    }

    fn train(&self, x: Traced<usize, D>, _key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        Ok(x)
    }

    fn output_width(&self) -> usize {
        self.0.steps * self.0.features
    }

    fn parameters<'a>(&'a self, _out: &mut Vec<&'a dyn AnyParameter<D>>) {}

    fn parameters_mut<'a>(&'a mut self, _out: &mut Vec<&'a mut dyn AnyParameter<D>>) {}
}
