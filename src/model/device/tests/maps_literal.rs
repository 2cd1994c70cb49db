//! Operations on feature maps against what PyTorch 2 gives for the same numbers.

use dfdx::prelude::*;

use super::super::Kernels;
use super::super::maps::{Statistics, Windows};
use super::maps::{Case, Way, shape};
use crate::model::{Activation, Padding};

/// Number `i` is `i * factor mod modulus - shift`.
fn sequence(count: usize, factor: usize, modulus: usize, shift: f32) -> Vec<f32> {
    (0..count)
        .map(|i| (i * factor % modulus) as f32 - shift)
        .collect()
}

fn outputs(windows: Windows, way: Way) -> Vec<f32> {
    let mut case = Case::new(windows, way, Activation::Identity, 1);
    case.x = sequence(case.x.len(), 7, 11, 5.0);
    case.weight = sequence(case.weight.len(), 5, 7, 3.0);
    case.bias = [1.0, -2.0][..case.bias.len()].to_vec();
    let [output, ..] = case.run(true);
    let [same, ..] = case.run(false);
    assert_eq!(output, same, "the operations made of dfdx's own");
    output
}

#[test]
fn convolutions() {
    let (zero, mirror) = (Padding::Zero, Padding::Reflect);
    let run = |map, channels, kernel, stride, padding| {
        let windows = Windows::new(map, channels, kernel, stride, padding);
        outputs(windows, Way::In)
    };
    assert_eq!(
        run(shape(3, 2, 2), 1, 3, 1, zero),
        [-28.0, -17.0, 32.0, 22.0, 8.0, 19.0]
    );
    assert_eq!(
        run(shape(3, 3, 1), 2, 3, 1, mirror),
        [
            -23.0, -8.0, -12.0, 2.0, -6.0, 5.0, -13.0, 7.0, -2.0, 17.0, -7.0, 9.0, 6.0, -13.0,
            -38.0, 19.0, -10.0, 11.0
        ]
    );
    assert_eq!(
        run(shape(3, 4, 2), 2, 3, 2, zero),
        [-13.0, -2.0, 13.0, 19.0, -29.0, -50.0, 10.0, 19.0]
    );
    assert_eq!(
        run(shape(3, 3, 1), 1, 5, 1, mirror),
        [-3.0, -37.0, 47.0, 34.0, 0.0, -26.0, -18.0, 3.0, 21.0]
    );
    assert_eq!(
        run(shape(4, 3, 1), 2, 5, 2, zero),
        [6.0, -9.0, 19.0, 18.0, -20.0, -11.0, 37.0, -17.0]
    );
}

#[test]
fn transposed_convolutions_to_even_and_odd_sides() {
    let run = |map, channels, kernel| {
        // Its padding is of the way in, and has no say here.
        let windows = Windows::new(map, channels, kernel, 2, Padding::Reflect);
        outputs(windows, Way::Out)
    };
    assert_eq!(run(shape(4, 1, 1), 2, 3), [-16.0, 2.0, -10.0, 7.0]);
    assert_eq!(
        run(shape(3, 3, 2), 1, 3),
        [
            -14.0, 3.0, -8.0, 15.0, 7.0, -4.0, 12.0, 2.0, -26.0, 6.0, 5.0, -12.0, -5.0, 0.0, -11.0,
            9.0, 16.0, -7.0
        ]
    );
    assert_eq!(
        run(shape(2, 4, 1), 1, 5),
        [-8.0, 12.0, 18.0, -1.0, 15.0, -14.0, -8.0, 7.0]
    );
}

#[test]
fn pooling_keeps_the_last_row_and_column_and_upsampling_crops_them() {
    let map = |height: usize, width: usize| {
        let x = sequence(height * width * 2, 7, 11, 5.0);
        Cpu::default().tensor_from_vec(x, (1, height * width * 2))
    };
    assert_eq!(
        Cpu::max_pool(map(3, 3), shape(3, 3, 2)).unwrap().as_vec(),
        [4.0, 5.0, 1.0, -3.0, 5.0, 1.0, -3.0, 4.0]
    );
    assert_eq!(
        Cpu::upsample(map(2, 2), shape(3, 4, 2)).unwrap().as_vec(),
        [
            -5.0, 2.0, -5.0, 2.0, -2.0, 5.0, -2.0, 5.0, -5.0, 2.0, -5.0, 2.0, -2.0, 5.0, -2.0, 5.0,
            1.0, -3.0, 1.0, -3.0, 4.0, 0.0, 4.0, 0.0
        ]
    );
    // Of equal numbers the first takes the gradient.
    let x = Cpu::default().tensor_from_vec(vec![1.0, 3.0, 3.0, 2.0], (1, 4));
    let y = Cpu::max_pool(x.leaky_trace(), shape(2, 2, 1)).unwrap();
    let gradients = y.sum::<Rank0, _>().backward();
    assert_eq!(gradients.get(&x).as_vec(), [0.0, 1.0, 0.0, 0.0]);
}

#[test]
fn batch_norm() {
    let device = Cpu::default();
    let close = |ours: &[f32], theirs: &[f32]| super::assert_close(ours, theirs, 3e-6, "PyTorch");
    let x = [
        -5.0, 2.0, -2.0, 5.0, 1.0, -3.0, 4.0, 0.0, -9.0, 5.0, -3.0, 11.0, 3.0, -5.0, 9.0, 1.0,
    ];
    let x = device.tensor_from_vec(x.to_vec(), (2, 8));
    let weight = device.tensor_from_vec(vec![2.0, 0.5], (2,));
    let bias = device.tensor_from_vec(vec![1.0, -1.0], (2,));
    let identity = Activation::Identity;
    let traced = x.leaky_trace();
    let (y, measured) =
        Cpu::batch_norm(traced, &weight, &bias, Statistics::Batch, identity).unwrap();
    assert_eq!(measured.mean.as_vec(), [-0.25, 2.0]);
    assert_eq!(measured.variance.as_vec(), [28.187_5, 22.25]);
    close(
        &y.as_vec(),
        &[
            -0.78935, -1.0, 0.340766, -0.682001, 1.470881, -1.529999, 2.600997, -1.212, -2.296171,
            -0.682001, -0.035939, -0.046002, 2.224292, -1.741998, 4.484523, -1.106,
        ],
    );
    let slopes = device.tensor_from_vec(sequence(16, 3, 5, 2.0), (2, 8));
    let gradients = (y * slopes).sum::<Rank0, _>().backward();
    close(
        &gradients.get(&x).as_vec(),
        &[
            -0.610162, 0.09275, -0.23471, 0.171952, 0.140742, -0.180587, 0.516195, -0.101385,
            0.898329, -0.040048, -0.610997, 0.012357, -0.236798, 0.261277, 0.137401, -0.216317,
        ],
    );
    close(&gradients.get(&weight).as_vec(), &[0.047088, 3.179993]);
    close(&gradients.get(&bias).as_vec(), &[-3.0, 1.0]);
    // As after one step from a mean of 0 and a variance of 1.
    let mut mean = device.tensor_from_vec(vec![0.0; 2], (2,));
    let mut variance = device.tensor_from_vec(vec![1.0; 2], (2,));
    Cpu::follow(&mut mean, &measured.mean, 0.1, 1.0).unwrap();
    Cpu::follow(&mut variance, &measured.variance, 0.1, 8.0 / 7.0).unwrap();
    close(&mean.as_vec(), &[-0.025, 0.2]);
    close(&variance.as_vec(), &[4.121_428_5, 3.442_857]);
    let running = Statistics::Running {
        mean: &mean,
        variance: &variance,
    };
    let (y, _) = Cpu::batch_norm(x, &weight, &bias, running, identity).unwrap();
    close(
        &y.as_vec(),
        &[
            -3.901158, -0.514955, -0.945686, 0.293454, 2.009786, -1.862303, 4.965259, -1.053894,
            -7.841787, 0.293454, -1.930843, 1.910272, 3.980101, -2.401242, 9.891046, -0.784424,
        ],
    );
}
