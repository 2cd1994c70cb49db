//! NVIDIA GPUs: kernels of our own behind dfdx's tape, few and asynchronous.
//!
//! `kernels/*.cu` is compiled by `build.rs`; the files beside it put the kernels on the GPU's stream, one a concept.

mod batch_norm;
mod buffers;
mod cached_images;
mod columns;
mod context;
mod convolution;
mod dense;
mod divergence;
mod driver;
mod functions;
mod images;
mod join;
mod layer;
mod ledger;
mod loss;
mod matmul;
mod numbers;
mod optimiser;
mod pointer;
mod pooling;
mod softmax;
mod stack;
#[cfg(test)]
mod tests;
mod wavelet;
mod windows;

pub use driver::{devices, open};

use std::sync::Arc;

use dfdx::prelude::*;

use super::columns::{ColumnLoss, ColumnRule};
use super::composed;
use super::maps::{Filters, Normalised, Statistics, Windows};
use super::sequences::{Feedback, FeedbackWeights, Forcing, Recurrence, StepWindows};
use super::wavelets::WaveletRule;
use super::{Kernels, LossRule, Matrix, Moments, Rows, Update, Vector};
use crate::data::{GatherSpec, ImageShape};
use crate::model::Activation;

impl Kernels for Cuda {
    type Number = ledger::Number;

    const STEPS_AT_ONCE: u32 = 32;

    const GATHERS: bool = true;

    fn note(number: &Tensor<Rank0, f32, Self>) -> Result<Self::Number, Self::Err> {
        numbers::note(number)
    }

    fn read(&self, numbers: Vec<Self::Number>) -> Result<Vec<f64>, Self::Err> {
        ledger::read(&numbers)
    }

    fn upload<S: Shape>(
        &self,
        numbers: &[f32],
        shape: S,
    ) -> Result<Tensor<S, f32, Self>, Self::Err> {
        self.try_tensor_from_vec(numbers.to_vec(), shape)
    }

    fn gather(&self, chosen: &GatherSpec) -> Result<Rows<usize, Self>, Self::Err> {
        images::gather(self, chosen)
    }

    fn stack(
        first: &Rows<usize, Self>,
        second: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self>, Self::Err> {
        stack::stack(first, second)
    }

    fn dense<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Matrix<Self>,
        bias: &Vector<Self>,
        activation: Activation,
        input_gradient: bool,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        dense::dense(x, weight, bias, activation, input_gradient)
    }

    fn convolution<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Filters<Self>,
        bias: &Vector<Self>,
        windows: Windows,
        activation: Activation,
        input_gradient: bool,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        convolution::convolution(x, weight, bias, windows, activation, input_gradient)
    }

    fn transposed_convolution<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Filters<Self>,
        bias: &Vector<Self>,
        windows: Windows,
        activation: Activation,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        convolution::transposed_convolution(x, weight, bias, windows, activation)
    }

    fn max_pool<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        shape: ImageShape,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        pooling::max_pool(x, shape)
    }

    fn upsample<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        shape: ImageShape,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        pooling::upsample(x, shape)
    }

    fn batch_norm<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Vector<Self>,
        bias: &Vector<Self>,
        statistics: Statistics<Self>,
        activation: Activation,
    ) -> Result<Normalised<Self, T>, Self::Err> {
        batch_norm::batch_norm(x, weight, bias, statistics, activation)
    }

    fn follow(
        running: &mut Vector<Self>,
        measured: &Vector<Self>,
        share: f32,
        factor: f32,
    ) -> Result<(), Self::Err> {
        batch_norm::follow(running, measured, share, factor)
    }

    fn steps_there(
        x: &Rows<usize, Self>,
        features: usize,
    ) -> Result<[Rows<usize, Self>; 2], Self::Err> {
        composed::steps_there(x, features)
    }

    fn mask_steps<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        there: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        composed::mask_steps(x, there)
    }

    fn mean_of_steps<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        there: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        composed::mean_of_steps(x, there)
    }

    fn last_step<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        steps: usize,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        composed::last_step(x, steps)
    }

    fn windows_of_steps<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        windows: StepWindows,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        composed::windows_of_steps(x, windows)
    }

    fn recurrent<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Matrix<Self>,
        bias: &Vector<Self>,
        there: Option<&Rows<usize, Self>>,
        rule: Recurrence,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        composed::recurrent(x, weight, bias, (there, rule), join::join)
    }

    fn feed_back<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weights: &FeedbackWeights<Self>,
        forcing: Option<&Forcing<Self>>,
        rule: Feedback,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        composed::feed_back(x, weights, (forcing, rule), join::join)
    }

    fn share_above_zero(x: &Rows<usize, Self>) -> Result<Self::Number, Self::Err> {
        numbers::share_above_zero(x)
    }

    fn weighted_loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        weights: Option<&[f32]>,
        rule: LossRule,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err> {
        loss::weighted_loss(output, target, weights, rule)
    }

    fn wavelet_loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        factors: Option<&[f32]>,
        rule: &WaveletRule,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err> {
        wavelet::wavelet_loss(output, target, factors, rule)
    }

    fn softmax_loss<T: Tape<f32, Self>>(
        logits: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err> {
        softmax::softmax_loss(logits, target)
    }

    fn kl_loss<T: Tape<f32, Self>>(
        logits: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err> {
        divergence::kl_loss(logits, target)
    }

    fn column_loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        rule: &Arc<ColumnRule>,
    ) -> Result<ColumnLoss<Self, T>, Self::Err> {
        let (loss, [numeric, yes_no, category]) = composed::column_loss(output, target, rule)?;
        Ok(ColumnLoss {
            loss,
            parts: [
                Self::note(&numeric)?,
                Self::note(&yes_no)?,
                Self::note(&category)?,
            ],
        })
    }

    fn column_outputs<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        rule: &Arc<ColumnRule>,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        composed::column_outputs(output, rule)
    }

    fn forget_gradient<S: Shape>(
        parameter: &Tensor<S, f32, Self>,
        gradients: &mut Gradients<f32, Self>,
    ) -> Result<(), Self::Err> {
        optimiser::forget_gradient(parameter, gradients)
    }

    fn gradient_square_sum<S: Shape>(
        parameter: &Tensor<S, f32, Self>,
        gradients: &mut Gradients<f32, Self>,
    ) -> Result<Self::Number, Self::Err> {
        optimiser::gradient_square_sum(parameter, gradients)
    }

    fn clip_factor(
        &self,
        square_sums: &[Self::Number],
        limit: f32,
    ) -> Result<Self::Number, Self::Err> {
        numbers::clip_factor(self, square_sums, limit)
    }

    fn update<S: Shape>(
        parameter: &mut Tensor<S, f32, Self>,
        moments: &mut Moments<S, Self>,
        gradients: &mut Gradients<f32, Self>,
        rule: &Update,
        scale: Option<&Self::Number>,
    ) -> Result<Self::Number, Self::Err> {
        optimiser::update(parameter, moments, gradients, rule, scale)
    }
}
