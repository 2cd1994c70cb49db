//! CPU kernels: a newer matrix product than dfdx's, fused bias and activation, vector code chosen at run time,
//! and all cores. Every sum has a fixed order, so the same thread count gives the same bits.

mod activation;
mod batch_norm;
mod columns;
mod convolution;
mod dense;
mod divergence;
mod gradient_memory;
mod loss;
pub mod matmul;
mod optimiser;
mod pooling;
mod recurrent;
mod rows_of_columns;
mod simd;
mod slices;
mod softmax;
mod steps;
mod wavelet;

use std::sync::Arc;

use dfdx::prelude::*;

use super::columns::{ColumnLoss, ColumnRule};
use super::maps::{Filters, Normalised, Statistics, Windows};
use super::sequences::{Feedback, FeedbackWeights, Forcing, Recurrence, StepWindows};
use super::wavelets::WaveletRule;
use super::{Kernels, LossRule, Matrix, Moments, Rows, Update, Vector};
use crate::data::{GatherSpec, ImageShape};
use crate::model::Activation;
pub use columns::show as show_columns;
use convolution::{Direction, convolution};
pub use divergence::{Divergence, divergence, softmax};
pub use loss::image_loss;
use slices::{slice, slice_mut};
#[cfg(test)]
pub use wavelet::wavelet_inverse;
pub use wavelet::wavelet_sums;

/// Numbers one thread handles at a time in element-wise work. Fixed, so that sums do not depend on the number of
/// threads; 16 KiB, so that a chunk stays in the first-level cache.
const CHUNK: usize = 4096;
/// Chunks a thread takes at least: below about 32,000 numbers a second thread costs more than it brings.
const MIN_CHUNKS: usize = 8;

impl Kernels for Cpu {
    type Number = f64;

    const STEPS_AT_ONCE: u32 = 1;

    const GATHERS: bool = false;

    fn note(number: &Tensor<Rank0, f32, Self>) -> Result<f64, Self::Err> {
        Ok(f64::from(slice(number)[0]))
    }

    fn read(&self, numbers: Vec<f64>) -> Result<Vec<f64>, Self::Err> {
        Ok(numbers)
    }

    fn upload<S: Shape>(
        &self,
        numbers: &[f32],
        shape: S,
    ) -> Result<Tensor<S, f32, Self>, Self::Err> {
        // A tensor made of a `Vec` brings memory of its own, which dfdx's cache then never gives back.
        let mut tensor = self.try_zeros_like(&shape)?;
        slice_mut(&mut tensor).copy_from_slice(numbers);
        Ok(tensor)
    }

    fn gather(&self, chosen: &GatherSpec) -> Result<Rows<usize, Self>, Self::Err> {
        let mut numbers = Vec::new();
        chosen.put(&mut numbers);
        let shape = (chosen.indices.len(), chosen.images.shape().values());
        self.upload(&numbers, shape)
    }

    fn stack(
        first: &Rows<usize, Self>,
        second: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self>, Self::Err> {
        let ((above, width), (below, _)) = (*first.shape(), *second.shape());
        let mut both: Rows<usize, Self> = first.device().try_zeros_like(&(above + below, width))?;
        let (top, bottom) = slice_mut(&mut both).split_at_mut(above * width);
        top.copy_from_slice(slice(first));
        bottom.copy_from_slice(slice(second));
        Ok(both)
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
        let way = (windows, Direction::Inward);
        convolution(x, weight, bias, way, activation, input_gradient)
    }

    fn transposed_convolution<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Filters<Self>,
        bias: &Vector<Self>,
        windows: Windows,
        activation: Activation,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        let way = (windows.with_zero_padding(), Direction::Outward);
        convolution(x, weight, bias, way, activation, true)
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
        let pairs = slice_mut(running).iter_mut().zip(slice(measured));
        for (running, measured) in pairs {
            *running += share * (factor * measured - *running);
        }
        Ok(())
    }

    fn steps_there(
        x: &Rows<usize, Self>,
        features: usize,
    ) -> Result<[Rows<usize, Self>; 2], Self::Err> {
        steps::steps_there(x, features)
    }

    fn mask_steps<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        there: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        steps::mask_steps(x, there)
    }

    fn mean_of_steps<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        there: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        steps::mean_of_steps(x, there)
    }

    fn last_step<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        steps: usize,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        steps::last_step(x, steps)
    }

    fn windows_of_steps<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        windows: StepWindows,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        steps::windows_of_steps(x, windows)
    }

    fn recurrent<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Matrix<Self>,
        bias: &Vector<Self>,
        there: Option<&Rows<usize, Self>>,
        rule: Recurrence,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        recurrent::recurrent(x, weight, bias, there, rule)
    }

    fn feed_back<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weights: &FeedbackWeights<Self>,
        forcing: Option<&Forcing<Self>>,
        rule: Feedback,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        recurrent::feed_back(x, weights, forcing, rule)
    }

    fn share_above_zero(x: &Rows<usize, Self>) -> Result<f64, Self::Err> {
        let numbers = slice(x);
        let above = numbers.iter().filter(|&&number| number > 0.0);
        Ok(above.count() as f64 / numbers.len().max(1) as f64)
    }

    fn weighted_loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        weights: Option<&[f32]>,
        rule: LossRule,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err> {
        loss::loss(output, target, weights, rule)
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
        columns::column_loss(output, target, rule)
    }

    fn column_outputs<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        rule: &Arc<ColumnRule>,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        columns::column_outputs(output, rule)
    }

    fn forget_gradient<S: Shape>(
        parameter: &Tensor<S, f32, Self>,
        gradients: &mut Gradients<f32, Self>,
    ) -> Result<(), Self::Err> {
        gradient_memory::forget(gradients.get_or_alloc_mut(parameter)?);
        Ok(())
    }

    fn gradient_square_sum<S: Shape>(
        parameter: &Tensor<S, f32, Self>,
        gradients: &mut Gradients<f32, Self>,
    ) -> Result<f64, Self::Err> {
        let gradient = gradients.get_or_alloc_mut(parameter)?;
        let gradient = gradient_memory::zeroed(gradient, parameter.shape().num_elements());
        Ok(optimiser::square_sum(gradient))
    }

    fn clip_factor(&self, square_sums: &[f64], limit: f32) -> Result<f64, Self::Err> {
        let norm = square_sums.iter().sum::<f64>().sqrt() as f32;
        Ok(f64::from((limit / (norm + 1e-6)).min(1.0)))
    }

    fn update<S: Shape>(
        parameter: &mut Tensor<S, f32, Self>,
        moments: &mut Moments<S, Self>,
        gradients: &mut Gradients<f32, Self>,
        rule: &Update,
        scale: Option<&f64>,
    ) -> Result<f64, Self::Err> {
        let scale = scale.map_or(1.0, |&scale| scale as f32);
        optimiser::update(parameter, moments, gradients, rule, scale)
    }
}
