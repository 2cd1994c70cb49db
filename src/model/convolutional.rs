//! Halves with convolutions: around dense ones, or by themselves with maps as the code.

use super::StepKey;
use super::code::{PlainCode, TracedCode};
use super::device::Kernels;
use super::graph::{Plain, Traced, Trunk};
use super::pair::Halves;
use super::parameter::AnyParameter;

/// Pyramids around dense halves, which take an image's features for their data.
pub struct Convolutional<D: Kernels> {
    pub inward: Box<dyn Trunk<D>>,
    pub dense: Box<dyn Halves<D>>,
    pub outward: Box<dyn Trunk<D>>,
}

/// Pyramids alone: the innermost maps are the code.
pub struct Spatial<D: Kernels> {
    pub inward: Box<dyn Trunk<D>>,
    pub outward: Box<dyn Trunk<D>>,
}

impl<D: Kernels> Halves<D> for Convolutional<D> {
    fn code_width(&self) -> usize {
        self.dense.code_width()
    }

    fn is_gaussian(&self) -> bool {
        self.dense.is_gaussian()
    }

    fn train_encoder(&self, x: Traced<usize, D>, key: StepKey) -> Result<TracedCode<D>, D::Err> {
        self.dense.train_encoder(self.inward.train(x, key)?, key)
    }

    fn train_decoder(&self, z: Traced<usize, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        self.outward.train(self.dense.train_decoder(z, key)?, key)
    }

    fn train_outer(
        &self,
        count: usize,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        let features = self.inward.train(x, key)?;
        let features = self.dense.train_outer(count, features, key)?;
        self.outward.train(features, key)
    }

    fn layers(&self) -> usize {
        self.dense.layers()
    }

    fn encode(&self, x: Plain<usize, D>) -> Result<PlainCode<D>, D::Err> {
        self.dense.encode(self.inward.run(x)?)
    }

    fn decode(&self, z: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        self.outward.run(self.dense.decode(z)?)
    }

    fn parameters(&self) -> Vec<&dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.inward.parameters(&mut all);
        all.extend(self.dense.parameters());
        self.outward.parameters(&mut all);
        all
    }

    fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.inward.parameters_mut(&mut all);
        all.extend(self.dense.parameters_mut());
        self.outward.parameters_mut(&mut all);
        all
    }
}

impl<D: Kernels> Halves<D> for Spatial<D> {
    fn code_width(&self) -> usize {
        self.inward.output_width()
    }

    fn is_gaussian(&self) -> bool {
        false
    }

    fn train_encoder(&self, x: Traced<usize, D>, key: StepKey) -> Result<TracedCode<D>, D::Err> {
        Ok(TracedCode::Point(self.inward.train(x, key)?))
    }

    fn train_decoder(&self, z: Traced<usize, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        self.outward.train(z, key)
    }

    fn train_outer(
        &self,
        _count: usize,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        self.outward.train(self.inward.train(x, key)?, key)
    }

    /// The code alone counts as one.
    fn layers(&self) -> usize {
        1
    }

    fn encode(&self, x: Plain<usize, D>) -> Result<PlainCode<D>, D::Err> {
        Ok(PlainCode::Point(self.inward.run(x)?))
    }

    fn decode(&self, z: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        self.outward.run(z)
    }

    fn parameters(&self) -> Vec<&dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.inward.parameters(&mut all);
        self.outward.parameters(&mut all);
        all
    }

    fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.inward.parameters_mut(&mut all);
        self.outward.parameters_mut(&mut all);
        all
    }
}
