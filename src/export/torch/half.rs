//! An encoder or a decoder as a list of layers, and the tensors it is made of.

use super::dense::Dense;
use super::level::Level;
use crate::data::ImageShape;
use crate::model::{Activation, Architecture, CodeShape, Distribution};

/// Levels of a pyramid and dense layers; an encoder has them in this order, a decoder the dense ones first.
#[derive(Debug, Clone)]
pub struct Half {
    /// "encoder" or "decoder".
    pub part: &'static str,
    pub image: ImageShape,
    pub levels: Vec<Level>,
    pub dense: Vec<Dense>,
    /// Mean and log-variance after all other layers.
    pub heads: Option<Dense>,
}

/// What the dense layers of a model read and make: the features of its pyramid, or the image itself.
fn rows(architecture: &Architecture, image: ImageShape) -> usize {
    match &architecture.pyramid {
        Some(pyramid) => pyramid.features(image.height),
        None => image.size(),
    }
}

impl Half {
    /// Images to codes.
    pub fn encoder(architecture: &Architecture, image: ImageShape) -> Self {
        let pyramid = architecture.pyramid.as_ref();
        let code = architecture.code;
        let mut dense = match code.shape {
            CodeShape::Spatial => Vec::new(),
            CodeShape::Flat => {
                let last = (code.width, code.activation);
                Dense::chain(rows(architecture, image), &architecture.encoder, last)
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
            image,
            levels: pyramid.map_or_else(Vec::new, |pyramid| Level::inward(pyramid, image)),
            dense,
            heads,
        }
    }

    /// Codes to images.
    pub fn decoder(architecture: &Architecture, image: ImageShape) -> Self {
        let pyramid = architecture.pyramid.as_ref();
        let output = architecture.output;
        let hidden = architecture.decoder_layers();
        // What the pyramid reads is made as its levels make what the next one reads.
        let last = pyramid.map_or(output, |pyramid| pyramid.activation);
        let last = (rows(architecture, image), last);
        Self {
            part: "decoder",
            image,
            levels: pyramid.map_or_else(Vec::new, |p| Level::outward(p, image, output)),
            dense: match architecture.code.shape {
                CodeShape::Spatial => Vec::new(),
                CodeShape::Flat => Dense::chain(architecture.code.width, &hidden, last),
            },
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
        all
    }
}
