//! The discriminator: tells real rows of numbers from fake ones.

use crate::model::device::Kernels;
use crate::model::graph::{
    Decoder, Encoder, LayerSpec, Plain, Plan, Traced, dense_decoder, dense_encoder, typed, untyped,
};
use crate::model::parameter::AnyParameter;
use crate::model::{Activation, Blueprint, ModelError, StepKey};

/// Numbers of the first hidden layer.
const HIDDEN: usize = 512;
/// Numbers of the last hidden layer, in which a VAE-GAN measures reconstructions.
pub const FEATURES: usize = 256;
/// Index of its first layer, beyond those of encoder and decoder: its weights are drawn from streams of its own.
const FIRST_INDEX: usize = 1 << 13;

/// Widths of its layers from `input` numbers to the verdict.
pub fn widths(input: usize) -> [usize; 4] {
    [input, HIDDEN, FEATURES, 1]
}

/// Two hidden layers with leaky ReLU and a verdict: the logit of being real. Its layers are called
/// `discriminator.0` to `discriminator.2`.
pub struct Discriminator<D: Kernels> {
    features: Box<dyn Encoder<FEATURES, D>>,
    verdict: Box<dyn Decoder<FEATURES, D>>,
}

impl<D: Kernels> Discriminator<D> {
    /// For rows of `input` numbers.
    ///
    /// # Errors
    /// When the device fails.
    pub fn new(input: usize, blueprint: &Blueprint, device: &D) -> Result<Self, ModelError> {
        let layer = |width, activation| LayerSpec {
            width,
            activation,
            dropout: 0.0,
        };
        let hidden = [layer(HIDDEN, Activation::LeakyRelu)];
        let features = layer(FEATURES, Activation::LeakyRelu);
        let plan = |data| Plan {
            part: "discriminator",
            data,
            first_index: FIRST_INDEX,
            // What is judged may itself be in training.
            input_gradient: true,
            initialisation: blueprint.architecture.initialisation,
            seed: blueprint.seed,
            device,
        };
        Ok(Self {
            features: dense_encoder(&hidden, features, &plan(input))?,
            verdict: dense_decoder(&[], Some(layer(1, Activation::Identity)), 2, &plan(1))?,
        })
    }

    /// The numbers of the last hidden layer.
    pub fn features(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        Ok(untyped(self.features.run(x)?))
    }

    /// As [`Self::features`], on the tape.
    pub fn train_features(
        &self,
        x: Traced<usize, D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        Ok(untyped(self.features.train(x, key)?))
    }

    /// One logit a row, on the tape; above 0 it takes the row for real.
    pub fn judge(&self, x: Traced<usize, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        let features = self.train_features(x, key)?;
        self.verdict.train(typed(features), key)
    }

    pub fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.features.parameters(out);
        self.verdict.parameters(out);
    }

    pub fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.features.parameters_mut(out);
        self.verdict.parameters_mut(out);
    }
}
