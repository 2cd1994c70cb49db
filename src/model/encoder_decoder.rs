//! The encoder and the decoder of a model, meeting at a code of `K` numbers.

use super::StepKey;
use super::code::{PlainCode, TracedCode};
use super::device::Kernels;
use super::graph::{Decoder, Encoder, GaussianEncoder, Plain, Teacher, Traced, typed, untyped};
use super::parameter::AnyParameter;
use crate::model::Movable;

/// An encoder that ends in `K` numbers, or in mean and log-variance of `K` dimensions.
pub enum EncoderKind<const K: usize, D: Kernels> {
    Point(Box<dyn Encoder<K, D>>),
    Gaussian(Box<dyn GaussianEncoder<K, D>>),
}

/// A dense encoder and decoder; the compiler has checked that they fit.
pub struct DenseEncoderDecoder<const K: usize, D: Kernels> {
    pub encoder: EncoderKind<K, D>,
    pub decoder: Box<dyn Decoder<K, D>>,
}

/// A [`DenseEncoderDecoder`] whatever its code's width: numbers go in and come out at run-time sizes.
pub trait EncoderDecoder<D: Kernels>: Movable {
    fn code_width(&self) -> usize;
    fn is_gaussian(&self) -> bool;
    /// Data to code, on the tape.
    fn train_encoder(&self, x: Traced<usize, D>, key: StepKey) -> Result<TracedCode<D>, D::Err>;
    /// Code to data, on the tape.
    fn train_decoder(
        &self,
        z: Traced<usize, D>,
        teacher: Option<&Teacher<D>>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err>;
    /// Data to data through the `count` outermost layers of each half, on the tape.
    fn train_outer(
        &self,
        count: usize,
        x: Traced<usize, D>,
        teacher: &Teacher<D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err>;
    /// Dense layers of the encoder, the code's included.
    fn layers(&self) -> usize;
    /// Data to code.
    fn encode(&self, x: Plain<usize, D>) -> Result<PlainCode<D>, D::Err>;
    /// Code to data.
    fn decode(&self, z: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err>;
    fn parameters(&self) -> Vec<&dyn AnyParameter<D>>;
    fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>>;
}

impl<const K: usize, D: Kernels> EncoderDecoder<D> for DenseEncoderDecoder<K, D> {
    fn code_width(&self) -> usize {
        K
    }

    fn is_gaussian(&self) -> bool {
        matches!(self.encoder, EncoderKind::Gaussian(_))
    }

    fn train_encoder(&self, x: Traced<usize, D>, key: StepKey) -> Result<TracedCode<D>, D::Err> {
        Ok(match &self.encoder {
            EncoderKind::Point(encoder) => TracedCode::Point(untyped(encoder.train(x, key)?)),
            EncoderKind::Gaussian(encoder) => {
                let [mean, log_variance] = encoder.train(x, key)?;
                TracedCode::Gaussian {
                    mean: untyped(mean),
                    log_variance: untyped(log_variance),
                }
            }
        })
    }

    fn train_decoder(
        &self,
        z: Traced<usize, D>,
        _teacher: Option<&Teacher<D>>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        self.decoder.train(typed(z), key)
    }

    fn train_outer(
        &self,
        count: usize,
        x: Traced<usize, D>,
        _teacher: &Teacher<D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        let inner = match &self.encoder {
            EncoderKind::Point(encoder) => encoder.train_outer(count, x, key)?,
            EncoderKind::Gaussian(encoder) => encoder.train_outer(count, x, key)?,
        };
        self.decoder.train_outer(count, inner, key)
    }

    fn layers(&self) -> usize {
        match &self.encoder {
            EncoderKind::Point(encoder) => encoder.layers(),
            EncoderKind::Gaussian(encoder) => encoder.hidden() + 1,
        }
    }

    fn encode(&self, x: Plain<usize, D>) -> Result<PlainCode<D>, D::Err> {
        Ok(match &self.encoder {
            EncoderKind::Point(encoder) => PlainCode::Point(untyped(encoder.run(x)?)),
            EncoderKind::Gaussian(encoder) => {
                let [mean, log_variance] = encoder.run(x)?;
                PlainCode::Gaussian {
                    mean: untyped(mean),
                    log_variance: untyped(log_variance),
                }
            }
        })
    }

    fn decode(&self, z: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        self.decoder.run(typed(z))
    }

    fn parameters(&self) -> Vec<&dyn AnyParameter<D>> {
        let mut all = Vec::new();
        match &self.encoder {
            EncoderKind::Point(encoder) => encoder.parameters(&mut all),
            EncoderKind::Gaussian(encoder) => encoder.parameters(&mut all),
        }
        self.decoder.parameters(&mut all);
        all
    }

    fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>> {
        let mut all = Vec::new();
        match &mut self.encoder {
            EncoderKind::Point(encoder) => encoder.parameters_mut(&mut all),
            EncoderKind::Gaussian(encoder) => encoder.parameters_mut(&mut all),
        }
        self.decoder.parameters_mut(&mut all);
        all
    }
}
