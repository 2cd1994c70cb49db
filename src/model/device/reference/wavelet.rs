//! The wavelet loss as products with constant matrices.

use dfdx::prelude::*;

use super::gather;
use crate::data::ImageShape;
use crate::model::device::Rows;
use crate::model::device::wavelets::WaveletRule;

/// See [`crate::model::device::Kernels::wavelet_loss`].
pub fn wavelet_loss<D: Device<f32>, T: Tape<f32, D>>(
    output: Rows<usize, D, T>,
    target: &Rows<usize, D>,
    factors: Option<&[f32]>,
    rule: &WaveletRule,
) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
    let count = output.shape().num_elements() as f32;
    let mut image = output.try_sub(target.clone())?;
    if let Some(factors) = factors {
        image = times(image, factors.to_vec())?;
    }
    let (mut whole, mut details) = (rule.image, None);
    for level in 0..rule.levels() {
        let turned = ImageShape {
            height: whole.width,
            width: whole.height,
            ..whole
        };
        let columns = gather(filter(image, whole, rule)?, &turn(whole, turned))?;
        let split = filter(columns, turned, rule)?;
        whole = ImageShape {
            height: whole.height / 2,
            width: whole.width / 2,
            ..whole
        };
        let weights = places(turned).map(|(row, column, _)| {
            // Turned: the rows are the image's columns.
            let is_coarse = row < whole.width && column < whole.height;
            if is_coarse {
                0.0
            } else {
                rule.wavelet.details[level]
            }
        });
        let part = cost(split.with_empty_tape(), weights.collect(), rule)?;
        details = Some(match details {
            None => part,
            Some(sum) => part.try_add(sum)?,
        });
        image = gather(split, &turn(turned, whole))?;
    }
    let weights = vec![rule.wavelet.approximation; whole.size()];
    let coarse = cost(image, weights, rule)?;
    match details {
        None => coarse,
        Some(details) => coarse.try_add(details)?,
    }
    .try_div(count)
}

/// Rows, columns and channels of maps of `shape`, in order.
fn places(shape: ImageShape) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..shape.size()).map(move |place| {
        let (pixel, channel) = (place / shape.channels, place % shape.channels);
        (pixel / shape.width, pixel % shape.width, channel)
    })
}

/// Where maps of `from`, turned so that rows are columns, have the numbers of maps of `to`: all or the upper left.
fn turn(from: ImageShape, to: ImageShape) -> Vec<Option<usize>> {
    places(to)
        .map(|(row, column, channel)| Some((column * from.width + row) * from.channels + channel))
        .collect()
}

/// Each row of maps of `shape` times the matrix of one level: approximation and details.
fn filter<D: Device<f32>, T: Tape<f32, D>>(
    image: Rows<usize, D, T>,
    shape: ImageShape,
    rule: &WaveletRule,
) -> Result<Rows<usize, D, T>, D::Err> {
    let (rows, size) = *image.shape();
    let (side, channels) = (shape.width, shape.channels);
    let line = side * channels;
    let mut matrix = vec![0.0; line * line];
    for (first, taps) in [(0, rule.low()), (side / 2, &rule.high())] {
        for index in 0..side / 2 {
            for (tap, number) in taps.iter().enumerate() {
                let (from, to) = ((2 * index + tap) % side, first + index);
                for channel in 0..channels {
                    let place = (from * channels + channel) * line + to * channels + channel;
                    matrix[place] += number;
                }
            }
        }
    }
    let matrix = image.device().try_tensor_from_vec(matrix, (line, line))?;
    image
        .try_reshape_like(&(rows * size / line, line))?
        .try_matmul(matrix)?
        .try_reshape_like(&(rows, size))
}

/// Every row times `factors`.
pub fn times<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    factors: Vec<f32>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let shape = *x.shape();
    let factors: Tensor<(usize,), f32, D> = x.device().try_tensor_from_vec(factors, (shape.1,))?;
    x.try_mul(factors.try_broadcast_like::<(usize, usize), Axis<0>>(&shape)?)
}

/// Sum of the weighted squares or absolute values.
fn cost<D: Device<f32>, T: Tape<f32, D>>(
    coefficients: Rows<usize, D, T>,
    weights: Vec<f32>,
    rule: &WaveletRule,
) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
    let costs = match rule.squares() {
        true => coefficients.try_square()?,
        false => coefficients.try_abs()?,
    };
    times(costs, weights)?.try_sum()
}
