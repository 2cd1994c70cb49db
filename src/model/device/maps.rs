//! Sizes of the operations on feature maps. A batch of maps is [`super::Rows`] of height x width x channels numbers,
//! row by row with the channels innermost, as images lie.

use dfdx::prelude::{Storage, Tensor};

use super::{Rows, Vector};
use crate::data::ImageShape;
use crate::model::Padding;

/// Weights of a convolution in PyTorch's order: `(outputs, inputs, kernel, kernel)`, and of a transposed one
/// `(inputs, outputs, kernel, kernel)`.
pub type Filters<D> = Tensor<(usize, usize, usize, usize), f32, D>;

/// Added to a variance before its root is taken, PyTorch's default.
pub const NORM_EPSILON: f32 = 1e-5;

/// Square windows that slide over a big map and make one pixel of a small map each. Read from big to small it is
/// a convolution, from small to big a transposed one; both have weights
/// `(small.channels, big.channels, kernel, kernel)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    pub big: ImageShape,
    pub small: ImageShape,
    /// Side of a window, odd.
    pub kernel: usize,
    /// Pixels from one window to the next.
    pub stride: usize,
    pub padding: Padding,
}

impl Windows {
    /// "Same" padding: the small map has `ceil(side / stride)` pixels a side.
    pub fn new(
        big: ImageShape,
        channels: usize,
        kernel: usize,
        stride: usize,
        padding: Padding,
    ) -> Self {
        let small = ImageShape {
            height: big.height.div_ceil(stride),
            width: big.width.div_ceil(stride),
            channels,
        };
        Self {
            big,
            small,
            kernel,
            stride,
            padding,
        }
    }

    /// The same without a mirror.
    pub fn with_zero_padding(self) -> Self {
        Self {
            padding: Padding::Zero,
            ..self
        }
    }

    /// Pixels added on each side of the big map.
    pub fn margin(&self) -> usize {
        self.kernel / 2
    }

    /// Numbers in all windows' weights.
    pub fn weights(&self) -> usize {
        self.small.channels * self.big.channels * self.kernel * self.kernel
    }
}

/// `shape` with `margin` more pixels on each side.
pub fn padded(shape: ImageShape, margin: usize) -> ImageShape {
    ImageShape {
        height: shape.height + 2 * margin,
        width: shape.width + 2 * margin,
        channels: shape.channels,
    }
}

/// Where a row or column `at` of a map with `side` of them reads; `None` is a zero beyond the edge. A mirror goes
/// back and forth where the map is smaller than the margin.
pub fn source(at: isize, side: usize, padding: Padding) -> Option<usize> {
    if (0..side as isize).contains(&at) {
        return Some(at as usize);
    }
    match padding {
        Padding::Zero => None,
        Padding::Reflect if side == 1 => Some(0),
        Padding::Reflect => {
            let last = side as isize - 1;
            let phase = at.rem_euclid(2 * last);
            Some(phase.min(2 * last - phase) as usize)
        }
    }
}

/// A map of half the side, rounded up: 2x2 pooling.
pub fn halved(shape: ImageShape) -> ImageShape {
    ImageShape {
        height: shape.height.div_ceil(2),
        width: shape.width.div_ceil(2),
        ..shape
    }
}

/// What batch norm centres and scales by, one number a channel.
pub enum Statistics<'a, D: Storage<f32>> {
    /// The batch's own mean and variance.
    Batch,
    /// Those gathered while training.
    Running {
        mean: &'a Vector<D>,
        variance: &'a Vector<D>,
    },
}

#[expect(
    clippy::expl_impl_clone_on_copy,
    reason = "deriving it would ask it of the device too"
)]
impl<D: Storage<f32>> Clone for Statistics<'_, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D: Storage<f32>> Copy for Statistics<'_, D> {}

/// Normalised maps, and the mean and variance that they were normalised by.
pub type Normalised<D, T> = (Rows<usize, D, T>, Measured<D>);

/// A batch's mean and variance (divided by the count, not by one less), one number a channel.
pub struct Measured<D: Storage<f32>> {
    pub mean: Vector<D>,
    pub variance: Vector<D>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_does_not_repeat_the_edge_and_goes_on_where_the_map_is_small() {
        let read = |at, side| source(at, side, Padding::Reflect).unwrap();
        assert_eq!(
            [-2, -1, 0, 3, 4, 5].map(|at| read(at, 4)),
            [2, 1, 0, 3, 2, 1]
        );
        assert_eq!(
            [-2, -1, 0, 1, 2, 3].map(|at| read(at, 2)),
            [0, 1, 0, 1, 0, 1]
        );
        assert_eq!([-2, 0, 2].map(|at| read(at, 1)), [0, 0, 0]);
        assert_eq!([-1, 4].map(|at| source(at, 4, Padding::Zero)), [None, None]);
    }
}
