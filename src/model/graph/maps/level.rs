//! The levels of a pyramid, typed by channels and side.

use std::marker::PhantomData;

use super::block::Block;
use super::side::Side;
use super::{MapPlan, Maps, PlainMaps, TracedMaps};
use crate::model::device::Kernels;
use crate::model::{Activation, ModelError};

/// `C` channels of side `S` to `M` channels of half the side.
pub struct Down<const C: usize, const M: usize, S, D: Kernels>(pub Block<D>, PhantomData<S>);

/// `C` channels of half the side to `M` channels of side `S`.
pub struct Up<const C: usize, const M: usize, S, D: Kernels>(pub Block<D>, PhantomData<S>);

/// `C` channels of side `S` to a picture of `M` channels.
pub struct Output<const C: usize, const M: usize, S, D: Kernels>(pub Block<D>, PhantomData<S>);

impl<const C: usize, const M: usize, S: Side, D: Kernels> Down<C, M, S, D> {
    pub fn new(plan: &MapPlan<D>, index: usize) -> Result<Self, ModelError> {
        const { assert!(C > 0 && M > 0 && S::Half::PIXELS == S::PIXELS.div_ceil(2)) };
        let block = Block::down(plan, index, S::PIXELS, [C, M])?;
        Ok(Self(block, PhantomData))
    }

    pub fn run(&self, x: PlainMaps<C, S, D>) -> Result<PlainMaps<M, S::Half, D>, D::Err> {
        Ok(Maps::new(self.0.run(x.rows)?))
    }

    pub fn train(&self, x: TracedMaps<C, S, D>) -> Result<TracedMaps<M, S::Half, D>, D::Err> {
        Ok(Maps::new(self.0.train(x.rows)?))
    }
}

impl<const C: usize, const M: usize, S: Side, D: Kernels> Up<C, M, S, D> {
    pub fn new(plan: &MapPlan<D>, index: usize) -> Result<Self, ModelError> {
        const { assert!(C > 0 && M > 0 && S::PIXELS <= 2 * S::Half::PIXELS) };
        let block = Block::up(plan, index, S::PIXELS, [C, M])?;
        Ok(Self(block, PhantomData))
    }

    pub fn run(&self, x: PlainMaps<C, S::Half, D>) -> Result<PlainMaps<M, S, D>, D::Err> {
        Ok(Maps::new(self.0.run(x.rows)?))
    }

    pub fn train(&self, x: TracedMaps<C, S::Half, D>) -> Result<TracedMaps<M, S, D>, D::Err> {
        Ok(Maps::new(self.0.train(x.rows)?))
    }
}

impl<const C: usize, const M: usize, S: Side, D: Kernels> Output<C, M, S, D> {
    pub fn new(
        plan: &MapPlan<D>,
        index: usize,
        activation: Activation,
    ) -> Result<Self, ModelError> {
        const { assert!(C > 0 && M > 0) };
        let block = Block::output(plan, index, S::PIXELS, [C, M], activation)?;
        Ok(Self(block, PhantomData))
    }

    pub fn run(&self, x: PlainMaps<C, S, D>) -> Result<PlainMaps<M, S, D>, D::Err> {
        Ok(Maps::new(self.0.run(x.rows)?))
    }

    pub fn train(&self, x: TracedMaps<C, S, D>) -> Result<TracedMaps<M, S, D>, D::Err> {
        Ok(Maps::new(self.0.train(x.rows)?))
    }
}
