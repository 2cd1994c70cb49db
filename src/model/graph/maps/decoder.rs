//! The convolutional decoder: from the innermost maps to the image.

use crate::model::Movable;
use std::marker::PhantomData;

use super::level::{Output, Up};
use super::side::Side;
use super::{Maps, PlainMaps, TracedMaps};
use crate::model::StepKey;
use crate::model::device::Kernels;
use crate::model::graph::{ConvStack, Plain, Traced};
use crate::model::parameter::AnyParameter;

/// A convolutional decoder: from maps of `C` channels and side `S` to the image.
pub trait MapDecoder<const C: usize, S: Side, D: Kernels>: Movable {
    fn run(&self, x: PlainMaps<C, S, D>) -> Result<Plain<usize, D>, D::Err>;
    fn train(&self, x: TracedMaps<C, S, D>) -> Result<Traced<usize, D>, D::Err>;
    /// Numbers in the image.
    fn output_width(&self) -> usize;
    /// Adds this part's parameters to `out`, innermost first.
    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>);
    /// As [`Self::parameters`], to change them.
    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>);
}

/// A level that doubles the side to `S`, and what comes after its `M` channels.
pub struct DecoderLevel<const C: usize, const M: usize, S: Side, D: Kernels> {
    pub level: Up<C, M, S, D>,
    pub after: Box<dyn MapDecoder<M, S, D>>,
}

/// The output layer, to a picture of `M` channels.
pub struct OutputImage<const C: usize, const M: usize, S: Side, D: Kernels>(pub Output<C, M, S, D>);

/// Rows as the innermost maps.
pub struct Unflatten<const C: usize, S: Side, D: Kernels> {
    maps: Box<dyn MapDecoder<C, S, D>>,
    side: PhantomData<S>,
}

impl<const C: usize, S: Side, D: Kernels> Unflatten<C, S, D> {
    pub fn new(maps: Box<dyn MapDecoder<C, S, D>>) -> Self {
        Self {
            maps,
            side: PhantomData,
        }
    }
}

impl<const C: usize, const M: usize, S: Side, D: Kernels> MapDecoder<C, S::Half, D>
    for DecoderLevel<C, M, S, D>
{
    fn run(&self, x: PlainMaps<C, S::Half, D>) -> Result<Plain<usize, D>, D::Err> {
        self.after.run(self.level.run(x)?)
    }

    fn train(&self, x: TracedMaps<C, S::Half, D>) -> Result<Traced<usize, D>, D::Err> {
        self.after.train(self.level.train(x)?)
    }

    fn output_width(&self) -> usize {
        self.after.output_width()
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.level.0.parameters(out);
        self.after.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.level.0.parameters_mut(out);
        self.after.parameters_mut(out);
    }
}

impl<const C: usize, const M: usize, S: Side, D: Kernels> MapDecoder<C, S, D>
    for OutputImage<C, M, S, D>
{
    fn run(&self, x: PlainMaps<C, S, D>) -> Result<Plain<usize, D>, D::Err> {
        Ok(self.0.run(x)?.rows)
    }

    fn train(&self, x: TracedMaps<C, S, D>) -> Result<Traced<usize, D>, D::Err> {
        Ok(self.0.train(x)?.rows)
    }

    fn output_width(&self) -> usize {
        M * S::PIXELS * S::PIXELS
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.0.0.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.0.0.parameters_mut(out);
    }
}

impl<const C: usize, S: Side, D: Kernels> ConvStack<D> for Unflatten<C, S, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        self.maps.run(Maps::new(x))
    }

    fn train(&self, x: Traced<usize, D>, _key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        self.maps.train(Maps::new(x))
    }

    fn output_width(&self) -> usize {
        self.maps.output_width()
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.maps.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.maps.parameters_mut(out);
    }
}
