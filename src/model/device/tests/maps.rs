//! The CPU's operations on feature maps against those made of dfdx's own, and against finite differences.

use dfdx::prelude::*;
use proptest::prelude::*;

use super::super::maps::{Filters, Statistics, Windows, halved};
use super::super::{Kernels, Rows, Vector, reference};
use super::{assert_close, finite_difference, numbers};
use crate::data::ImageShape;
use crate::model::{Activation, Padding};

pub type Traced = Rows<usize, Cpu, OwnedTape<f32, Cpu>>;

pub fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
    ImageShape {
        height,
        width,
        channels,
    }
}

/// Which way a case runs through its windows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Way {
    In,
    Out,
}

/// A convolution with its input.
pub struct Case {
    pub windows: Windows,
    pub way: Way,
    pub activation: Activation,
    pub x: Vec<f32>,
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Case {
    pub fn new(windows: Windows, way: Way, activation: Activation, rows: usize) -> Self {
        let (input, output) = match way {
            Way::In => (windows.big, windows.small),
            Way::Out => (windows.small, windows.big),
        };
        Self {
            windows,
            way,
            activation,
            x: numbers(rows * input.size(), 1),
            weight: numbers(windows.weights(), 2),
            bias: numbers(output.channels, 3),
        }
    }

    fn tensors(&self, x: &[f32]) -> (Rows<usize, Cpu>, Filters<Cpu>, Vector<Cpu>) {
        let device = Cpu::default();
        let (windows, outputs) = (self.windows, self.bias.len());
        let inputs = match self.way {
            Way::In => windows.big.size(),
            Way::Out => windows.small.size(),
        };
        let sizes = (
            windows.small.channels,
            windows.big.channels,
            windows.kernel,
            windows.kernel,
        );
        (
            device.tensor_from_vec(x.to_vec(), (x.len() / inputs, inputs)),
            device.tensor_from_vec(self.weight.clone(), sizes),
            device.tensor_from_vec(self.bias.clone(), (outputs,)),
        )
    }

    fn output(&self, x: Traced, weight: &Filters<Cpu>, bias: &Vector<Cpu>, ours: bool) -> Traced {
        let (windows, activation) = (self.windows, self.activation);
        match (self.way, ours) {
            (Way::In, true) => Cpu::convolution(x, weight, bias, windows, activation, true),
            (Way::In, false) => reference::convolution(x, weight, bias, windows, activation),
            (Way::Out, true) => Cpu::transposed_convolution(x, weight, bias, windows, activation),
            (Way::Out, false) => {
                reference::transposed_convolution(x, weight, bias, windows, activation)
            }
        }
        .unwrap()
    }

    /// Outputs, and the gradients of x, weight and bias of the outputs' weighted sum.
    pub fn run(&self, ours: bool) -> [Vec<f32>; 4] {
        let (x, weight, bias) = self.tensors(&self.x);
        let y = self.output(x.leaky_trace(), &weight, &bias, ours);
        let outputs = y.as_vec();
        let gradients = weighted_sum(y).backward();
        [
            outputs,
            gradients.get(&x).as_vec(),
            gradients.get(&weight).as_vec(),
            gradients.get(&bias).as_vec(),
        ]
    }

    /// The weighted sum of the outputs without a tape.
    fn value(&self) -> f64 {
        let (x, weight, bias) = self.tensors(&self.x);
        let (windows, activation) = (self.windows, self.activation);
        let y = match self.way {
            Way::In => Cpu::convolution(x, &weight, &bias, windows, activation, false),
            Way::Out => Cpu::transposed_convolution(x, &weight, &bias, windows, activation),
        };
        plain_sum(&y.unwrap())
    }
}

/// Weights that no test's expectations depend on.
fn weighted_sum(y: Traced) -> Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>> {
    let sizes = *y.shape();
    let weights = numbers(sizes.0 * sizes.1, 99);
    (y * Cpu::default().tensor_from_vec(weights, sizes)).sum()
}

fn plain_sum(y: &Rows<usize, Cpu>) -> f64 {
    let y = y.as_vec();
    let weights = numbers(y.len(), 99);
    let products = y.iter().zip(&weights);
    products.map(|(y, w)| f64::from(*y) * f64::from(*w)).sum()
}

const PARTS: [&str; 4] = ["output", "input", "weight", "bias"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn convolutions_agree_with_dfdx(
        (height, width) in (1usize..10, 1usize..10), rows in 1usize..4, big in 0usize..5, small in 0usize..5,
        (kernel, stride, reflect) in (prop_oneof![Just(3usize), Just(5)], 1usize..3, any::<bool>()),
        (choice, out) in (0usize..6, any::<bool>()),
    ) {
        const CHANNELS: [usize; 5] = [1, 2, 3, 8, 16];
        let padding = if reflect { Padding::Reflect } else { Padding::Zero };
        let big = shape(height, width, CHANNELS[big]);
        let windows = Windows::new(big, CHANNELS[small], kernel, stride, padding);
        let way = if out { Way::Out } else { Way::In };
        let case = Case::new(windows, way, Activation::ALL[choice], rows);
        for ((a, b), part) in case.run(true).iter().zip(&case.run(false)).zip(PARTS) {
            assert_close(a, b, 1e-4, &format!("{windows:?} {way:?} {part}"));
        }
    }

    #[test]
    fn pooling_and_upsampling_agree_with_dfdx(
        (height, width, channels) in (1usize..10, 1usize..10, 1usize..10), rows in 1usize..4,
    ) {
        let map = shape(height, width, channels);
        let device = Cpu::default();
        let both = |width: usize, ours: &dyn Fn(Traced) -> Traced, theirs: &dyn Fn(Traced) -> Traced| {
            let x = device.tensor_from_vec(numbers(rows * width, 4), (rows, width));
            let [ours, theirs] = [ours, theirs].map(|f| {
                let y = f(x.leaky_trace());
                (y.as_vec(), weighted_sum(y).backward().get(&x).as_vec())
            });
            assert_eq!(ours.0, theirs.0);
            assert_close(&ours.1, &theirs.1, 1e-6, "input");
        };
        both(map.size(), &|x| Cpu::max_pool(x, map).unwrap(), &|x| reference::max_pool(x, map).unwrap());
        both(
            halved(map).size(), &|x| Cpu::upsample(x, map).unwrap(), &|x| reference::upsample(x, map).unwrap(),
        );
    }

    #[test]
    fn batch_norm_agrees_with_dfdx(
        (rows, pixels, channels) in (2usize..8, 1usize..60, 1usize..40), choice in 0usize..6, running in any::<bool>(),
    ) {
        let device = Cpu::default();
        let activation = Activation::ALL[choice];
        let size = pixels * channels;
        let x = device.tensor_from_vec(numbers(rows * size, 5), (rows, size));
        let weight = device.tensor_from_vec(numbers(channels, 6), (channels,));
        let bias = device.tensor_from_vec(numbers(channels, 7), (channels,));
        let mean = device.tensor_from_vec(numbers(channels, 8), (channels,));
        let variance = device.tensor_from_vec(numbers(channels, 9), (channels,)) + 1.5;
        let statistics = match running {
            true => Statistics::Running { mean: &mean, variance: &variance },
            false => Statistics::Batch,
        };
        let [ours, theirs] = [true, false].map(|ours| {
            let x2 = x.leaky_trace();
            let (y, measured) = match ours {
                true => Cpu::batch_norm(x2, &weight, &bias, statistics, activation),
                false => reference::batch_norm(x2, &weight, &bias, statistics, activation),
            }.unwrap();
            let y_numbers = y.as_vec();
            let gradients = weighted_sum(y).backward();
            [
                y_numbers, gradients.get(&x).as_vec(), gradients.get(&weight).as_vec(),
                gradients.get(&bias).as_vec(), measured.mean.as_vec(), measured.variance.as_vec(),
            ]
        });
        for (index, (a, b)) in ours.iter().zip(&theirs).enumerate() {
            // Dividing by a small deviation magnifies what was rounded.
            assert_close(a, b, 2e-3, &format!("{activation:?} part {index}"));
        }
    }
}

#[test]
fn convolution_gradients_match_finite_differences() {
    let zero = Windows::new(shape(3, 4, 2), 8, 3, 1, Padding::Zero);
    let mirror = Windows::new(shape(5, 3, 1), 2, 5, 2, Padding::Reflect);
    for (index, activation) in Activation::ALL.into_iter().enumerate() {
        for windows in [zero, mirror] {
            for way in [Way::In, Way::Out] {
                let case = Case::new(windows, way, activation, 1 + index % 2);
                let [_, dx, dw, db] = case.run(true);
                let name = format!("{windows:?} {way:?} {activation:?}");
                let mut moved = Case::new(windows, way, activation, 1 + index % 2);
                let slopes = finite_difference(&case.x, |x| {
                    moved.x = x;
                    moved.value()
                });
                assert_close(&dx, &slopes, 6e-3, &name);
                moved.x.clone_from(&case.x);
                let slopes = finite_difference(&case.weight, |weight| {
                    moved.weight = weight;
                    moved.value()
                });
                assert_close(&dw, &slopes, 6e-3, &name);
                moved.weight.clone_from(&case.weight);
                let slopes = finite_difference(&case.bias, |bias| {
                    moved.bias = bias;
                    moved.value()
                });
                assert_close(&db, &slopes, 6e-3, &name);
            }
        }
    }
}

#[test]
fn gradients_of_pooling_upsampling_and_batch_norm_match_finite_differences() {
    let device = Cpu::default();
    let map = shape(3, 5, 2);
    let weight = device.tensor_from_vec(vec![0.7, -1.3], (2,));
    let bias = device.tensor_from_vec(vec![0.2, 0.4], (2,));
    let norm = |x| Cpu::batch_norm(x, &weight, &bias, Statistics::Batch, Activation::Tanh);
    let check = |width: usize, f: &dyn Fn(Traced) -> Traced| {
        let at = numbers(2 * width, 11);
        let x = device.tensor_from_vec(at.clone(), (2, width));
        let gradient = weighted_sum(f(x.leaky_trace())).backward().get(&x).as_vec();
        let slopes = finite_difference(&at, |x| {
            let x = device.tensor_from_vec(x, (2, width));
            plain_sum(&f(x.leaky_trace()).split_tape().0)
        });
        assert_close(&gradient, &slopes, 5e-3, "input");
    };
    check(map.size(), &|x| Cpu::max_pool(x, map).unwrap());
    check(halved(map).size(), &|x| Cpu::upsample(x, map).unwrap());
    check(map.size(), &|x| norm(x).unwrap().0);
}

#[test]
fn bits_do_not_depend_on_the_number_of_threads() {
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| {
            let windows = Windows::new(shape(7, 7, 8), 16, 3, 1, Padding::Zero);
            let [inward, outward] = [Way::In, Way::Out]
                .map(|way| Case::new(windows, way, Activation::Relu, 70).run(true));
            (inward, outward)
        })
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn a_nan_is_not_pooled_away() {
    for place in 0..4 {
        let mut x = vec![1.0, 2.0, 3.0, 4.0];
        x[place] = f32::NAN;
        let x = Cpu::default().tensor_from_vec(x, (1, 4));
        assert!(Cpu::max_pool(x, shape(2, 2, 1)).unwrap().as_vec()[0].is_nan());
    }
}
