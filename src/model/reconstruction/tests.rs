//! Tests that the trained loss is the reported one, and of the gradients of all but the pixel losses.

use dfdx::prelude::*;
use rand::Rng as _;

use super::*;
use crate::data::PictureSet;
use crate::data::random::{Purpose, stream};
use crate::model::{Architecture, Border, Norm, Perceptual};

const DIGIT: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};

fn reconstruction(loss: Loss) -> Reconstruction<Cpu> {
    let blueprint = Blueprint {
        architecture: Architecture::default(),
        loss,
        shape: DIGIT.into(),
        seed: 0,
    };
    let reconstruction = Reconstruction::new(&blueprint, &Cpu::default()).unwrap();
    for objective in objectives() {
        reconstruction.prepare(&objective).unwrap();
    }
    reconstruction
}

/// Images in [0, 1].
fn images(rows: usize, seed: u64) -> Vec<f32> {
    let mut random = stream(seed, Purpose::Sampling, 0, 0);
    let count = rows * DIGIT.size();
    (0..count)
        .map(|_| random.random_range(0.05..0.95))
        .collect()
}

fn tensor(numbers: &[f32]) -> Rows<usize, Cpu> {
    let shape = (numbers.len() / DIGIT.size(), DIGIT.size());
    Cpu::default().tensor_from_vec(numbers.to_vec(), shape)
}

/// Objectives with and without a window, with every choice of features.
fn objectives() -> Vec<Objective> {
    let border = Border {
        width: 5,
        weight: 0.2,
    };
    let mut squared = Objective {
        border,
        ..Objective::default()
    };
    squared.wavelet.norm = Norm::L2;
    squared.wavelet.details[0] = 0.5;
    squared.perceptual = Perceptual {
        features: PictureSet::FashionMnist.into(),
        pixels: 0.0,
    };
    let absolute = Objective {
        border,
        ..Objective::default()
    };
    vec![Objective::default(), squared, absolute]
}

#[test]
fn what_is_reported_is_what_is_trained_for_every_loss_and_window() {
    let (output, target) = (images(3, 1), images(3, 2));
    let of_images = |loss: &Loss| *loss != Loss::CrossEntropy;
    for loss in Loss::ALL.into_iter().filter(of_images) {
        let reconstruction = reconstruction(loss);
        let mut values = Vec::new();
        for objective in objectives() {
            let trained = reconstruction.loss(tensor(&output), &tensor(&target), &objective);
            let trained = f64::from(trained.unwrap().0.array());
            let errors = reconstruction.errors(&output, &target, &objective).unwrap();
            // One number a sample, or a mean over its numbers.
            let count = match reconstruction.is_by_sample() {
                true => errors.loss.len(),
                false => output.len(),
            };
            let mean = errors.loss.iter().sum::<f64>() / count as f64;
            assert!(
                (trained / mean - 1.0).abs() < 1e-5,
                "{loss:?}: {trained} {mean}"
            );
            values.push(mean);
            // The window changes the loss alone.
            let plain = reconstruction
                .errors(&output, &target, &Objective::default())
                .unwrap();
            assert_eq!(errors.squared, plain.squared);
            assert_eq!(errors.cross_entropy, plain.cross_entropy);
        }
        let minds_it = (values[0] / values[2] - 1.0).abs() > 1e-4;
        assert_eq!(minds_it, loss != Loss::Kl, "{loss:?} and the window");
    }
}

#[test]
fn equal_images_have_no_loss_and_errors_at_the_edge_count_less() {
    let border = Objective {
        border: Border {
            width: 4,
            weight: 0.0,
        },
        ..Objective::default()
    };
    let target = images(1, 3);
    let changed = |place: usize| {
        let mut output = target.clone();
        output[place] += 0.05;
        output
    };
    let (edge, inside) = (changed(5), changed(14 * 28 + 14));
    for loss in [Loss::Mse, Loss::L1, Loss::Wavelet, Loss::Perceptual] {
        let reconstruction = reconstruction(loss);
        let of = |output: &[f32]| {
            reconstruction
                .errors(output, &target, &border)
                .unwrap()
                .loss[0]
        };
        assert_eq!(of(&target), 0.0, "{loss:?}");
        // The edge weighs nothing; rounding of target plus error minus target may be left.
        assert!(
            of(&edge) < 1e-6 * of(&inside),
            "{loss:?}: {} {}",
            of(&edge),
            of(&inside)
        );
    }
}

#[test]
fn the_gradient_passes_through_the_features() {
    let (output, target) = (images(1, 4), images(1, 5));
    let reconstruction = reconstruction(Loss::Perceptual);
    for objective in objectives() {
        let value = |output: &[f32]| {
            let loss = reconstruction.loss(tensor(output), &tensor(&target), &objective);
            f64::from(loss.unwrap().0.array())
        };
        let traced = tensor(&output);
        let loss = reconstruction.loss(traced.leaky_trace(), &tensor(&target), &objective);
        let gradient = loss.unwrap().0.backward().get(&traced).as_vec();
        // Along the gradient all pixels move at once, so that rounding is small beside the change.
        let length = gradient
            .iter()
            .map(|g| f64::from(g * g))
            .sum::<f64>()
            .sqrt();
        assert!(length > 0.0);
        let step = 0.02;
        let moved = |sign: f64| {
            let pairs = output.iter().zip(&gradient);
            let moved: Vec<f32> = pairs
                .map(|(y, g)| y + (sign * step * f64::from(*g) / length) as f32)
                .collect();
            value(&moved)
        };
        let slope = (moved(1.0) - moved(-1.0)) / (2.0 * step);
        assert!(
            (slope / length - 1.0).abs() < 0.01,
            "{slope} is not {length}"
        );
    }
}

#[test]
fn a_loss_that_images_cannot_have_is_refused() {
    let refused = |loss, image: ImageShape| {
        let blueprint = Blueprint {
            architecture: Architecture::default(),
            loss,
            shape: image.into(),
            seed: 0,
        };
        let refused = Reconstruction::new(&blueprint, &Cpu::default()).err();
        refused.expect("refused").to_string()
    };
    let odd = ImageShape {
        height: 27,
        ..DIGIT
    };
    assert!(refused(Loss::Wavelet, odd).contains("not 27 × 28 × 1: loss"));
    assert!(refused(Loss::Perceptual, odd).contains("not 27 × 28 × 1: loss"));
}
