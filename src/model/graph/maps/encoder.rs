//! The convolutional encoder: from the image to the innermost maps.

use crate::model::Movable;
use std::marker::PhantomData;

use super::level::Down;
use super::side::Side;
use super::{Maps, PlainMaps, TracedMaps};
use crate::model::StepKey;
use crate::model::device::Kernels;
use crate::model::graph::{ConvStack, Plain, Traced};
use crate::model::parameter::AnyParameter;

/// A convolutional encoder: from the image to maps of `C` channels and side `S`.
pub trait MapEncoder<const C: usize, S: Side, D: Kernels>: Movable {
    fn run(&self, x: Plain<usize, D>) -> Result<PlainMaps<C, S, D>, D::Err>;
    fn train(&self, x: Traced<usize, D>) -> Result<TracedMaps<C, S, D>, D::Err>;
    /// Adds this part's parameters to `out`, outermost first.
    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>);
    /// As [`Self::parameters`], to change them.
    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>);
}

/// The image itself.
pub struct InputImage;

/// Maps of `C` channels, and a level that makes `M` of half the side.
pub struct EncoderLevel<const C: usize, const M: usize, S: Side, D: Kernels> {
    pub before: Box<dyn MapEncoder<C, S, D>>,
    pub level: Down<C, M, S, D>,
}

/// The innermost maps as rows.
pub struct Flatten<const C: usize, S: Side, D: Kernels> {
    maps: Box<dyn MapEncoder<C, S, D>>,
    side: PhantomData<S>,
}

impl<const C: usize, S: Side, D: Kernels> Flatten<C, S, D> {
    pub fn new(maps: Box<dyn MapEncoder<C, S, D>>) -> Self {
        Self {
            maps,
            side: PhantomData,
        }
    }
}

impl<const C: usize, S: Side, D: Kernels> MapEncoder<C, S, D> for InputImage {
    fn run(&self, x: Plain<usize, D>) -> Result<PlainMaps<C, S, D>, D::Err> {
        Ok(Maps::new(x))
    }

    fn train(&self, x: Traced<usize, D>) -> Result<TracedMaps<C, S, D>, D::Err> {
        Ok(Maps::new(x))
    }

    fn parameters<'a>(&'a self, _out: &mut Vec<&'a dyn AnyParameter<D>>) {}

    fn parameters_mut<'a>(&'a mut self, _out: &mut Vec<&'a mut dyn AnyParameter<D>>) {}
}

impl<const C: usize, const M: usize, S: Side, D: Kernels> MapEncoder<M, S::Half, D>
    for EncoderLevel<C, M, S, D>
{
    fn run(&self, x: Plain<usize, D>) -> Result<PlainMaps<M, S::Half, D>, D::Err> {
        self.level.run(self.before.run(x)?)
    }

    fn train(&self, x: Traced<usize, D>) -> Result<TracedMaps<M, S::Half, D>, D::Err> {
        self.level.train(self.before.train(x)?)
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.before.parameters(out);
        self.level.0.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.before.parameters_mut(out);
        self.level.0.parameters_mut(out);
    }
}

impl<const C: usize, S: Side, D: Kernels> ConvStack<D> for Flatten<C, S, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        Ok(self.maps.run(x)?.rows)
    }

    fn train(&self, x: Traced<usize, D>, _key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        Ok(self.maps.train(x)?.rows)
    }

    fn output_width(&self) -> usize {
        C * S::PIXELS * S::PIXELS
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.maps.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.maps.parameters_mut(out);
    }
}
