//! Convolutions as gathered windows times a matrix.

use dfdx::prelude::*;

use super::gather;
use super::{activate, dense_taped};
use crate::model::Activation;
use crate::model::device::maps::{Filters, Windows, source};
use crate::model::device::{Rows, Vector};

/// See [`crate::model::device::Kernels::convolution`]; the input's gradient is always computed.
pub fn convolution<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weight: &Filters<D>,
    bias: &Vector<D>,
    windows: Windows,
    activation: Activation,
) -> Result<Rows<usize, D, T>, D::Err> {
    let (big, small, kernel) = (windows.big, windows.small, windows.kernel);
    let rows = x.shape().0;
    let mut places = Vec::new();
    for y in 0..small.height {
        for x in 0..small.width {
            // Channels outermost, as in PyTorch's weights, so that these are a matrix as they lie.
            for channel in 0..big.channels {
                for tap in 0..kernel * kernel {
                    let (ky, kx) = (tap / kernel, tap % kernel);
                    let row = read(&windows, y * windows.stride + ky, big.height);
                    let column = read(&windows, x * windows.stride + kx, big.width);
                    let pixel = row
                        .zip(column)
                        .map(|(row, column)| row * big.width + column);
                    places.push(pixel.map(|pixel| pixel * big.channels + channel));
                }
            }
        }
    }
    let window = big.channels * kernel * kernel;
    let pixels = rows * small.height * small.width;
    let columns = gather(x, &places)?.try_reshape_like(&(pixels, window))?;
    let weight = weight
        .retaped::<T>()
        .try_reshape_like(&(small.channels, window))?;
    dense_taped(columns, weight, bias, activation)?.try_reshape_like(&(rows, small.size()))
}

/// Where padded row or column `at` reads.
fn read(windows: &Windows, at: usize, side: usize) -> Option<usize> {
    source(
        at as isize - windows.margin() as isize,
        side,
        windows.padding,
    )
}

/// See [`crate::model::device::Kernels::transposed_convolution`].
pub fn transposed_convolution<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weight: &Filters<D>,
    bias: &Vector<D>,
    windows: Windows,
    activation: Activation,
) -> Result<Rows<usize, D, T>, D::Err> {
    let (big, small, kernel) = (windows.big, windows.small, windows.kernel);
    let rows = x.shape().0;
    let taps = kernel * kernel;
    // What each pixel of the small map adds to its window, then for each number of the big map the sum of what falls
    // on it.
    let window = big.channels * taps;
    let pixels = rows * small.height * small.width;
    let weight = weight
        .retaped::<T>()
        .try_reshape_like(&(small.channels, window))?;
    let spread = x
        .try_reshape_like(&(pixels, small.channels))?
        .try_matmul(weight)?
        .try_reshape_like(&(rows, small.height * small.width * window))?;
    let mut places = Vec::new();
    for y in 0..big.height {
        for x in 0..big.width {
            for channel in 0..big.channels {
                for tap in 0..taps {
                    let row = written(&windows, y, tap / kernel, small.height);
                    let column = written(&windows, x, tap % kernel, small.width);
                    let pixel = row
                        .zip(column)
                        .map(|(row, column)| row * small.width + column);
                    places.push(pixel.map(|pixel| pixel * window + channel * taps + tap));
                }
            }
        }
    }
    let count = rows * big.size();
    let sums = gather(spread, &places)?
        .try_reshape_like(&(count, taps))?
        .try_sum::<(usize,), Axis<1>>()?;
    let pixels = (rows * big.height * big.width, big.channels);
    let bias = bias
        .retaped::<T>()
        .try_broadcast_like::<(usize, usize), Axis<0>>(&pixels)?;
    let z = sums.try_reshape_like(&pixels)?.try_add(bias)?;
    activate(z.try_reshape_like(&(rows, big.size()))?, activation)
}

/// The window whose row or column `tap` falls on row or column `at` of the big map.
fn written(windows: &Windows, at: usize, tap: usize, side: usize) -> Option<usize> {
    let from = (at + windows.margin()).checked_sub(tap)?;
    let window = from / windows.stride;
    (from.is_multiple_of(windows.stride) && window < side).then_some(window)
}
