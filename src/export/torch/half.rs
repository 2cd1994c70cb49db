//! An encoder or a decoder as a list of layers and the tensors they are made of.

use super::dense::Dense;
use super::level::Level;
use super::over_steps::OverSteps;
use crate::data::SampleShape;
use crate::model::{Activation, Architecture, CodeShape, Distribution};

/// Levels of a pyramid and dense layers; an encoder has them in this order, a decoder the dense ones first.
#[derive(Debug, Clone)]
pub struct Half {
    /// "encoder" or "decoder".
    pub part: &'static str,
    /// Numbers that the encoder reads, or that the decoder makes.
    pub outer: usize,
    /// Side of the images; 0 where samples are none.
    pub side: usize,
    pub levels: Vec<Level>,
    /// What sequences pass; `None` of other samples.
    pub over_steps: Option<OverSteps>,
    pub dense: Vec<Dense>,
    /// Mean and log-variance after all other layers.
    pub heads: Option<Dense>,
}

/// What the dense layers of a model read or make: the features of its pyramid, or the sample itself.
fn rows(architecture: &Architecture, shape: &SampleShape, outer: usize) -> usize {
    match (&architecture.pyramid, shape.image()) {
        (Some(pyramid), Some(image)) => pyramid.features(image.height),
        _ => match (&architecture.sequence, shape.sequence()) {
            (Some(layers), Some(sequence)) => layers.features(sequence),
            _ => outer,
        },
    }
}

/// What sequences pass on the outer side of the dense layers.
fn over_steps(architecture: &Architecture, shape: &SampleShape) -> Option<OverSteps> {
    let last = architecture.decoder_layers().last().copied();
    Some(OverSteps {
        layers: architecture.sequence.clone(),
        shape: shape.sequence()?,
        are_tokens: shape.text().is_some(),
        embedding: architecture.embedding,
        fed: last.map_or(architecture.code.width, |layer| layer.width),
        output: output(architecture, shape),
    })
}

/// The activation of the decoder's last layer: none where columns of a table each have their own, or steps are tokens.
fn output(architecture: &Architecture, shape: &SampleShape) -> Activation {
    if shape.is_mixed() || shape.text().is_some() {
        Activation::Identity
    } else {
        architecture.output
    }
}

/// Whether [`output`] left the activation of numbers to be applied where columns are.
pub fn is_output_left(architecture: &Architecture, shape: &SampleShape) -> bool {
    output(architecture, shape) != architecture.output
}

impl Half {
    /// Samples to codes.
    pub fn encoder(architecture: &Architecture, shape: &SampleShape) -> Self {
        let (image, outer) = (shape.image(), shape.input_width());
        let pyramid = architecture.pyramid.as_ref();
        let code = architecture.code;
        let mut dense = match code.shape {
            CodeShape::Spatial => Vec::new(),
            CodeShape::Flat => {
                let last = (code.width, code.activation);
                let from = rows(architecture, shape, outer);
                Dense::chain(from, &architecture.encoder, last)
            }
        };
        let heads = match code.distribution {
            Distribution::Point => None,
            Distribution::Gaussian => dense.pop().map(|last| Dense {
                activation: Activation::Identity,
                ..last
            }),
        };
        Self {
            part: "encoder",
            outer,
            side: image.map_or(0, |image| image.height),
            levels: match (pyramid, image) {
                (Some(pyramid), Some(image)) => Level::inward(pyramid, image),
                _ => Vec::new(),
            },
            dense,
            over_steps: over_steps(architecture, shape),
            heads,
        }
    }

    /// Codes to samples.
    pub fn decoder(architecture: &Architecture, shape: &SampleShape) -> Self {
        let (image, outer) = (shape.image(), shape.target_width());
        let pyramid = architecture.pyramid.as_ref();
        let output = output(architecture, shape);
        let hidden = architecture.decoder_layers();
        // What the pyramid reads is made as its levels make what the next one reads.
        let convolutions = architecture
            .sequence
            .as_ref()
            .and_then(|s| s.convolutions());
        let last = match (pyramid, convolutions) {
            (Some(pyramid), _) => pyramid.activation,
            (None, Some(layers)) => layers.activation,
            (None, None) => output,
        };
        let last = (rows(architecture, shape, outer), last);
        let mut dense = match architecture.code.shape {
            CodeShape::Spatial => Vec::new(),
            CodeShape::Flat => Dense::chain(architecture.code.width, &hidden, last),
        };
        if architecture.sequence.is_some() && convolutions.is_none() {
            // Recurrent layers read the last hidden one, or the code.
            dense.pop();
        }
        Self {
            part: "decoder",
            outer,
            side: image.map_or(0, |image| image.height),
            levels: match (pyramid, image) {
                (Some(pyramid), Some(image)) => Level::outward(pyramid, image, output),
                _ => Vec::new(),
            },
            dense,
            over_steps: over_steps(architecture, shape),
            heads: None,
        }
    }

    /// Names and shapes of all tensors, as the program keeps them.
    pub fn tensors(&self) -> Vec<(String, Vec<usize>)> {
        let mut all = Vec::new();
        let part = self.part;
        let mut add = |layer: String, [weight, bias]: [Vec<usize>; 2]| {
            all.push((format!("{part}.{layer}.weight"), weight));
            all.push((format!("{part}.{layer}.bias"), bias));
        };
        for (index, level) in self.levels.iter().enumerate() {
            add(format!("conv.{index}"), level.shapes());
        }
        for (index, level) in self.levels.iter().enumerate().filter(|(_, l)| l.norm) {
            add(format!("norm.{index}"), [vec![level.to], vec![level.to]]);
        }
        for (index, dense) in self.dense.iter().enumerate() {
            add(index.to_string(), dense.shapes());
        }
        if let Some(head) = self.heads {
            add("mean".into(), head.shapes());
            add("log_variance".into(), head.shapes());
        }
        for (index, level) in self.levels.iter().enumerate().filter(|(_, l)| l.norm) {
            for what in ["running_mean", "running_var"] {
                all.push((format!("{part}.norm.{index}.{what}"), vec![level.to]));
            }
        }
        if let Some(over_steps) = &self.over_steps {
            all.extend(over_steps.tensors(part));
        }
        all
    }
}
