//! The typed graph: layers whose seams the compiler checks.
//!
//! An [`Encoder`] ends in `Const<K>` numbers, a [`Decoder`] begins with them. Both are chains that hold their neighbour
//! by its width, so that every seam is checked and yet any depth can be clicked together: `EncoderLayer<M, O>` needs an
//! `Encoder<M>` before it, `DecoderLayer<I, M>` a `Decoder<M>` after it. Only the outermost edges, where the data's own
//! width enters, are run-time sized.

mod build;
mod chain;
mod dense;
mod heads;
mod maps;
mod role;
mod sequences;

pub(in crate::model) use build::lift;
pub use build::{LayerSpec, Plan, dense_decoder, dense_encoder, gaussian_encoder};
pub(in crate::model) use dense::{typed, untyped};
pub use heads::GaussianEncoder;
pub use maps::{decoder as map_decoder, encoder as map_encoder};
pub use role::Role;
pub use sequences::{Filled, Same, SequencePlan, sequence_decoder, sequence_encoder};

use crate::model::Movable;
use dfdx::prelude::{Const, NoneTape, OwnedTape};

use super::StepKey;
use super::device::{Kernels, Rows};
use super::parameter::AnyParameter;

/// Rows on the tape, in training.
pub type Traced<W, D> = Rows<W, D, OwnedTape<f32, D>>;
/// Rows without a tape, in use.
pub type Plain<W, D> = Rows<W, D, NoneTape>;

/// What should come out of a decoder, for one that reads some of it in training.
pub struct Teacher<'a, D: Kernels> {
    /// A row a sample, not a number where a value is missing.
    pub target: &'a Rows<usize, D>,
    /// Probability with which a sample's true steps are read.
    pub forcing: f32,
}

/// A dense encoder: from the data to `O` numbers.
pub trait Encoder<const O: usize, D: Kernels>: Movable {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<Const<O>, D>, D::Err>;
    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<Traced<Const<O>, D>, D::Err>;
    /// How many layers it has.
    fn layers(&self) -> usize;
    /// As [`Self::train`], through the `count` outermost layers alone.
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

/// A dense decoder: from `I` numbers to the data.
pub trait Decoder<const I: usize, D: Kernels>: Movable {
    fn run(&self, x: Plain<Const<I>, D>) -> Result<Plain<usize, D>, D::Err>;
    fn train(&self, x: Traced<Const<I>, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err>;
    /// How many layers it has.
    fn layers(&self) -> usize;
    /// As [`Self::train`], through the `count` outermost layers alone, which must be made for what comes in.
    fn train_outer(
        &self,
        count: usize,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err>;
    /// Adds this part's parameters to `out`, innermost first.
    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>);
    /// As [`Self::parameters`], to change them.
    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>);
}

/// Layers between data and dense layers, on either side: convolutions, or layers over the steps of sequences. Rows of
/// run-time sizes go in and come out.
pub trait ConvStack<D: Kernels>: Movable {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err>;
    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err>;
    /// As [`Self::train`], where what should come out is at hand.
    fn train_towards(
        &self,
        x: Traced<usize, D>,
        _teacher: &Teacher<D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        self.train(x, key)
    }
    /// Numbers that it makes of a sample or a sample's features.
    fn output_width(&self) -> usize;
    /// Adds this part's parameters to `out`, in the order in which numbers pass them.
    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>);
    /// As [`Self::parameters`], to change them.
    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>);
}
