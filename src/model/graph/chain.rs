//! Chains of dense layers, typed by their widths.

use dfdx::prelude::Const;

use super::dense::{Dense, typed, untyped};
use super::{Decoder, Encoder, Plain, Traced};
use crate::model::StepKey;
use crate::model::device::Kernels;
use crate::model::parameter::AnyParameter;

/// The first layer of an encoder, on the data.
pub struct InputLayer<const O: usize, D: Kernels>(pub Dense<usize, Const<O>, D>);

/// A further layer of an encoder: from `M` numbers to `O`.
pub struct EncoderLayer<const M: usize, const O: usize, D: Kernels> {
    pub before: Box<dyn Encoder<M, D>>,
    pub layer: Dense<Const<M>, Const<O>, D>,
}

/// The last layer of a decoder, out to the data.
pub struct OutputLayer<const I: usize, D: Kernels>(pub Dense<Const<I>, usize, D>);

/// The end of a decoder whose last hidden layer, or code, is what comes out.
pub struct NoLayer;

/// An earlier layer of a decoder: from `I` numbers to `M`.
pub struct DecoderLayer<const I: usize, const M: usize, D: Kernels> {
    pub layer: Dense<Const<I>, Const<M>, D>,
    pub after: Box<dyn Decoder<M, D>>,
}

impl<const O: usize, D: Kernels> Encoder<O, D> for InputLayer<O, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<Const<O>, D>, D::Err> {
        self.0.run(x)
    }

    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<Traced<Const<O>, D>, D::Err> {
        self.0.train(x, key)
    }

    fn layers(&self) -> usize {
        1
    }

    fn train_outer(
        &self,
        _count: usize,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        Ok(untyped(self.train(x, key)?))
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.0.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.0.parameters_mut(out);
    }
}

impl<const M: usize, const O: usize, D: Kernels> Encoder<O, D> for EncoderLayer<M, O, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<Const<O>, D>, D::Err> {
        self.layer.run(self.before.run(x)?)
    }

    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<Traced<Const<O>, D>, D::Err> {
        self.layer.train(self.before.train(x, key)?, key)
    }

    fn layers(&self) -> usize {
        self.before.layers() + 1
    }

    fn train_outer(
        &self,
        count: usize,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        if count < self.layers() {
            self.before.train_outer(count, x, key)
        } else {
            Ok(untyped(self.train(x, key)?))
        }
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.before.parameters(out);
        self.layer.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.before.parameters_mut(out);
        self.layer.parameters_mut(out);
    }
}

impl<const I: usize, D: Kernels> Decoder<I, D> for OutputLayer<I, D> {
    fn run(&self, x: Plain<Const<I>, D>) -> Result<Plain<usize, D>, D::Err> {
        self.0.run(x)
    }

    fn train(&self, x: Traced<Const<I>, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        self.0.train(x, key)
    }

    fn layers(&self) -> usize {
        1
    }

    fn train_outer(
        &self,
        _count: usize,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        self.train(typed(x), key)
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.0.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.0.parameters_mut(out);
    }
}

impl<const I: usize, D: Kernels> Decoder<I, D> for NoLayer {
    fn run(&self, x: Plain<Const<I>, D>) -> Result<Plain<usize, D>, D::Err> {
        Ok(untyped(x))
    }

    fn train(&self, x: Traced<Const<I>, D>, _key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        Ok(untyped(x))
    }

    fn layers(&self) -> usize {
        0
    }

    fn train_outer(
        &self,
        _count: usize,
        x: Traced<usize, D>,
        _key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        Ok(x)
    }

    fn parameters<'a>(&'a self, _out: &mut Vec<&'a dyn AnyParameter<D>>) {}

    fn parameters_mut<'a>(&'a mut self, _out: &mut Vec<&'a mut dyn AnyParameter<D>>) {}
}

impl<const I: usize, const M: usize, D: Kernels> Decoder<I, D> for DecoderLayer<I, M, D> {
    fn run(&self, x: Plain<Const<I>, D>) -> Result<Plain<usize, D>, D::Err> {
        self.after.run(self.layer.run(x)?)
    }

    fn train(&self, x: Traced<Const<I>, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        self.after.train(self.layer.train(x, key)?, key)
    }

    fn layers(&self) -> usize {
        self.after.layers() + 1
    }

    fn train_outer(
        &self,
        count: usize,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        if count < self.layers() {
            self.after.train_outer(count, x, key)
        } else {
            self.train(typed(x), key)
        }
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.layer.parameters(out);
        self.after.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.layer.parameters_mut(out);
        self.after.parameters_mut(out);
    }
}
