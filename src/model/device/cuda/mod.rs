//! NVIDIA GPUs.

mod driver;

pub use driver::{devices, open};

use dfdx::prelude::*;

use super::maps::{Filters, Normalised, Statistics, Windows};
use super::wavelets::WaveletRule;
use super::{Kernels, LossRule, Matrix, Moments, Rows, Update, Vector, reference};
use crate::data::ImageShape;
use crate::model::Activation;

impl Kernels for Cuda {
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
        statistics: Statistics,
        activation: Activation,
    ) -> Result<Normalised<Self, T>, Self::Err> {
        reference::batch_norm(x, weight, bias, statistics, activation)
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

    fn update<S: Shape>(
        parameter: &mut Tensor<S, f32, Self>,
        moments: &mut Moments<S, Self>,
        gradients: &mut Gradients<f32, Self>,
        rule: &Update,
    ) -> Result<f64, Self::Err> {
        reference::update(parameter, moments, gradients, rule)
    }
}
