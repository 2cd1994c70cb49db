//! Builds a trainable model from a blueprint.

use dfdx::prelude::Cpu;

use super::adversary::{AdversaryNetwork, Discriminator};
use super::autoencoder::Autoencoder;
use super::convolutional::{ConvEncoderDecoder, SpatialEncoderDecoder};
use super::device::Kernels;
use super::encoder_decoder::{DenseEncoderDecoder, EncoderDecoder, EncoderKind};
use super::features;
use super::graph::{
    Filled, LayerSpec, Plan, Role, Same, SequencePlan, dense_decoder, dense_encoder,
    gaussian_encoder, lift, map_decoder, map_encoder, sequence_decoder, sequence_encoder,
};
use super::reconstruction::Reconstruction;
use super::{
    Activation, Adversary, Blueprint, CodeShape, DeviceId, Distribution, Layer, Model, ModelError,
    usable,
};
use crate::data::SequenceShape;

/// Builds the typed graph for `blueprint` on the CPU, with fresh weights.
///
/// # Errors
/// When the architecture names a width that is not on the [`super::LADDER`], or something that does not exist for the
/// samples' shape.
pub fn build(blueprint: &Blueprint) -> Result<Box<dyn Model>, ModelError> {
    build_on(blueprint, Cpu::seed_from_u64(blueprint.seed))
}

/// As [`build`], on a device of this machine.
///
/// # Errors
/// As [`build`], and when the device cannot be used or fails.
pub fn build_at(blueprint: &Blueprint, device: DeviceId) -> Result<Box<dyn Model>, ModelError> {
    usable(device).map_err(ModelError::NoDevice)?;
    match device {
        DeviceId::Cpu => build(blueprint),
        #[cfg(feature = "cuda")]
        DeviceId::Cuda(number) => {
            let device = super::device::cuda::open(number, blueprint.seed)?;
            build_on(blueprint, device)
        }
        #[cfg(not(feature = "cuda"))]
        DeviceId::Cuda(_) => unreachable!("no such device can be used"),
    }
}

/// As [`build`], on any device.
pub fn build_on<D: Kernels>(
    blueprint: &Blueprint,
    device: D,
) -> Result<Box<dyn Model>, ModelError> {
    let architecture = &blueprint.architecture;
    let shape = &blueprint.shape;
    let possible =
        match architecture.has_own_ends() || architecture.code.shape == CodeShape::Spatial {
            true => architecture.check_for(shape),
            // The widths of dense layers are found below.
            false => architecture.check_shape(shape),
        };
    possible.map_err(ModelError::Invalid)?;
    let reconstruction = Reconstruction::new(blueprint, &device)?;
    let output = reconstruction.last_activation(architecture.output);
    let dense = |[input, width]: [usize; 2], output: Activation| {
        let output = LayerSpec {
            width,
            activation: output,
            dropout: 0.0,
        };
        network(blueprint, input, Some(output), &device)
    };
    let network = match (&architecture.pyramid, shape.image()) {
        (Some(pyramid), Some(image)) => {
            let draw = (architecture.initialisation, blueprint.seed);
            let mut encoder = map_encoder(pyramid, image, draw, &device)?;
            features::install(pyramid, image, &mut *encoder)?;
            let decoder = map_decoder(pyramid, image, output, draw, &device)?;
            match architecture.code.shape {
                CodeShape::Spatial => Box::new(SpatialEncoderDecoder { encoder, decoder })
                    as Box<dyn EncoderDecoder<D>>,
                CodeShape::Flat => Box::new(ConvEncoderDecoder {
                    // What the decoder's pyramid reads is made as its levels make what the next one reads.
                    dense: dense([encoder.output_width(); 2], pyramid.activation)?,
                    encoder,
                    decoder,
                }),
            }
        }
        _ if let Some(sequence) = shape.sequence() => {
            sequences(blueprint, sequence, output, &device)?
        }
        _ => dense([shape.input_width(), shape.target_width()], output)?,
    };
    let adversary = adversary(blueprint, network.code_width(), &device)?;
    Ok(Box::new(Autoencoder::new(
        blueprint,
        network,
        adversary,
        reconstruction,
        device,
    )?))
}

/// A model of sequences, whose layers over the steps are those that the architecture names, or none.
fn sequences<D: Kernels>(
    blueprint: &Blueprint,
    shape: SequenceShape,
    output: Activation,
    device: &D,
) -> Result<Box<dyn EncoderDecoder<D>>, ModelError> {
    let architecture = &blueprint.architecture;
    let plan = |part| SequencePlan {
        part,
        shape,
        output: architecture.output,
        embedding: architecture.embedding.filter(|_| part == Role::Encoder),
        initialisation: architecture.initialisation,
        seed: blueprint.seed,
        device,
    };
    let layer = |width, activation| LayerSpec {
        width,
        activation,
        dropout: 0.0,
    };
    let Some(layers) = &architecture.sequence else {
        let width = blueprint.shape.input_width();
        return Ok(Box::new(ConvEncoderDecoder {
            encoder: Box::new(Filled(shape)),
            dense: network(blueprint, width, Some(layer(width, output)), device)?,
            decoder: Box::new(Same(shape)),
        }));
    };
    let encoder = sequence_encoder(layers, &plan(Role::Encoder))?;
    let features = encoder.output_width();
    // What convolutions read is made as their levels make what the next one reads; recurrent layers read what is there.
    let inner = layers.convolutions();
    let inner = inner.map(|layers| layer(features, layers.activation));
    let last = architecture.decoder_layers().last().copied();
    let fed = match inner {
        Some(inner) => inner.width,
        None => last.map_or(architecture.code.width, |layer| layer.width),
    };
    Ok(Box::new(ConvEncoderDecoder {
        dense: network(blueprint, features, inner, device)?,
        decoder: sequence_decoder(layers, fed, output, &plan(Role::Decoder))?,
        encoder,
    }))
}

/// The discriminator on codes of `code` numbers or on outputs.
fn adversary<D: Kernels>(
    blueprint: &Blueprint,
    code: usize,
    device: &D,
) -> Result<Option<AdversaryNetwork<D>>, ModelError> {
    let Some(kind) = blueprint.architecture.adversary else {
        return Ok(None);
    };
    let input = match kind {
        Adversary::Code { .. } => code,
        Adversary::Output => blueprint.shape.target_width(),
    };
    let discriminator = Discriminator::new(input, blueprint, device)?;
    Ok(Some(AdversaryNetwork {
        kind,
        discriminator,
    }))
}

/// The dense encoder of `input` numbers and the decoder that ends in `output`, or in its last hidden layer, meeting at a code whose width is lifted to
/// a constant.
fn network<D: Kernels>(
    blueprint: &Blueprint,
    input: usize,
    output: Option<LayerSpec>,
    device: &D,
) -> Result<Box<dyn EncoderDecoder<D>>, ModelError> {
    let architecture = &blueprint.architecture;
    let layers = |layers: &[Layer]| layers.iter().map(LayerSpec::from).collect::<Vec<_>>();
    let (encoder, decoder) = (
        layers(&architecture.encoder),
        layers(&architecture.decoder_layers()),
    );
    let code = LayerSpec {
        width: architecture.code.width,
        activation: architecture.code.activation,
        dropout: 0.0,
    };
    let plan = |part, data, first_index| Plan {
        part,
        data,
        first_index,
        input_gradient: first_index > 0 || architecture.has_own_ends(),
        initialisation: architecture.initialisation,
        seed: blueprint.seed,
        device,
    };
    let encoder_plan = plan("encoder", input, 0);
    let decoder_plan = plan(
        "decoder",
        output.map_or(0, |output| output.width),
        encoder.len() + 1,
    );
    lift!(code.width, "code.width".to_string(), K => {
        Ok(Box::new(DenseEncoderDecoder::<K, D> {
            encoder: match architecture.code.distribution {
                Distribution::Point => EncoderKind::Point(dense_encoder(&encoder, code, &encoder_plan)?),
                Distribution::Gaussian => EncoderKind::Gaussian(gaussian_encoder(&encoder, &encoder_plan)?),
            },
            decoder: dense_decoder(&decoder, output, 0, &decoder_plan)?,
        }))
    })
}

impl From<&Layer> for LayerSpec {
    fn from(layer: &Layer) -> Self {
        Self {
            width: layer.width,
            activation: layer.activation,
            dropout: layer.dropout,
        }
    }
}
