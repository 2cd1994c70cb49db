//! The wavelet transform of one image in place, and its transpose, which undoes it.

use multiversion::multiversion;

use crate::data::ImageShape;
use crate::model::device::wavelets::WaveletRule;

/// The transform of images of one shape.
pub struct Transform {
    image: ImageShape,
    levels: usize,
    low: &'static [f32],
    high: Vec<f32>,
}

/// A row or a column of pixels, or all columns at once: `count` runs of `run` numbers, `stride` apart.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    count: usize,
    run: usize,
    stride: usize,
}

impl Transform {
    pub fn new(rule: &WaveletRule) -> Self {
        Self {
            image: rule.image,
            levels: rule.levels(),
            low: rule.low(),
            high: rule.high(),
        }
    }

    /// An image to its coefficients. `scratch` has as many numbers.
    pub fn forward(&self, image: &mut [f32], scratch: &mut [f32]) {
        for level in 0..self.levels {
            for row in 0..self.image.height >> level {
                self.split(image, scratch, self.row(level, row));
            }
            self.split(image, scratch, self.columns(level));
        }
    }

    /// Coefficients to the image they are of.
    pub fn backward(&self, image: &mut [f32], scratch: &mut [f32]) {
        for level in (0..self.levels).rev() {
            self.merge(image, scratch, self.columns(level));
            for row in 0..self.image.height >> level {
                self.merge(image, scratch, self.row(level, row));
            }
        }
    }

    fn row(&self, level: usize, row: usize) -> Line {
        let ImageShape {
            width, channels, ..
        } = self.image;
        Line {
            start: row * width * channels,
            count: width >> level,
            run: channels,
            stride: channels,
        }
    }

    fn columns(&self, level: usize) -> Line {
        let ImageShape {
            height,
            width,
            channels,
        } = self.image;
        Line {
            start: 0,
            count: height >> level,
            run: (width >> level) * channels,
            stride: width * channels,
        }
    }

    fn split(&self, image: &mut [f32], scratch: &mut [f32], line: Line) {
        match (self.low, self.high.as_slice()) {
            (&[a, b], &[c, d]) => split_two(image, scratch, line, [a, b], [c, d]),
            (&[a, b, c, d], &[e, f, g, h]) => {
                split_four(image, scratch, line, [a, b, c, d], [e, f, g, h]);
            }
            _ => unreachable!("wavelets have two or four taps"),
        }
    }

    fn merge(&self, image: &mut [f32], scratch: &mut [f32], line: Line) {
        match (self.low, self.high.as_slice()) {
            (&[a, b], &[c, d]) => merge_two(image, scratch, line, [a, b], [c, d]),
            (&[a, b, c, d], &[e, f, g, h]) => {
                merge_four(image, scratch, line, [a, b, c, d], [e, f, g, h]);
            }
            _ => unreachable!("wavelets have two or four taps"),
        }
    }
}

/// Run `2 pair + tap`, wrapped around.
#[inline(always)]
fn wrapped(pair: usize, tap: usize, count: usize) -> usize {
    let at = 2 * pair + tap;
    if at >= count { at - count } else { at }
}

/// `low[i] = sum of l[k] x[2 i + k]` and `high[i] = sum of h[k] x[2 i + k]`, approximations before details.
#[inline(always)]
fn split<const TAPS: usize>(
    image: &mut [f32],
    scratch: &mut [f32],
    line: Line,
    run: usize,
    low: [f32; TAPS],
    high: [f32; TAPS],
) {
    let Line {
        start,
        count,
        stride,
        ..
    } = line;
    let (lows, highs) = scratch[..count * run].split_at_mut(count / 2 * run);
    let pairs = lows.chunks_exact_mut(run).zip(highs.chunks_exact_mut(run));
    for (pair, (lows, highs)) in pairs.enumerate() {
        let from: [&[f32]; TAPS] =
            std::array::from_fn(|tap| &image[start + wrapped(pair, tap, count) * stride..][..run]);
        for lane in 0..run {
            let (mut a, mut b) = (0.0, 0.0);
            for tap in 0..TAPS {
                a += low[tap] * from[tap][lane];
                b += high[tap] * from[tap][lane];
            }
            lows[lane] = a;
            highs[lane] = b;
        }
    }
    write_back(image, scratch, line, run);
}

/// The transpose: `x[2 i + k] = sum of l[k] low[i] + h[k] high[i]`.
#[inline(always)]
fn merge<const TAPS: usize>(
    image: &mut [f32],
    scratch: &mut [f32],
    line: Line,
    run: usize,
    low: [f32; TAPS],
    high: [f32; TAPS],
) {
    let Line {
        start,
        count,
        stride,
        ..
    } = line;
    let half = count / 2;
    scratch[..count * run].fill(0.0);
    for pair in 0..half {
        let lows = &image[start + pair * stride..][..run];
        let highs = &image[start + (half + pair) * stride..][..run];
        for tap in 0..TAPS {
            let to = &mut scratch[wrapped(pair, tap, count) * run..][..run];
            for lane in 0..run {
                to[lane] += low[tap] * lows[lane] + high[tap] * highs[lane];
            }
        }
    }
    write_back(image, scratch, line, run);
}

#[inline(always)]
fn write_back(image: &mut [f32], scratch: &[f32], line: Line, run: usize) {
    let Line {
        start,
        count,
        stride,
        ..
    } = line;
    for (at, from) in scratch[..count * run].chunks_exact(run).enumerate() {
        image[start + at * stride..][..run].copy_from_slice(from);
    }
}

/// Compiles `$core` for `$taps` taps and several instruction sets; runs of one number, the rows of grey images, apart.
macro_rules! compiled {
    ($name:ident, $core:ident, $taps:literal) => {
        #[multiversion(targets(
            "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
            "x86_64+avx2+fma"
        ))]
        fn $name(
            image: &mut [f32],
            scratch: &mut [f32],
            line: Line,
            low: [f32; $taps],
            high: [f32; $taps],
        ) {
            match line.run {
                1 => $core(image, scratch, line, 1, low, high),
                run => $core(image, scratch, line, run, low, high),
            }
        }
    };
}
compiled!(split_two, split, 2);
compiled!(split_four, split, 4);
compiled!(merge_two, merge, 2);
compiled!(merge_four, merge, 4);

#[cfg(test)]
mod tests {
    use rand::Rng as _;

    use super::*;
    use crate::data::random::{Purpose, stream};
    use crate::model::{Wavelet, WaveletFamily};

    fn transform(shape: [usize; 3], levels: usize, family: WaveletFamily) -> Transform {
        let [height, width, channels] = shape;
        let image = ImageShape {
            height,
            width,
            channels,
        };
        let wavelet = Wavelet {
            family,
            levels,
            ..Wavelet::default()
        };
        Transform::new(&WaveletRule { image, wavelet })
    }

    fn coefficients(transform: &Transform, image: &[f32]) -> Vec<f32> {
        let mut numbers = image.to_vec();
        transform.forward(&mut numbers, &mut vec![0.0; image.len()]);
        numbers
    }

    fn assert_close(found: &[f32], expected: &[f32]) {
        assert_eq!(found.len(), expected.len());
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 2e-6, "{found:?} is not {expected:?}");
        }
    }

    #[test]
    fn four_pixels_have_their_literal_coefficients() {
        let haar = transform([2, 2, 1], 1, WaveletFamily::Haar);
        assert_close(
            &coefficients(&haar, &[1.0, 2.0, 3.0, 4.0]),
            &[5.0, -1.0, -2.0, 0.0],
        );
        // On two pixels Daubechies-2 wraps around and is Haar.
        let daubechies = transform([2, 2, 1], 1, WaveletFamily::Daubechies2);
        assert_close(
            &coefficients(&daubechies, &[1.0, 2.0, 3.0, 4.0]),
            &[5.0, -1.0, -2.0, 0.0],
        );
    }

    #[test]
    fn one_pixel_shows_the_taps() {
        let daubechies = transform([2, 8, 1], 1, WaveletFamily::Daubechies2);
        let mut image = [0.0; 16];
        image[2] = std::f32::consts::SQRT_2;
        // Half of each goes to the approximation of the columns, half to their details.
        let row = [
            0.224_143_87,
            0.482_962_9,
            0.0,
            0.0,
            0.836_516_3,
            -0.129_409_52,
            0.0,
            0.0,
        ];
        let found = coefficients(&daubechies, &image);
        assert_close(&found[..8], &row);
    }

    #[test]
    fn constants_have_no_details_at_any_level() {
        for family in [WaveletFamily::Haar, WaveletFamily::Daubechies2] {
            let found = coefficients(&transform([8, 8, 1], 3, family), &[0.5; 64]);
            // The mean times the root of the number of pixels.
            assert!((found[0] - 4.0).abs() < 1e-5, "{}", found[0]);
            assert!(found[1..].iter().all(|c| c.abs() < 1e-5));
        }
    }

    #[test]
    fn the_transform_keeps_lengths_and_its_transpose_undoes_it() {
        let shapes = [[28, 28, 1], [2, 6, 3], [16, 4, 2], [12, 20, 1], [2, 2, 1]];
        for (shape, family) in shapes
            .into_iter()
            .flat_map(|shape| [WaveletFamily::Haar, WaveletFamily::Daubechies2].map(|f| (shape, f)))
        {
            let mut random = stream(1, Purpose::Sampling, 0, 0);
            let size = shape.iter().product();
            let image: Vec<f32> = (0..size).map(|_| random.random_range(-1.0..1.0)).collect();
            let transform = transform(shape, 5, family);
            let mut numbers = coefficients(&transform, &image);
            let squares = |x: &[f32]| x.iter().map(|x| x * x).sum::<f32>();
            assert!((squares(&numbers) / squares(&image) - 1.0).abs() < 1e-5);
            assert!(numbers.iter().zip(&image).any(|(a, b)| (a - b).abs() > 0.1));
            transform.backward(&mut numbers, &mut vec![0.0; size]);
            assert_close(&numbers, &image);
        }
    }
}
