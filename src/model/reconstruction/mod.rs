//! How far outputs are from images: the part of the loss that every family has.

mod fit;
mod perceptual;
mod window;

use dfdx::prelude::*;
use rayon::prelude::*;

use super::device::wavelets::WaveletRule;
use super::device::{Kernels, LossRule, PixelLoss, Rows, cpu};
use super::errors::{PixelErrors, pixel_errors};
use super::scratch::{self, Scratch};
use super::{Activation, Blueprint, Loss, ModelError, Objective};
use crate::data::ImageShape;
use perceptual::Features;
use window::Window;

/// The reconstruction loss of one model.
///
/// The window over the border ([`super::Border`]) multiplies each pixel's loss. Where pixels are not measured one by
/// one it multiplies their errors before the transform: by its root where errors are squared, so that a wavelet loss
/// that equals the squared error does so under a window as well, and as it is where they are not. The perceptual loss
/// then sees the target plus that error as the output.
pub struct Reconstruction<D: Kernels> {
    measure: Measure<D>,
    /// How pixels are compared one by one; beside features, by their squared error.
    rule: LossRule,
    image: ImageShape,
    window: Window,
}

/// What is compared.
enum Measure<D: Kernels> {
    Pixels,
    Wavelet,
    Features(Box<Features<D>>),
}

impl<D: Kernels> Reconstruction<D> {
    /// # Errors
    /// When the loss needs something that images of this shape do not have.
    pub fn new(blueprint: &Blueprint, device: &D) -> Result<Self, ModelError> {
        let (loss, image) = (blueprint.loss, blueprint.img());
        loss.check(&blueprint.shape).map_err(ModelError::Invalid)?;
        let measure = match loss {
            Loss::Mse | Loss::Bce | Loss::L1 => Measure::Pixels,
            Loss::Wavelet => Measure::Wavelet,
            Loss::Perceptual => Measure::Features(Box::new(Features::load(device)?)),
        };
        let loss = match loss {
            Loss::Bce => PixelLoss::Bce,
            Loss::L1 => PixelLoss::L1,
            Loss::Mse | Loss::Wavelet | Loss::Perceptual => PixelLoss::Mse,
        };
        let rule = LossRule {
            loss,
            // The sigmoid and the cross-entropy together are stable where each alone is not.
            logits: loss == PixelLoss::Bce && blueprint.architecture.output == Activation::Sigmoid,
        };
        Ok(Self {
            measure,
            rule,
            image,
            window: Window::new(image),
        })
    }

    /// Whether the last layer leaves logits, so that outputs are their sigmoid.
    pub fn takes_logits(&self) -> bool {
        self.rule.logits
    }

    /// Mean over all numbers (coefficients, features), as trained.
    pub fn loss<T: Tape<f32, D>>(
        &self,
        output: Rows<usize, D, T>,
        target: &Rows<usize, D>,
        objective: &Objective,
    ) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
        let window = self.window.weights(objective.border);
        let window = window.as_deref();
        match &self.measure {
            Measure::Pixels => D::weighted_loss(output, target, window, self.rule),
            Measure::Wavelet => {
                let rule = self.wavelet_rule(objective);
                let factors = window.map(|window| error_factors(window, rule.squares()));
                D::wavelet_loss(output, target, factors.as_deref(), &rule)
            }
            Measure::Features(features) => {
                let perceptual = &objective.perceptual;
                let pixels = match perceptual.pixels {
                    0.0 => None,
                    weight => {
                        let output = output.with_empty_tape();
                        let loss = D::weighted_loss(output, target, window, self.rule)?;
                        Some(loss.try_mul(weight)?)
                    }
                };
                let seen = match window {
                    None => output,
                    Some(window) => {
                        let factors = error_factors(window, true);
                        let factors = output.device().upload(&factors, (window.len(),))?;
                        let factors: Rows<usize, D> =
                            factors.try_broadcast_like::<_, Axis<0>>(output.shape())?;
                        let error = output.try_sub(target.clone())?;
                        error.try_mul(factors)?.try_add(target.clone())?
                    }
                };
                let loss = features.loss(seen, target, perceptual.features)?;
                match pixels {
                    None => Ok(loss),
                    Some(pixels) => loss.try_add(pixels),
                }
            }
        }
    }

    /// Errors image by image; `output` is what the last layer left. The loss is a sum over the numbers of an image:
    /// its mean, as trained, times their count.
    ///
    /// # Errors
    /// When the device fails.
    pub fn errors(
        &self,
        output: &[f32],
        targets: &[f32],
        objective: &Objective,
    ) -> Result<PixelErrors, D::Err> {
        let width = self.image.size();
        let window = self.window.weights(objective.border);
        let window = window.as_deref();
        let mut errors = pixel_errors(output, targets, width, self.rule);
        if let Some(window) = window {
            let pairs = output.par_chunks(width).zip(targets.par_chunks(width));
            let rule = self.rule;
            let loss = pairs.map(|(y, x)| cpu::image_loss(y, x, window, rule));
            errors.loss = loss.collect();
        }
        match &self.measure {
            Measure::Pixels => {}
            Measure::Wavelet => {
                let rule = self.wavelet_rule(objective);
                let factors = window.map(|window| error_factors(window, rule.squares()));
                errors.loss = cpu::wavelet_sums(output, targets, factors.as_deref(), &rule);
            }
            Measure::Features(features) => {
                let perceptual = &objective.perceptual;
                let seen = window.map(|window| windowed(output, targets, window));
                let seen = seen.as_deref().unwrap_or(output);
                let losses = features.losses(seen, targets, width, perceptual.features)?;
                for (pixels, features) in errors.loss.iter_mut().zip(losses) {
                    *pixels = *pixels * f64::from(perceptual.pixels) + features * width as f64;
                }
            }
        }
        Ok(errors)
    }

    fn wavelet_rule(&self, objective: &Objective) -> WaveletRule {
        WaveletRule {
            image: self.image,
            wavelet: objective.wavelet,
        }
    }
}

/// What errors are multiplied by under a window, before they are squared or not.
fn error_factors(window: &[f32], squared: bool) -> Scratch {
    let mut factors = scratch::copy(window);
    if squared {
        factors
            .iter_mut()
            .for_each(|weight| *weight = weight.sqrt());
    }
    factors
}

/// Targets plus the windowed errors of the outputs.
fn windowed(output: &[f32], targets: &[f32], window: &[f32]) -> Vec<f32> {
    let factors = error_factors(window, true);
    let numbers = output.iter().zip(targets).zip(factors.iter().cycle());
    numbers
        .map(|((y, x), factor)| x + factor * (y - x))
        .collect()
}

#[cfg(test)]
mod tests;
