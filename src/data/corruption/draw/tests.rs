//! Noise by the numbers: literal draws, statistics over many pixels, and what stays the same.

use super::*;
use crate::data::{Samples, Scaling};

const GREY: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};
const DRAW: Draw = Draw::Epoch { seed: 3, epoch: 2 };

/// `count` images of `value`, corrupted.
fn spoiled(corruption: Corruption, value: f32, count: u32, shape: ImageShape) -> Vec<f32> {
    let clean = vec![value; count as usize * shape.size()];
    let indices: Vec<u32> = (0..count).collect();
    let mut out = Vec::new();
    corruption
        .corrupted(&clean, &indices, &Scaler::unit(shape), DRAW, &mut out)
        .to_vec()
}

fn share(numbers: &[f32], wanted: f32) -> f64 {
    numbers.iter().filter(|&&x| x == wanted).count() as f64 / numbers.len() as f64
}

#[test]
fn gaussian_noise_has_its_deviation_and_is_clipped() {
    // 313,600 numbers: the mean is known to 0.0004, the deviation to 0.0003.
    let noisy = spoiled(Corruption::Gaussian { std: 0.1 }, 0.5, 400, GREY);
    let count = noisy.len() as f64;
    let mean = noisy.iter().map(|&x| f64::from(x)).sum::<f64>() / count;
    let square = |&x: &f32| (f64::from(x) - mean).powi(2);
    let deviation = (noisy.iter().map(square).sum::<f64>() / count).sqrt();
    assert!((mean - 0.5).abs() < 1e-3, "{mean}");
    assert!((deviation - 0.1).abs() < 1e-3, "{deviation}");
    // Half of the noise on black would be darker than black.
    let clipped = spoiled(Corruption::Gaussian { std: 0.5 }, 0.0, 400, GREY);
    assert!((share(&clipped, 0.0) - 0.5).abs() < 5e-3);
    // Beyond two deviations: 2.275%.
    assert!((share(&clipped, 1.0) - 0.022_75).abs() < 2e-3);
    assert!(clipped.iter().all(|x| (0.0..=1.0).contains(x)));
}

#[test]
fn masks_and_salt_and_pepper_change_their_share_of_pixels() {
    for (fraction, block) in [(0.3, 1), (0.3, 4), (0.5, 7), (0.9, 3), (0.25, 500)] {
        let masked = spoiled(Corruption::Masking { fraction, block }, 0.6, 500, GREY);
        let found = share(&masked, 0.0);
        let wanted = f64::from(fraction);
        // A block as large as the image covers all of it or none, so the share is known to 0.01 or so.
        let slack = if block > 28 { 0.06 } else { 0.01 };
        assert!(
            (found - wanted).abs() < slack,
            "{found} in blocks of {block}"
        );
        assert!((share(&masked, 0.6) + found - 1.0).abs() < 1e-9);
    }
    let all = Corruption::Masking {
        fraction: 1.0,
        block: 5,
    };
    assert_eq!(share(&spoiled(all, 0.6, 3, GREY), 0.0), 1.0);
    let peppered = spoiled(Corruption::SaltAndPepper { fraction: 0.2 }, 0.6, 400, GREY);
    for colour in [0.0, 1.0] {
        assert!((share(&peppered, colour) - 0.1).abs() < 3e-3);
    }
}

#[test]
fn blocks_are_squares_and_the_border_is_covered_like_the_middle() {
    let blocks = Corruption::Masking {
        fraction: 0.3,
        block: 4,
    };
    let images = spoiled(blocks, 1.0, 2_000, GREY);
    let often = |place: usize| {
        let pixels = images.iter().skip(place).step_by(784);
        pixels.filter(|&&x| x == 0.0).count() as f64 / 2_000.0
    };
    // Corner, edge and middle: known to 1%.
    for place in [0, 14, 14 * 28 + 14] {
        assert!((often(place) - 0.3).abs() < 0.05, "{}", often(place));
    }
    // Away from the border nothing is masked without its neighbours.
    for image in images.chunks(784).take(100) {
        for place in (0..784).filter(|place| (3..25).contains(&(place % 28))) {
            let lonely = image[place] == 0.0 && image[place - 1] != 0.0 && image[place + 1] != 0.0;
            assert!(!lonely);
        }
    }
}

#[test]
fn channels_of_a_pixel_go_together() {
    let colour = ImageShape {
        channels: 3,
        ..GREY
    };
    for corruption in [
        Corruption::SaltAndPepper { fraction: 0.5 },
        Corruption::Masking {
            fraction: 0.5,
            block: 1,
        },
        Corruption::Masking {
            fraction: 0.5,
            block: 4,
        },
    ] {
        let pixels = spoiled(corruption, 0.5, 4, colour);
        assert!(pixels.chunks(3).all(|p| p[0] == p[1] && p[1] == p[2]));
        assert!(pixels.contains(&0.5) && pixels.contains(&0.0));
    }
}

#[test]
fn noise_depends_on_seed_epoch_and_image_and_on_nothing_else() {
    let noise = Corruption::Gaussian { std: 0.3 };
    let clean = vec![0.5; 3 * 784];
    let draw = |indices: &[u32], draw| {
        let mut out = vec![9.0; 5];
        let clean = &clean[..indices.len() * 784];
        noise
            .corrupted(clean, indices, &Scaler::unit(GREY), draw, &mut out)
            .to_vec()
    };
    let epoch = |seed, epoch| Draw::Epoch { seed, epoch };
    let together = draw(&[7, 8, 9], epoch(1, 4));
    assert_eq!(draw(&[8], epoch(1, 4)), together[784..1568]);
    assert_ne!(draw(&[8], epoch(1, 5)), together[784..1568]);
    assert_ne!(draw(&[8], epoch(2, 4)), together[784..1568]);
    assert_ne!(together[..784], together[784..1568]);
    assert_eq!(draw(&[8], Draw::Fixed), draw(&[1, 8], Draw::Fixed)[784..]);
    // The first numbers, for good.
    let first = &draw(&[0], epoch(0, 0))[..3];
    assert_eq!(first, FIRST);
}

#[test]
fn the_same_pixels_are_masked_on_every_machine() {
    let mask = Corruption::Masking {
        fraction: 0.5,
        block: 1,
    };
    let masked = spoiled(mask, 1.0, 1, GREY);
    assert_eq!(masked[..8], [0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0]);
}

const FIRST: [f32; 3] = [0.124_205_83, 1.0, 0.632_047_6];

#[test]
fn amounts_are_in_the_display_scale_whatever_the_scaling() {
    let shape = ImageShape {
        height: 1,
        width: 4,
        channels: 1,
    };
    let images = Samples::images(shape, vec![0, 51, 153, 204], None).unwrap();
    let standard = Scaler::fit(Scaling::Standardised, &images, &[0]);
    let corrupted = |scaler: &Scaler, corruption: Corruption| {
        let mut clean = vec![0.0; 4];
        scaler.put_input(&images, 0, &mut clean);
        let mut out = Vec::new();
        let seen = corruption.corrupted(&clean, &[0], scaler, DRAW, &mut out);
        let mut shown = seen.to_vec();
        scaler.unscale(&mut shown);
        shown
    };
    for corruption in [
        Corruption::None,
        Corruption::Gaussian { std: 0.5 },
        Corruption::Masking {
            fraction: 0.5,
            block: 1,
        },
        Corruption::SaltAndPepper { fraction: 0.9 },
        Corruption::Rectangle {
            height: 1,
            width: 2,
            top: None,
            left: Some(1),
        },
        Corruption::Downsampling { factor: 2 },
    ] {
        let (a, b) = (
            corrupted(&Scaler::unit(shape), corruption),
            corrupted(&standard, corruption),
        );
        for (a, b) in a.iter().zip(b) {
            assert!((a - b).abs() < 1e-6, "{corruption:?}: {a} {b}");
        }
    }
}

#[test]
fn rectangles_are_drawn_for_each_image_or_fixed_for_all() {
    let rectangle = |top, left| Corruption::Rectangle {
        height: 7,
        width: 14,
        top,
        left,
    };
    let black = |corruption| -> Vec<Vec<usize>> {
        let images = spoiled(corruption, 0.6, 20, GREY);
        let places = images.chunks(784).map(|image| {
            let pixels = image.iter().enumerate();
            pixels.filter(|(_, x)| **x == 0.0).map(|(i, _)| i).collect()
        });
        places.collect()
    };
    let fixed = black(rectangle(Some(3), Some(5)));
    assert!(fixed.iter().all(|places| *places == fixed[0]));
    assert_eq!((fixed[0].len(), fixed[0][0]), (98, 3 * 28 + 5));
    let drawn = black(rectangle(None, None));
    assert!(drawn.iter().all(|places| places.len() == 98) && drawn[0] != drawn[1]);
    let rows = black(rectangle(None, Some(5)));
    assert!(rows.iter().all(|places| places[0] % 28 == 5));
}

#[test]
fn without_noise_the_images_themselves_are_seen() {
    let clean = vec![0.5; 784];
    let mut out = Vec::new();
    for nothing in [Corruption::None, Corruption::Gaussian { std: 0.0 }] {
        let seen = nothing.corrupted(&clean, &[0], &Scaler::unit(GREY), DRAW, &mut out);
        assert!(std::ptr::eq(seen.as_ptr(), clean.as_ptr()));
    }
}

/// As plainly as can be, one number after the other: what saved runs were trained on.
fn plainly(corruption: Corruption, clean: &[f32], shape: ImageShape, index: u32) -> Vec<f32> {
    let mut random = DRAW.stream(index);
    let mut image = clean.to_vec();
    match corruption {
        Corruption::Gaussian { std } => {
            for number in &mut image {
                let noise: f32 = StandardNormal.sample(&mut random);
                *number = (*number + std * noise).clamp(0.0, 1.0);
            }
        }
        Corruption::SaltAndPepper { fraction } => {
            for pixel in image.chunks_mut(shape.channels) {
                let drawn = f64::from(random.random::<u32>()) / 2f64.powi(32);
                if drawn < f64::from(fraction) {
                    pixel.fill(f32::from(drawn >= 0.5 * f64::from(fraction)));
                }
            }
        }
        Corruption::Masking { fraction, block } => {
            let mut mask = vec![false; shape.height * shape.width];
            let wanted = f64::from(fraction) * mask.len() as f64;
            let mut covered = 0.0;
            while covered < wanted {
                let y = random.random_range(1..shape.height + block);
                let x = random.random_range(1..shape.width + block);
                let mut square = mask.clone();
                for (place, masked) in square.iter_mut().enumerate() {
                    let (row, column) = (place / shape.width, place % shape.width);
                    let inside = row < y && row + block >= y && column < x && column + block >= x;
                    *masked |= inside;
                }
                let after = square.iter().filter(|&&masked| masked).count() as f64;
                let is_last = after > wanted;
                if is_last && random.random::<f64>() * (after - covered) >= wanted - covered {
                    break;
                }
                mask = square;
                covered = after;
            }
            for (pixel, masked) in image.chunks_mut(shape.channels).zip(mask) {
                if masked {
                    pixel.fill(0.0);
                }
            }
        }
        Corruption::None
        | Corruption::Rectangle { .. }
        | Corruption::Downsampling { .. }
        | Corruption::MaskedSteps { .. } => {}
    }
    image
}

#[test]
fn many_draws_at_once_are_those_of_one_by_one() {
    let large = ImageShape {
        height: 33,
        width: 29,
        channels: 3,
    };
    for shape in [GREY, large] {
        let size = shape.size();
        let clean: Vec<f32> = (0..9 * size).map(|i| (i % 256) as f32 / 255.0).collect();
        let indices: Vec<u32> = (100..109).collect();
        for corruption in [
            Corruption::Gaussian { std: 0.5 },
            Corruption::SaltAndPepper { fraction: 0.25 },
            Corruption::Masking {
                fraction: 0.4,
                block: 5,
            },
        ] {
            let mut out = vec![7.0; 3];
            let seen = corruption.corrupted(&clean, &indices, &Scaler::unit(shape), DRAW, &mut out);
            for (row, index) in indices.iter().enumerate() {
                let place = row * size..(row + 1) * size;
                let expected = plainly(corruption, &clean[place.clone()], shape, *index);
                assert_eq!(seen[place], expected, "{corruption:?} on image {index}");
            }
        }
    }
}
