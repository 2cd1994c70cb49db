//! Convolution weights in the orders that the kernels read them, from PyTorch's `(outputs, inputs, y, x)`. Outputs are
//! channels of the small map, inputs of the big one.

use crate::model::device::maps::Windows;
use crate::model::scratch::{self, Scratch};

/// Lays out numbers so that the loops over `counts` of `[a, b, c, d]`, outermost first, read them one after
/// the other; `at` gives the place of each in PyTorch's order.
fn arrange(weights: &[f32], counts: [usize; 4], at: impl Fn([usize; 4]) -> usize) -> Scratch {
    let mut out = scratch::room(counts.iter().product());
    let mut next = out.iter_mut();
    for a in 0..counts[0] {
        for b in 0..counts[1] {
            for c in 0..counts[2] {
                for (d, out) in (0..counts[3]).zip(&mut next) {
                    *out = weights[at([a, b, c, d])];
                }
            }
        }
    }
    out
}

/// Place in PyTorch's order.
fn place(windows: &Windows, output: usize, input: usize, y: usize, x: usize) -> usize {
    let kernel = windows.kernel;
    ((output * windows.big.channels + input) * kernel + y) * kernel + x
}

/// `[y][x][input][output]`
pub fn outputs_innermost(windows: &Windows, weights: &[f32]) -> Scratch {
    let (kernel, small, big) = (windows.kernel, windows.small.channels, windows.big.channels);
    arrange(weights, [kernel, kernel, big, small], |[y, x, i, o]| {
        place(windows, o, i, y, x)
    })
}

/// `[output][y][x][input]`
pub fn outputs_outermost(windows: &Windows, weights: &[f32]) -> Scratch {
    let (kernel, small, big) = (windows.kernel, windows.small.channels, windows.big.channels);
    arrange(weights, [small, kernel, kernel, big], |[o, y, x, i]| {
        place(windows, o, i, y, x)
    })
}

/// `[y][output][x][input]`, for spreading a small map's pixel over its window.
pub fn rows_outermost(windows: &Windows, weights: &[f32]) -> Scratch {
    let (kernel, small, big) = (windows.kernel, windows.small.channels, windows.big.channels);
    arrange(weights, [kernel, small, kernel, big], |[y, o, x, i]| {
        place(windows, o, i, y, x)
    })
}

/// In PyTorch's order, of the convolution that leads from the small map back to the big one where the stride is 1:
/// inputs and outputs swapped, windows turned by half a turn.
pub fn turned(windows: &Windows, weights: &[f32]) -> Scratch {
    let (kernel, small, big) = (windows.kernel, windows.small.channels, windows.big.channels);
    arrange(weights, [big, small, kernel, kernel], |[i, o, y, x]| {
        place(windows, o, i, kernel - 1 - y, kernel - 1 - x)
    })
}

/// Adds numbers laid out by [`outputs_innermost`] (or [`outputs_outermost`]) to those in PyTorch's order.
pub fn add_back(windows: &Windows, numbers: &[f32], innermost: bool, out: &mut [f32]) {
    let (kernel, small, big) = (windows.kernel, windows.small.channels, windows.big.channels);
    for (at, number) in numbers.iter().enumerate() {
        let (output, window) = if innermost {
            (at % small, at / small)
        } else {
            (at / (numbers.len() / small), at % (numbers.len() / small))
        };
        let (input, pixel) = (window % big, window / big);
        out[place(windows, output, input, pixel / kernel, pixel % kernel)] += number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;
    use crate::model::Padding;

    #[test]
    fn every_order_holds_every_weight_at_its_place() {
        let big = ImageShape {
            height: 4,
            width: 4,
            channels: 2,
        };
        let windows = Windows::new(big, 3, 3, 1, Padding::Zero);
        let weights: Vec<f32> = (0..54).map(|i| i as f32).collect();
        // Output 2, input 1, row 0, column 2 is number (2 * 2 + 1) * 9 + 2 = 47 of PyTorch's order.
        assert_eq!(
            outputs_innermost(&windows, &weights)[(2 * 2 + 1) * 3 + 2],
            47.0
        );
        assert_eq!(
            outputs_outermost(&windows, &weights)[2 * 18 + 2 * 2 + 1],
            47.0
        );
        assert_eq!(rows_outermost(&windows, &weights)[2 * 6 + 2 * 2 + 1], 47.0);
        // Turned: input and output swapped, row 2, column 0.
        assert_eq!(turned(&windows, &weights)[(3 + 2) * 9 + 6], 47.0);
        for innermost in [true, false] {
            let arranged = if innermost {
                outputs_innermost(&windows, &weights)
            } else {
                outputs_outermost(&windows, &weights)
            };
            let mut back = vec![0.5; 54];
            add_back(&windows, &arranged, innermost, &mut back);
            let expected: Vec<f32> = weights.iter().map(|w| w + 0.5).collect();
            assert_eq!(back, expected);
        }
    }
}
