//! The reconstruction loss: how far outputs are from targets.

mod fit;
mod perceptual;
mod shares;
mod window;

use std::sync::Arc;

use dfdx::prelude::*;
use rayon::prelude::*;

use super::device::columns::{ColumnLoss, ColumnRule};
use super::device::wavelets::WaveletRule;
use super::device::{Kernels, LossRule, PixelLoss, Rows, cpu};
use super::errors::{PixelErrors, pixel_errors, sigmoid};
use super::row_errors::{plain_rows, row_errors};
use super::scratch::{self, Scratch};
use super::{Activation, Blueprint, Loss, ModelError, Objective};
use crate::data::{ImageShape, SampleShape};
use perceptual::Features;
use shares::share_errors;
use window::Window;

/// The reconstruction loss of one model.
///
/// The window over the border ([`super::Border`]) multiplies each pixel's loss. Where pixels are not measured one by
/// one it multiplies their errors before the transform: by its root where errors are squared, so that a wavelet loss
/// that equals the squared error does so under a window as well, and as it is where they are not. The perceptual loss
/// then sees the target plus that error as the output.
///
/// Where it is the divergence of shares there is no window: a sample's numbers count together.
///
/// Rows of a table are measured column by column. Where that is the same as number by number
/// ([`crate::data::Columns::are_plain`]) they are trained as images are; otherwise the last layer leaves numbers, and
/// what they mean as outputs is part of the loss.
///
/// Sequences are measured as rows of numeric columns, one for each number of each step: what is not there counts nothing.
/// Texts are measured as rows of categories, one for the token of each step, likewise.
pub struct Reconstruction<D: Kernels> {
    measure: Measure<D>,
    /// How pixels are compared one by one; beside features, by their squared error.
    rule: LossRule,
    /// Numbers in an output.
    width: usize,
    window: Window,
    /// How rows, sequences and texts are measured.
    columns: Option<Arc<ColumnRule>>,
    /// Whether columns are of kinds of their own: those of rows.
    by_kind: bool,
}

/// A batch's loss, and what each kind of column contributes to it.
type Measured<D, T> = (
    Tensor<Rank0, f32, D, T>,
    Option<[<D as Kernels>::Number; 3]>,
);

/// What is compared.
enum Measure<D: Kernels> {
    Pixels,
    Columns(Arc<ColumnRule>),
    /// The softmax of all numbers with the sample scaled to sum 1.
    Shares,
    Wavelet(ImageShape),
    Features(Box<Features<D>>),
}

impl<D: Kernels> Reconstruction<D> {
    /// # Errors
    /// When the loss needs something that images of this shape do not have.
    pub fn new(blueprint: &Blueprint, device: &D) -> Result<Self, ModelError> {
        let (loss, shape) = (blueprint.loss, &blueprint.shape);
        loss.check(shape).map_err(ModelError::Invalid)?;
        let pixel_loss = match loss {
            Loss::Bce => PixelLoss::Bce,
            Loss::L1 => PixelLoss::L1,
            // That of categories is theirs whatever numbers have.
            Loss::Mse | Loss::Kl | Loss::Wavelet | Loss::Perceptual | Loss::CrossEntropy => {
                PixelLoss::Mse
            }
        };
        let output = blueprint.architecture.output;
        let rule = LossRule {
            loss: pixel_loss,
            // The sigmoid and the cross-entropy together are stable where each alone is not.
            logits: pixel_loss == PixelLoss::Bce && output == Activation::Sigmoid,
        };
        let columns = match shape {
            SampleShape::Image(_) => None,
            SampleShape::Row(columns) => {
                let output = match columns.are_plain() {
                    true => Activation::Identity,
                    false => output,
                };
                Some(ColumnRule::new(columns, rule, output))
            }
            SampleShape::Sequence(sequence) => {
                Some(ColumnRule::of_sequence(*sequence, rule, output))
            }
            SampleShape::Text(text) => Some(ColumnRule::of_text(text, rule, output)),
        };
        let columns = columns.map(Arc::new);
        let are_plain = shape.columns().is_some_and(|columns| columns.are_plain());
        let measure = match (loss, shape.image(), &columns) {
            (Loss::Kl, ..) => Measure::Shares,
            (Loss::Wavelet, Some(image), _) => Measure::Wavelet(image),
            (Loss::Perceptual, Some(image), _) => {
                Measure::Features(Box::new(Features::new(image, device)))
            }
            (.., Some(rule)) if !are_plain => Measure::Columns(rule.clone()),
            _ => Measure::Pixels,
        };
        Ok(Self {
            measure,
            rule,
            width: shape.target_width(),
            window: Window::new(shape.image()),
            columns,
            by_kind: shape.columns().is_some(),
        })
    }

    /// Loads what the loss needs under `objective`, which can change at any time, before it is asked for.
    ///
    /// # Errors
    /// When the classifier that looks at outputs is not there, or for other images.
    pub fn prepare(&self, objective: &Objective) -> Result<(), ModelError> {
        match &self.measure {
            Measure::Features(features) => features.prepare(&objective.perceptual),
            _ => Ok(()),
        }
    }

    /// Whether the loss is a sum over a sample, whatever its code, and not a mean over its numbers.
    pub fn is_by_sample(&self) -> bool {
        matches!(self.measure, Measure::Shares)
    }

    /// The activation of the last layer where outputs are wanted with `output`: none where that is part of the loss.
    pub fn last_activation(&self, output: Activation) -> Activation {
        match &self.measure {
            Measure::Columns(_) | Measure::Shares => Activation::Identity,
            _ if self.rule.logits => Activation::Identity,
            _ => output,
        }
    }

    /// Makes outputs as a person sees them of what the last layer left.
    pub fn show(&self, numbers: &mut [f32]) {
        match &self.measure {
            Measure::Columns(rule) => cpu::show_columns(numbers, rule),
            Measure::Shares => cpu::softmax(numbers, self.width),
            _ if self.rule.logits => sigmoid(numbers),
            _ => {}
        }
    }

    /// As [`Self::show`], on the tape.
    pub fn shown<T: Tape<f32, D>>(
        &self,
        output: Rows<usize, D, T>,
    ) -> Result<Rows<usize, D, T>, D::Err> {
        match &self.measure {
            Measure::Columns(rule) => D::column_outputs(output, rule),
            Measure::Shares => output.try_softmax::<Axis<1>>(),
            _ if self.rule.logits => output.try_sigmoid(),
            _ => Ok(output),
        }
    }

    /// Targets without gaps: where a value of a table is missing stands what was made of it, which says nothing.
    pub fn filled(
        &self,
        target: &Rows<usize, D>,
        output: &Rows<usize, D>,
    ) -> Result<Rows<usize, D>, D::Err> {
        match &self.measure {
            Measure::Columns(_) => target
                .try_eq(target)?
                .try_choose(target.clone(), output.clone()),
            _ => Ok(target.clone()),
        }
    }

    /// Mean over all numbers (coefficients, features, cells) or samples, as trained; and what each kind of column contributes.
    pub fn loss<T: Tape<f32, D>>(
        &self,
        output: Rows<usize, D, T>,
        target: &Rows<usize, D>,
        objective: &Objective,
    ) -> Result<Measured<D, T>, D::Err> {
        if let Measure::Columns(rule) = &self.measure {
            let ColumnLoss { loss, parts } = D::column_loss(output, target, rule)?;
            return Ok((loss, self.by_kind.then_some(parts)));
        }
        let loss = self.loss_of_numbers(output, target, objective)?;
        Ok((loss, None))
    }

    /// Mean over all numbers (coefficients, features).
    fn loss_of_numbers<T: Tape<f32, D>>(
        &self,
        output: Rows<usize, D, T>,
        target: &Rows<usize, D>,
        objective: &Objective,
    ) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
        let window = self.window.weights(objective.border);
        let window = window.as_deref();
        match &self.measure {
            Measure::Pixels | Measure::Columns(_) => {
                D::weighted_loss(output, target, window, self.rule)
            }
            Measure::Shares => D::kl_loss(output, target),
            Measure::Wavelet(image) => {
                let rule = wavelet_rule(*image, objective);
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

    /// Errors sample by sample; `output` is what the last layer left. The loss is a sum over the numbers of an image, or
    /// the cells of a row that are there: its mean, as trained, times their count.
    ///
    /// # Errors
    /// When the device fails.
    pub fn errors(
        &self,
        output: &[f32],
        targets: &[f32],
        objective: &Objective,
    ) -> Result<PixelErrors, D::Err> {
        let width = self.width;
        if matches!(self.measure, Measure::Shares) {
            return Ok(share_errors(output, targets, width, self.columns.is_some()));
        }
        if let Some(rule) = &self.columns {
            let plain = matches!(self.measure, Measure::Pixels);
            if !plain || targets.iter().any(|x| x.is_nan()) {
                let mut errors = row_errors(output, targets, rule);
                if let Some(rows) = errors.rows.as_mut().filter(|_| plain || !self.by_kind) {
                    rows.parts = None;
                }
                return Ok(errors);
            }
            let mut shown = scratch::copy(output);
            self.show(&mut shown);
            return Ok(PixelErrors {
                rows: Some(plain_rows(&shown, targets, width)),
                ..pixel_errors(output, targets, width, self.rule)
            });
        }
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
            Measure::Pixels | Measure::Columns(_) | Measure::Shares => {}
            Measure::Wavelet(image) => {
                let rule = wavelet_rule(*image, objective);
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
}

fn wavelet_rule(image: ImageShape, objective: &Objective) -> WaveletRule {
    WaveletRule {
        image,
        wavelet: objective.wavelet,
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
