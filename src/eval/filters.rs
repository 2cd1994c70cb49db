//! Filters that smooth images: what denoising is held against. Beyond its border an image goes on as its mirror image, the
//! pixels at the border twice, as SciPy's `reflect` has it.

use crate::data::ImageShape;

/// The median of the `side` x `side` pixels around each, channel by channel; `side` is odd.
pub fn median_filter(image: &[f32], shape: ImageShape, side: usize) -> Vec<f32> {
    let reach = (side / 2) as isize;
    let mut around = Vec::with_capacity(side * side);
    each(shape, |y, x, channel| {
        around.clear();
        for dy in -reach..=reach {
            let row = mirrored(y as isize + dy, shape.height) * shape.width;
            for dx in -reach..=reach {
                let place = row + mirrored(x as isize + dx, shape.width);
                around.push(image[place * shape.channels + channel]);
            }
        }
        let middle = around.len() / 2;
        *around.select_nth_unstable_by(middle, f32::total_cmp).1
    })
}

/// Convolved with a Gaussian of `sigma` pixels, cut off at four of them, channel by channel.
pub fn gaussian_filter(image: &[f32], shape: ImageShape, sigma: f64) -> Vec<f32> {
    let reach = (4.0 * sigma + 0.5) as isize;
    let weights: Vec<f64> = (-reach..=reach)
        .map(|off| (-0.5 * (off as f64 / sigma).powi(2)).exp())
        .collect();
    let sum: f64 = weights.iter().sum();
    let weighted = |at: &dyn Fn(isize) -> f32| {
        let all = weights.iter().zip(-reach..);
        let all = all.map(|(weight, off)| weight / sum * f64::from(at(off)));
        all.sum::<f64>() as f32
    };
    let ImageShape {
        height,
        width,
        channels,
    } = shape;
    let down = each(shape, |y, x, channel| {
        weighted(&|off| {
            let row = mirrored(y as isize + off, height);
            image[(row * width + x) * channels + channel]
        })
    });
    each(shape, |y, x, channel| {
        weighted(&|off| {
            let column = mirrored(x as isize + off, width);
            down[(y * width + column) * channels + channel]
        })
    })
}

/// The number that `make` gives of each row, column and channel.
fn each(shape: ImageShape, mut make: impl FnMut(usize, usize, usize) -> f32) -> Vec<f32> {
    let mut out = Vec::with_capacity(shape.size());
    for y in 0..shape.height {
        for x in 0..shape.width {
            out.extend((0..shape.channels).map(|channel| make(y, x, channel)));
        }
    }
    out
}

/// The place below `length` that stands for `place`.
fn mirrored(place: isize, length: usize) -> usize {
    let length = length as isize;
    let place = place.rem_euclid(2 * length);
    place.min(2 * length - 1 - place) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
        ImageShape {
            height,
            width,
            channels,
        }
    }

    #[test]
    fn borders_are_mirrored() {
        // d c b a | a b c d | d c b a
        let found: Vec<usize> = (-4..8).map(|place| mirrored(place, 4)).collect();
        assert_eq!(found, [3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0]);
        assert_eq!(mirrored(-7, 2), 1);
        assert_eq!(mirrored(5, 1), 0);
    }

    #[test]
    fn a_median_takes_a_lone_pixel_away() {
        let image = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.5];
        // Four times in its own window, with four blacks and a white, the corner stays.
        let expected = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5];
        assert_eq!(median_filter(&image, shape(3, 3, 1), 3), expected);
        // 0, 0, 3 | 0, 3, 6 | 3, 6, 6 along a line.
        let line = [0.0, 3.0, 6.0];
        assert_eq!(median_filter(&line, shape(1, 3, 1), 3), [0.0, 3.0, 6.0]);
        // Of two channels each has its own.
        let two = [0.0, 9.0, 3.0, 9.0, 1.0, 5.0];
        let found = median_filter(&two, shape(1, 3, 2), 3);
        assert_eq!(found, [0.0, 9.0, 1.0, 9.0, 1.0, 5.0]);
        assert_eq!(median_filter(&line, shape(1, 3, 1), 1), line);
    }

    #[test]
    fn a_gaussian_spreads_a_pixel_and_keeps_the_sum() {
        // With sigma 0.5 the weights reach 2 pixels: 1, e^-2 and e^-8 over their sum.
        let [one, two] = [(-2f64).exp(), (-8f64).exp()];
        let sum = 1.0 + 2.0 * (one + two);
        let mut image = [0.0; 9];
        image[4] = 1.0;
        let found = gaussian_filter(&image, shape(1, 9, 1), 0.5);
        let expected = [0.0, 0.0, two, one, 1.0, one, two, 0.0, 0.0];
        for (found, expected) in found.iter().zip(expected) {
            assert!((f64::from(*found) - expected / sum).abs() < 1e-7, "{found}");
        }
        // In both directions alike.
        let found = gaussian_filter(&image, shape(3, 3, 1), 0.5);
        assert!((f64::from(found[4]) - (1.0 / sum).powi(2)).abs() < 1e-3);
        assert_eq!(found[1], found[3]);
        let still = gaussian_filter(&[0.25; 12], shape(2, 3, 2), 1.5);
        assert!(still.iter().all(|x| (x - 0.25).abs() < 1e-6));
    }
}
