//! From a blueprint to a trainable model.

use dfdx::prelude::Cpu;

use super::autoencoder::Autoencoder;
use super::device::{Kernels, LossRule};
use super::graph::{Link, Plan, back, front, lift};
use super::pair::{Halves, Pair};
use super::{Activation, Blueprint, Layer, Loss, Model, ModelError};

/// Builds the typed graph for `blueprint` on the CPU, with fresh weights.
///
/// # Errors
/// When the architecture names a width that is not on the [`super::LADDER`].
pub fn build(blueprint: &Blueprint) -> Result<Box<dyn Model>, ModelError> {
    build_on(blueprint, Cpu::seed_from_u64(blueprint.seed))
}

/// As [`build`], on any device.
pub fn build_on<D: Kernels>(
    blueprint: &Blueprint,
    device: D,
) -> Result<Box<dyn Model>, ModelError> {
    let architecture = &blueprint.architecture;
    let rule = LossRule {
        loss: blueprint.loss,
        // The sigmoid and the cross-entropy together are stable where each alone is not.
        logits: blueprint.loss == Loss::Bce && architecture.output == Activation::Sigmoid,
    };
    let output = Link {
        width: blueprint.image.size(),
        activation: if rule.logits {
            Activation::Identity
        } else {
            architecture.output
        },
        dropout: 0.0,
    };
    let halves = halves(blueprint, output, &device)?;
    let input_width = blueprint.image.size();
    Ok(Box::new(Autoencoder::new(
        halves,
        device,
        input_width,
        rule,
    )?))
}

/// The encoder and the decoder, meeting at a code whose width is lifted to a constant.
fn halves<D: Kernels>(
    blueprint: &Blueprint,
    output: Link,
    device: &D,
) -> Result<Box<dyn Halves<D>>, ModelError> {
    let architecture = &blueprint.architecture;
    let links = |layers: &[Layer]| layers.iter().map(Link::from).collect::<Vec<_>>();
    let (encoder, decoder) = (
        links(&architecture.encoder),
        links(&architecture.decoder_layers()),
    );
    let code = Link {
        width: architecture.code.width,
        activation: architecture.code.activation,
        dropout: 0.0,
    };
    let plan = |part, first_index| Plan {
        part,
        data: blueprint.image.size(),
        first_index,
        initialisation: architecture.initialisation,
        seed: blueprint.seed,
        device,
    };
    let (encoder_plan, decoder_plan) = (plan("encoder", 0), plan("decoder", encoder.len() + 1));
    lift!(code.width, "code.width".to_string(), K => {
        Ok(Box::new(Pair::<K, D> {
            encoder: front(&encoder, code, &encoder_plan)?,
            decoder: back(&decoder, output, 0, &decoder_plan)?,
        }))
    })
}

impl From<&Layer> for Link {
    fn from(layer: &Layer) -> Self {
        Self {
            width: layer.width,
            activation: layer.activation,
            dropout: layer.dropout,
        }
    }
}
