//! The two heads of a Gaussian code: mean and log-variance of each dimension, from the same hidden numbers.

use crate::model::Movable;
use dfdx::prelude::{Const, Dim, WithEmptyTape};

use super::dense::Dense;
use super::{Encoder, Plain, Traced};
use crate::model::StepKey;
use crate::model::device::Kernels;
use crate::model::parameter::AnyParameter;

/// An encoder with a Gaussian code: from the data to mean and log-variance of `K` dimensions.
pub trait GaussianEncoder<const K: usize, D: Kernels>: Movable {
    fn run(&self, x: Plain<usize, D>) -> Result<[Plain<Const<K>, D>; 2], D::Err>;
    /// Both on tapes; the operations they share are on the first one's.
    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<[Traced<Const<K>, D>; 2], D::Err>;
    /// How many layers come before the heads.
    fn hidden(&self) -> usize;
    /// As [`Encoder::train_outer`], at most to the last layer before the heads.
    fn train_outer(
        &self,
        count: usize,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err>;
    /// Adds this part's parameters to `out`, outermost first.
    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>);
    /// As [`Self::parameters`], to change them.
    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>);
}

/// Two dense layers side by side.
pub struct Heads<I: Dim, const K: usize, D: Kernels> {
    pub mean: Dense<I, Const<K>, D>,
    pub log_variance: Dense<I, Const<K>, D>,
}

impl<I: Dim, const K: usize, D: Kernels> Heads<I, K, D> {
    fn run(&self, x: Plain<I, D>) -> Result<[Plain<Const<K>, D>; 2], D::Err> {
        Ok([self.mean.run(x.clone())?, self.log_variance.run(x)?])
    }

    fn train(&self, x: Traced<I, D>, key: StepKey) -> Result<[Traced<Const<K>, D>; 2], D::Err> {
        let fork = x.with_empty_tape();
        Ok([
            self.mean.train(x, key)?,
            self.log_variance.train(fork, key)?,
        ])
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.mean.parameters(out);
        self.log_variance.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.mean.parameters_mut(out);
        self.log_variance.parameters_mut(out);
    }
}

/// Heads on the data itself.
pub struct HeadsOnInput<const K: usize, D: Kernels>(pub Heads<usize, K, D>);

/// Heads on an encoder of `M` numbers.
pub struct HeadsOnEncoder<const M: usize, const K: usize, D: Kernels> {
    pub before: Box<dyn Encoder<M, D>>,
    pub heads: Heads<Const<M>, K, D>,
}

impl<const K: usize, D: Kernels> GaussianEncoder<K, D> for HeadsOnInput<K, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<[Plain<Const<K>, D>; 2], D::Err> {
        self.0.run(x)
    }

    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<[Traced<Const<K>, D>; 2], D::Err> {
        self.0.train(x, key)
    }

    fn hidden(&self) -> usize {
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

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.0.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.0.parameters_mut(out);
    }
}

impl<const M: usize, const K: usize, D: Kernels> GaussianEncoder<K, D> for HeadsOnEncoder<M, K, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<[Plain<Const<K>, D>; 2], D::Err> {
        self.heads.run(self.before.run(x)?)
    }

    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<[Traced<Const<K>, D>; 2], D::Err> {
        self.heads.train(self.before.train(x, key)?, key)
    }

    fn hidden(&self) -> usize {
        self.before.layers()
    }

    fn train_outer(
        &self,
        count: usize,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        self.before.train_outer(count, x, key)
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.before.parameters(out);
        self.heads.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.before.parameters_mut(out);
        self.heads.parameters_mut(out);
    }
}
