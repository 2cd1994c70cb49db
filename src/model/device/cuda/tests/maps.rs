//! Convolutions, pooling, upsampling and batch norm.

use dfdx::prelude::*;

use super::*;
use crate::data::ImageShape;
use crate::model::device::maps::{Filters, Statistics, Windows, halved};
use crate::model::{Activation, Padding};

fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
    ImageShape {
        height,
        width,
        channels,
    }
}

/// A convolution, or a transposed one, with or without the gradient of its input.
struct Convolution {
    windows: Windows,
    inward: bool,
    activation: Activation,
    rows: usize,
}

impl Check for Convolution {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let windows = self.windows;
        let (input, output) = match self.inward {
            true => (windows.big, windows.small),
            false => (windows.small, windows.big),
        };
        let kernel = windows.kernel;
        let sizes = (windows.small.channels, windows.big.channels, kernel, kernel);
        let x: Rows<usize, D> = draw(device, (self.rows, input.size()), 1);
        let weight: Filters<D> = draw(device, sizes, 2);
        let bias = draw(device, (output.channels,), 3);
        let activation = self.activation;
        let run = |x: Traced<D>, slope| match self.inward {
            true => D::convolution(x, &weight, &bias, windows, activation, slope).unwrap(),
            false => D::transposed_convolution(x, &weight, &bias, windows, activation).unwrap(),
        };
        let y = run(x.leaky_trace(), true);
        let mut found = vec![y.as_vec()];
        let gradients = backward(y);
        found.push(gradients.get(&x).as_vec());
        found.push(gradients.get(&weight).as_vec());
        found.push(gradients.get(&bias).as_vec());
        let gradients = backward(run(x.leaky_trace(), false));
        found.push(gradients.get(&weight).as_vec());
        found
    }
}

#[test]
fn convolutions_agree() {
    let cases = [
        (shape(7, 9, 1), 3, 3, 1, Padding::Zero, 3),
        (shape(6, 5, 3), 8, 3, 2, Padding::Zero, 1),
        (shape(9, 9, 4), 5, 5, 1, Padding::Reflect, 2),
        (shape(5, 8, 2), 3, 5, 2, Padding::Reflect, 3),
        (shape(1, 4, 3), 2, 3, 1, Padding::Reflect, 2),
        (shape(2, 1, 2), 2, 5, 1, Padding::Reflect, 2),
        (shape(2, 3, 2), 2, 7, 1, Padding::Reflect, 1),
        (shape(1, 1, 1), 1, 3, 2, Padding::Zero, 1),
        (shape(4, 4, 3), 5, 1, 1, Padding::Zero, 2),
        (shape(28, 28, 1), 16, 3, 2, Padding::Zero, 33),
    ];
    for (index, (big, channels, kernel, stride, padding, rows)) in cases.into_iter().enumerate() {
        for inward in [true, false] {
            let check = Convolution {
                windows: Windows::new(big, channels, kernel, stride, padding),
                inward,
                activation: Activation::ALL[(index + usize::from(inward)) % 6],
                rows,
            };
            let what = format!("{:?} inward {inward} {:?}", check.windows, check.activation);
            agree(&what, 1e-4, &check);
        }
    }
}

/// Pooling then upsampling; with equal numbers, whose gradient goes to the first.
struct Pooling(ImageShape);

impl Check for Pooling {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let rows = 3;
        let (big, small) = (self.0.size(), halved(self.0).size());
        let steps: Vec<f32> = numbers(rows * big, 4)
            .iter()
            .map(|x| (3.0 * x).round())
            .collect();
        let x: Rows<usize, D> = device.upload(&steps, (rows, big)).unwrap();
        let y = D::max_pool(x.leaky_trace(), self.0).unwrap();
        let mut found = vec![y.as_vec(), backward(y).get(&x).as_vec()];
        let x: Rows<usize, D> = draw(device, (rows, small), 5);
        let y = D::upsample(x.leaky_trace(), self.0).unwrap();
        found.push(y.as_vec());
        found.push(backward(y).get(&x).as_vec());
        found
    }
}

#[test]
fn pooling_and_upsampling_agree() {
    for map in [
        shape(8, 6, 3),
        shape(7, 9, 1),
        shape(5, 4, 16),
        shape(1, 5, 2),
        shape(1, 1, 4),
    ] {
        agree(&format!("{map:?}"), 1e-6, &Pooling(map));
    }
}

#[test]
fn a_nan_is_not_pooled_away() {
    let Some(gpu) = gpu() else { return };
    for place in 0..4 {
        let mut x = vec![1.0, 2.0, 3.0, 4.0];
        x[place] = f32::NAN;
        let x = gpu.upload(&x, (1, 4)).unwrap();
        let y = Cuda::max_pool(x, shape(2, 2, 1)).unwrap();
        assert!(y.as_vec()[0].is_nan(), "place {place}");
    }
}

struct BatchNorm {
    rows: usize,
    pixels: usize,
    channels: usize,
    activation: Activation,
    running: bool,
}

impl Check for BatchNorm {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let channels = self.channels;
        let x: Rows<usize, D> = draw(device, (self.rows, self.pixels * channels), 5);
        let weight = draw(device, (channels,), 6);
        let bias = draw(device, (channels,), 7);
        let mut mean = draw(device, (channels,), 8);
        let variance: Vec<f32> = numbers(channels, 9).iter().map(|v| v + 1.5).collect();
        let variance = device.upload(&variance, (channels,)).unwrap();
        let statistics = match self.running {
            false => Statistics::Batch,
            true => Statistics::Running {
                mean: &mean,
                variance: &variance,
            },
        };
        let activation = self.activation;
        let (y, measured) =
            D::batch_norm(x.leaky_trace(), &weight, &bias, statistics, activation).unwrap();
        let mut found = vec![
            y.as_vec(),
            measured.mean.as_vec(),
            measured.variance.as_vec(),
        ];
        let gradients = backward(y);
        found.push(gradients.get(&x).as_vec());
        found.push(gradients.get(&weight).as_vec());
        found.push(gradients.get(&bias).as_vec());
        D::follow(&mut mean, &measured.variance, 0.1, 1.25).unwrap();
        found.push(mean.as_vec());
        found
    }
}

#[test]
fn batch_norm_agrees() {
    for (index, activation) in Activation::ALL.into_iter().enumerate() {
        let check = BatchNorm {
            rows: [2, 3, 33][index % 3],
            pixels: [49, 1, 257][index % 3],
            channels: [1, 5, 40][(index / 2) % 3],
            activation,
            running: index % 2 == 1,
        };
        agree(&format!("{activation:?} {index}"), 2e-4, &check);
    }
}
