//! Padded maps, so that windows need not check the border.

use crate::data::ImageShape;
use crate::model::Padding;
use crate::model::device::maps::{padded, source};

/// Copies `map` into the middle of `out`, which has `margin` more pixels on each side, and fills the margin if it
/// mirrors the map. A margin of zeros is left as it is: it is zero from the start.
pub fn pad(map: &[f32], shape: ImageShape, margin: usize, padding: Padding, out: &mut [f32]) {
    let row = shape.width * shape.channels;
    let out_row = padded(shape, margin).width * shape.channels;
    let begin = margin * shape.channels;
    for (y, numbers) in map.chunks_exact(row).enumerate() {
        let at = (y + margin) * out_row + begin;
        out[at..at + row].copy_from_slice(numbers);
    }
    if padding == Padding::Reflect {
        each_of_margin(shape, margin, |from, to| {
            let pixel = &map[from..from + shape.channels];
            out[to..to + shape.channels].copy_from_slice(pixel);
        });
    }
}

/// Adds to each number of `map` those of `wide` that [`pad`] would fill from it.
pub fn fold(wide: &[f32], shape: ImageShape, margin: usize, padding: Padding, map: &mut [f32]) {
    let row = shape.width * shape.channels;
    let wide_row = padded(shape, margin).width * shape.channels;
    let begin = margin * shape.channels;
    for (y, numbers) in map.chunks_exact_mut(row).enumerate() {
        let at = (y + margin) * wide_row + begin;
        for (number, more) in numbers.iter_mut().zip(&wide[at..at + row]) {
            *number += more;
        }
    }
    if padding == Padding::Reflect {
        each_of_margin(shape, margin, |to, from| {
            let pixel = &wide[from..from + shape.channels];
            for (number, more) in map[to..to + shape.channels].iter_mut().zip(pixel) {
                *number += more;
            }
        });
    }
}

/// Calls `each` with the place of a pixel in the map and the place of the pixel of the margin that mirrors it.
fn each_of_margin(shape: ImageShape, margin: usize, mut each: impl FnMut(usize, usize)) {
    let wide = padded(shape, margin);
    let inside = |at: usize, side: usize| (margin..margin + side).contains(&at);
    let from = |at: usize, side| source(at as isize - margin as isize, side, Padding::Reflect);
    for y in 0..wide.height {
        for x in 0..wide.width {
            if inside(y, shape.height) && inside(x, shape.width) {
                continue;
            }
            if let (Some(row), Some(column)) = (from(y, shape.height), from(x, shape.width)) {
                each(
                    (row * shape.width + column) * shape.channels,
                    (y * wide.width + x) * shape.channels,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: ImageShape = ImageShape {
        height: 2,
        width: 3,
        channels: 1,
    };

    #[test]
    fn pads_with_zeros_or_a_mirror() {
        let map = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let mut out = [0.0; 20];
        pad(&map, SHAPE, 1, Padding::Zero, &mut out);
        assert_eq!(out[5..10], [0.0, 1.0, 2.0, 3.0, 0.0]);
        assert_eq!(out[..5], [0.0; 5]);
        pad(&map, SHAPE, 1, Padding::Reflect, &mut out);
        assert_eq!(out[..5], [5.0, 4.0, 5.0, 6.0, 5.0]);
        assert_eq!(out[5..10], [2.0, 1.0, 2.0, 3.0, 2.0]);
        assert_eq!(out[15..], [2.0, 1.0, 2.0, 3.0, 2.0]);
    }

    #[test]
    fn folding_adds_what_was_mirrored() {
        let mut map = [0.0; 6];
        fold(&[1.0; 20], SHAPE, 1, Padding::Reflect, &mut map);
        // The middle column is mirrored on both sides, and each row once.
        assert_eq!(map, [2.0, 6.0, 2.0, 2.0, 6.0, 2.0]);
        fold(&[1.0; 20], SHAPE, 1, Padding::Zero, &mut map);
        assert_eq!(map, [3.0, 7.0, 3.0, 3.0, 7.0, 3.0]);
    }
}
