//! How far outputs are from images: the part of the loss that every family has.

use dfdx::prelude::*;

use super::device::{Kernels, LossRule, PixelLoss, Rows};
use super::errors::{PixelErrors, pixel_errors};
use super::{Activation, Blueprint, Loss, ModelError, Objective};

/// The reconstruction loss of one model.
pub struct Reconstruction {
    rule: LossRule,
    /// Numbers in one image.
    width: usize,
}

impl Reconstruction {
    /// # Errors
    /// When the loss needs something that images of this shape do not have.
    pub fn new(blueprint: &Blueprint) -> Result<Self, ModelError> {
        let loss = match blueprint.loss {
            Loss::Bce => PixelLoss::Bce,
            Loss::L1 => PixelLoss::L1,
            Loss::Mse | Loss::Wavelet | Loss::Perceptual => PixelLoss::Mse,
        };
        Ok(Self {
            rule: LossRule {
                loss,
                // The sigmoid and the cross-entropy together are stable where each alone is not.
                logits: loss == PixelLoss::Bce
                    && blueprint.architecture.output == Activation::Sigmoid,
            },
            width: blueprint.image.size(),
        })
    }

    /// Whether the last layer leaves logits, so that outputs are their sigmoid.
    pub fn takes_logits(&self) -> bool {
        self.rule.logits
    }

    /// Mean over all numbers, as trained.
    pub fn loss<D: Kernels, T: Tape<f32, D>>(
        &self,
        output: Rows<usize, D, T>,
        target: &Rows<usize, D>,
        _objective: &Objective,
    ) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
        D::loss(output, target, self.rule)
    }

    /// Errors image by image; `output` is what the last layer left.
    pub fn errors(&self, output: &[f32], targets: &[f32], _objective: &Objective) -> PixelErrors {
        pixel_errors(output, targets, self.width, self.rule)
    }
}
