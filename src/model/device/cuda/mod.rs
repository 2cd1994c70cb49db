//! NVIDIA GPUs.

mod driver;

pub use driver::{devices, open};

use dfdx::prelude::*;

use super::maps::{Filters, Normalised, Statistics, Windows};
use super::wavelets::WaveletRule;
use super::{Kernels, LossRule, Matrix, Moments, Rows, Update, Vector, reference};
use crate::data::{Chosen, ImageShape};
use crate::model::Activation;

impl Kernels for Cuda {
    type Number = f64;

    const STEPS_AT_ONCE: u32 = 32;

    const GATHERS: bool = true;

    fn note(number: &Tensor<Rank0, f32, Self>) -> Result<f64, Self::Err> {
        Ok(f64::from(number.as_vec()[0]))
    }

    fn read(&self, numbers: &[f64]) -> Result<Vec<f64>, Self::Err> {
        Ok(numbers.to_vec())
    }

    fn upload<S: Shape>(
        &self,
        numbers: &[f32],
        shape: S,
    ) -> Result<Tensor<S, f32, Self>, Self::Err> {
        self.try_tensor_from_vec(numbers.to_vec(), shape)
    }

    fn gather(&self, chosen: &Chosen) -> Result<Rows<usize, Self>, Self::Err> {
        let mut numbers = Vec::new();
        crate::data::gather_by(chosen, &mut numbers);
        let shape = (chosen.indices.len(), chosen.images.shape().size());
        self.upload(&numbers, shape)
    }

    fn stack(
        first: &Rows<usize, Self>,
        second: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self>, Self::Err> {
        let ((above, width), (below, _)) = (*first.shape(), *second.shape());
        let both = [first.as_vec(), second.as_vec()].concat();
        first.device().upload(&both, (above + below, width))
    }

    fn dense<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Matrix<Self>,
        bias: &Vector<Self>,
        activation: Activation,
        _input_gradient: bool,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        reference::dense(x, weight, bias, activation)
    }

    fn convolution<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Filters<Self>,
        bias: &Vector<Self>,
        windows: Windows,
        activation: Activation,
        _input_gradient: bool,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        reference::convolution(x, weight, bias, windows, activation)
    }

    fn transposed_convolution<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Filters<Self>,
        bias: &Vector<Self>,
        windows: Windows,
        activation: Activation,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        reference::transposed_convolution(x, weight, bias, windows, activation)
    }

    fn max_pool<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        shape: ImageShape,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        reference::max_pool(x, shape)
    }

    fn upsample<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        shape: ImageShape,
    ) -> Result<Rows<usize, Self, T>, Self::Err> {
        reference::upsample(x, shape)
    }

    fn batch_norm<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Vector<Self>,
        bias: &Vector<Self>,
        statistics: Statistics<Self>,
        activation: Activation,
    ) -> Result<Normalised<Self, T>, Self::Err> {
        reference::batch_norm(x, weight, bias, statistics, activation)
    }

    fn follow(
        running: &mut Vector<Self>,
        measured: &Vector<Self>,
        share: f32,
        factor: f32,
    ) -> Result<(), Self::Err> {
        let pairs = running.as_vec().into_iter().zip(measured.as_vec());
        let moved =
            pairs.map(|(running, measured)| running + share * (factor * measured - running));
        running.copy_from(&moved.collect::<Vec<_>>());
        Ok(())
    }

    fn share_above_zero(x: &Rows<usize, Self>) -> Result<f64, Self::Err> {
        let numbers = x.as_vec();
        let above = numbers.iter().filter(|&&number| number > 0.0);
        Ok(above.count() as f64 / numbers.len().max(1) as f64)
    }

    fn weighted_loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        weights: Option<&[f32]>,
        rule: LossRule,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err> {
        reference::loss(output, target, weights, rule)
    }

    fn wavelet_loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        factors: Option<&[f32]>,
        rule: &WaveletRule,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err> {
        reference::wavelet_loss(output, target, factors, rule)
    }

    fn softmax_loss<T: Tape<f32, Self>>(
        logits: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err> {
        reference::softmax_loss(logits, target)
    }

    fn forget_gradient<S: Shape>(
        parameter: &Tensor<S, f32, Self>,
        gradients: &mut Gradients<f32, Self>,
    ) -> Result<(), Self::Err> {
        reference::forget_gradient(parameter, gradients)
    }

    fn gradient_square_sum<S: Shape>(
        parameter: &Tensor<S, f32, Self>,
        gradients: &mut Gradients<f32, Self>,
    ) -> Result<f64, Self::Err> {
        reference::gradient_square_sum(parameter, gradients)
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
        reference::update(parameter, moments, gradients, rule, scale)
    }
}
