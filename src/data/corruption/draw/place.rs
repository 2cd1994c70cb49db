//! Corruptions of parts of an image: a rectangle without anything in it, and fewer pixels.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::data::ImageShape;

/// Sides of a rectangle and its corner at the top left, each drawn where it is not fixed.
#[derive(Debug, Clone, Copy)]
pub struct Rectangle {
    pub height: usize,
    pub width: usize,
    pub top: Option<usize>,
    pub left: Option<usize>,
}

impl Rectangle {
    /// Calls `black` with each pixel's place among those of `shape`; the rectangle lies wholly inside of the image.
    pub fn for_each_pixel(
        self,
        shape: ImageShape,
        random: &mut ChaCha8Rng,
        mut black: impl FnMut(usize),
    ) {
        let mut span = |side: usize, length: usize, start: Option<usize>| {
            let length = length.min(side);
            // Drawn or not, as many draws are taken.
            let drawn = random.random_range(0..=side - length);
            let start = start.map_or(drawn, |start| start.min(side - length));
            start..start + length
        };
        let rows = span(shape.height, self.height, self.top);
        let columns = span(shape.width, self.width, self.left);
        for y in rows {
            for x in columns.clone() {
                black(y * shape.width + x);
            }
        }
    }
}

/// Writes `image` with the mean of each square of `factor` x `factor` pixels, of fewer at the ends, in place of its
/// pixels.
pub fn downsample(image: &[f32], out: &mut [f32], shape: ImageShape, factor: usize) {
    let ImageShape {
        height,
        width,
        channels,
    } = shape;
    let factor = factor.max(1);
    for top in (0..height).step_by(factor) {
        for left in (0..width).step_by(factor) {
            let rows = top..(top + factor).min(height);
            let columns = left..(left + factor).min(width);
            let places =
                rows.flat_map(|y| columns.clone().map(move |x| (y * width + x) * channels));
            for channel in 0..channels {
                let pixels = places.clone().map(|place| image[place + channel]);
                let (sum, count) = pixels.fold((0.0, 0.0), |(sum, n), x| (sum + x, n + 1.0));
                for place in places.clone() {
                    out[place + channel] = sum / count;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::random::{Purpose, stream};

    fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
        ImageShape {
            height,
            width,
            channels,
        }
    }

    fn pixels(rectangle: Rectangle, shape: ImageShape, seed: u64) -> Vec<usize> {
        let (mut found, mut random) = (Vec::new(), stream(seed, Purpose::Corruption, 0, 0));
        rectangle.for_each_pixel(shape, &mut random, |place| found.push(place));
        found
    }

    #[test]
    fn rectangles_lie_where_they_are_put_and_inside() {
        let fixed = |top, left| Rectangle {
            height: 2,
            width: 3,
            top: Some(top),
            left: Some(left),
        };
        let shape = shape(4, 5, 2);
        assert_eq!(pixels(fixed(1, 2), shape, 0), [7, 8, 9, 12, 13, 14]);
        assert_eq!(pixels(fixed(9, 9), shape, 0), [12, 13, 14, 17, 18, 19]);
        let drawn = Rectangle {
            top: None,
            left: None,
            ..fixed(0, 0)
        };
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..200 {
            let found = pixels(drawn, shape, seed);
            assert_eq!(found.len(), 6);
            assert!(found[0] % 5 <= 2 && found[0] / 5 <= 2, "{found:?}");
            seen.insert(found[0]);
        }
        assert_eq!(seen.len(), 9);
        let huge = Rectangle {
            height: 99,
            width: 99,
            ..drawn
        };
        assert_eq!(pixels(huge, shape, 0), (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn squares_become_their_means() {
        let image = [0.0, 4.0, 1.0, 2.0, 6.0, 5.0, 1.0, 2.0, 3.0];
        let mut out = [9.0; 9];
        downsample(&image, &mut out, shape(3, 3, 1), 2);
        // Whole squares, then two pixels at the ends, and the last one alone.
        assert_eq!(out, [3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 1.5, 1.5, 3.0]);
        let two = [0.0, 10.0, 2.0, 20.0];
        let mut out = [9.0; 4];
        downsample(&two, &mut out, shape(1, 2, 2), 4);
        assert_eq!(out, [1.0, 15.0, 1.0, 15.0]);
    }
}
