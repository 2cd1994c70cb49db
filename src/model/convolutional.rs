//! Convolutional encoders and decoders: pyramids around dense layers, or alone with maps as the code.

use super::StepKey;
use super::code::{PlainCode, TracedCode};
use super::device::Kernels;
use super::encoder_decoder::EncoderDecoder;
use super::graph::{ConvStack, Plain, Teacher, Traced};
use super::parameter::AnyParameter;

/// Convolutions around a dense encoder and decoder, which take an image's features for their data.
pub struct ConvEncoderDecoder<D: Kernels> {
    pub encoder: Box<dyn ConvStack<D>>,
    pub dense: Box<dyn EncoderDecoder<D>>,
    pub decoder: Box<dyn ConvStack<D>>,
}

/// Convolutions alone: the innermost maps are the code.
pub struct SpatialEncoderDecoder<D: Kernels> {
    pub encoder: Box<dyn ConvStack<D>>,
    pub decoder: Box<dyn ConvStack<D>>,
}

impl<D: Kernels> EncoderDecoder<D> for ConvEncoderDecoder<D> {
    fn code_width(&self) -> usize {
        self.dense.code_width()
    }

    fn is_gaussian(&self) -> bool {
        self.dense.is_gaussian()
    }

    fn train_encoder(&self, x: Traced<usize, D>, key: StepKey) -> Result<TracedCode<D>, D::Err> {
        self.dense.train_encoder(self.encoder.train(x, key)?, key)
    }

    fn train_decoder(
        &self,
        z: Traced<usize, D>,
        teacher: Option<&Teacher<D>>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        let features = self.dense.train_decoder(z, None, key)?;
        match teacher {
            Some(teacher) => self.decoder.train_towards(features, teacher, key),
            None => self.decoder.train(features, key),
        }
    }

    fn train_outer(
        &self,
        count: usize,
        x: Traced<usize, D>,
        teacher: &Teacher<D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        let features = self.encoder.train(x, key)?;
        let features = self.dense.train_outer(count, features, teacher, key)?;
        self.decoder.train_towards(features, teacher, key)
    }

    fn layers(&self) -> usize {
        self.dense.layers()
    }

    fn encode(&self, x: Plain<usize, D>) -> Result<PlainCode<D>, D::Err> {
        self.dense.encode(self.encoder.run(x)?)
    }

    fn decode(&self, z: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        self.decoder.run(self.dense.decode(z)?)
    }

    fn parameters(&self) -> Vec<&dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.encoder.parameters(&mut all);
        all.extend(self.dense.parameters());
        self.decoder.parameters(&mut all);
        all
    }

    fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.encoder.parameters_mut(&mut all);
        all.extend(self.dense.parameters_mut());
        self.decoder.parameters_mut(&mut all);
        all
    }
}

impl<D: Kernels> EncoderDecoder<D> for SpatialEncoderDecoder<D> {
    fn code_width(&self) -> usize {
        self.encoder.output_width()
    }

    fn is_gaussian(&self) -> bool {
        false
    }

    fn train_encoder(&self, x: Traced<usize, D>, key: StepKey) -> Result<TracedCode<D>, D::Err> {
        Ok(TracedCode::Point(self.encoder.train(x, key)?))
    }

    fn train_decoder(
        &self,
        z: Traced<usize, D>,
        _teacher: Option<&Teacher<D>>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        self.decoder.train(z, key)
    }

    fn train_outer(
        &self,
        _count: usize,
        x: Traced<usize, D>,
        _teacher: &Teacher<D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        self.decoder.train(self.encoder.train(x, key)?, key)
    }

    /// The code alone counts as one.
    fn layers(&self) -> usize {
        1
    }

    fn encode(&self, x: Plain<usize, D>) -> Result<PlainCode<D>, D::Err> {
        Ok(PlainCode::Point(self.encoder.run(x)?))
    }

    fn decode(&self, z: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        self.decoder.run(z)
    }

    fn parameters(&self) -> Vec<&dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.encoder.parameters(&mut all);
        self.decoder.parameters(&mut all);
        all
    }

    fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.encoder.parameters_mut(&mut all);
        self.decoder.parameters_mut(&mut all);
        all
    }
}
