//! Losses and their gradients.

use dfdx::prelude::*;

use super::*;
use crate::data::ImageShape;
use crate::model::device::LossRule;
use crate::model::device::tests::RULES;
use crate::model::device::tests::columns::{all_kinds, rule, targets};
use crate::model::device::wavelets::WaveletRule;
use crate::model::{Activation, Norm, Wavelet, WaveletFamily};

struct Loss {
    rows: usize,
    width: usize,
    rule: LossRule,
    weighted: bool,
}

fn unit(numbers: &[f32]) -> Vec<f32> {
    numbers.iter().map(|x| 0.5 + 0.49 * x).collect()
}

impl Check for Loss {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let shape = (self.rows, self.width);
        let drawn = numbers(shape.0 * shape.1, 1);
        let output = match self.rule.logits {
            true => drawn.iter().map(|z| 8.0 * z).collect(),
            false => unit(&drawn),
        };
        let output: Rows<usize, D> = device.upload(&output, shape).unwrap();
        let target = unit(&numbers(shape.0 * shape.1, 2));
        let target: Rows<usize, D> = device.upload(&target, shape).unwrap();
        let weights: Vec<f32> = numbers(self.width, 3).iter().map(|w| w + 1.0).collect();
        let weights = self.weighted.then_some(&weights[..]);
        let loss = D::weighted_loss(output.leaky_trace(), &target, weights, self.rule).unwrap();
        let value = loss.as_vec();
        // A part of a larger sum: its own gradient is not 1.
        let gradients = (loss * 0.3).backward();
        // Means over many numbers make small slopes.
        let count = (shape.0 * shape.1) as f32;
        let slopes = gradients.get(&output).as_vec();
        vec![value, slopes.iter().map(|slope| slope * count).collect()]
    }
}

#[test]
fn losses_agree() {
    for (rows, width) in [(1, 1), (3, 257), (33, 5), (33, 784)] {
        for rule in RULES {
            for weighted in [false, true] {
                let check = Loss {
                    rows,
                    width,
                    rule,
                    weighted,
                };
                agree(&format!("{rule:?} {rows} {width} {weighted}"), 1e-5, &check);
            }
        }
    }
}

#[test]
fn losses_show_what_diverges_and_outlast_what_is_far_off() {
    let Some(gpu) = gpu() else { return };
    let value = |y: [f32; 2], x: [f32; 2], rule| {
        let y = gpu.upload(&y, (1, 2)).unwrap();
        let x = gpu.upload(&x, (1, 2)).unwrap();
        Cuda::loss(y, &x, rule).unwrap().as_vec()[0]
    };
    for rule in RULES {
        assert!(
            value([f32::NAN, 0.5], [0.5, 0.5], rule).is_nan(),
            "{rule:?}"
        );
    }
    assert_eq!(value([0.5, 1.0], [0.0, 1.0], RULES[0]), 0.125);
    assert_eq!(value([0.5, 1.0], [0.0, 2.0], RULES[1]), 0.75);
    assert_eq!(value([1000.0, -1000.0], [0.0, 1.0], RULES[3]), 1000.0);
    // The clamp's ln(1e-7) keeps a certain but wrong output finite.
    let wrong = value([0.0, 1.0], [1.0, 0.0], RULES[2]);
    assert!((16.0..16.2).contains(&wrong), "{wrong}");
}

struct Softmax {
    rows: usize,
    classes: usize,
}

impl Check for Softmax {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let shape = (self.rows, self.classes);
        let logits: Vec<f32> = numbers(shape.0 * shape.1, 1)
            .iter()
            .map(|z| 9.0 * z)
            .collect();
        let logits: Rows<usize, D> = device.upload(&logits, shape).unwrap();
        let target: Rows<usize, D> = device
            .upload(&unit(&numbers(shape.0 * shape.1, 2)), shape)
            .unwrap();
        let loss = D::softmax_loss(logits.leaky_trace(), &target).unwrap();
        let value = loss.as_vec();
        vec![value, (loss * 0.3).backward().get(&logits).as_vec()]
    }
}

#[test]
fn cross_entropies_agree() {
    for (rows, classes) in [(1, 1), (3, 2), (33, 10), (300, 5)] {
        let check = Softmax { rows, classes };
        agree(&format!("{rows} {classes}"), 2e-5, &check);
    }
}

struct Shares {
    rows: usize,
    width: usize,
}

impl Check for Shares {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let shape = (self.rows, self.width);
        let logits: Vec<f32> = numbers(shape.0 * shape.1, 1)
            .iter()
            .map(|z| 9.0 * z)
            .collect();
        let logits: Rows<usize, D> = device.upload(&logits, shape).unwrap();
        let mut target = numbers(shape.0 * shape.1, 2);
        // A row without mass is left out.
        target[..self.width].iter_mut().for_each(|x| *x = -x.abs());
        let target: Rows<usize, D> = device.upload(&target, shape).unwrap();
        let loss = D::kl_loss(logits.leaky_trace(), &target).unwrap();
        let value = loss.as_vec();
        vec![value, (loss * 0.3).backward().get(&logits).as_vec()]
    }
}

#[test]
fn divergences_agree() {
    for (rows, width) in [(1, 1), (3, 2), (33, 784), (300, 2_000)] {
        let check = Shares { rows, width };
        agree(&format!("{rows} {width}"), 2e-5, &check);
    }
}

struct ByColumn {
    rows: usize,
    numeric: LossRule,
    output: Activation,
}

impl Check for ByColumn {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let rule = rule(all_kinds(5), self.numeric, self.output);
        let shape = (self.rows, rule.width());
        let output: Rows<usize, D> = draw(device, shape, 1);
        let target = targets(&rule, self.rows, 2);
        let target: Rows<usize, D> = device.upload(&target, shape).unwrap();
        let found = D::column_loss(output.leaky_trace(), &target, &rule).unwrap();
        let parts = device.read(found.parts.to_vec()).unwrap();
        let parts = parts.iter().map(|&part| part as f32).collect();
        let value = found.loss.as_vec();
        let slopes = (found.loss * 30.0).backward().get(&output).as_vec();
        let shown = D::column_outputs(output.leaky_trace(), &rule).unwrap();
        let numbers = shown.as_vec();
        let back = backward(shown).get(&output).as_vec();
        vec![value, parts, slopes, numbers, back]
    }
}

#[test]
fn losses_by_column_agree() {
    for numeric in RULES {
        for output in [Activation::Identity, Activation::Silu] {
            for rows in [1, 32] {
                let check = ByColumn {
                    rows,
                    numeric,
                    output,
                };
                agree(&format!("{numeric:?} {output:?} {rows}"), 5e-5, &check);
            }
        }
    }
}

struct WaveletLoss {
    rule: WaveletRule,
    weighted: bool,
}

impl Check for WaveletLoss {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let shape = (3, self.rule.image.size());
        let output: Rows<usize, D> = draw(device, shape, 1);
        let target: Rows<usize, D> = draw(device, shape, 2);
        let factors: Vec<f32> = numbers(shape.1, 3).iter().map(|w| w + 1.0).collect();
        let factors = self.weighted.then_some(&factors[..]);
        let loss = D::wavelet_loss(output.leaky_trace(), &target, factors, &self.rule).unwrap();
        let value = loss.as_vec();
        let slopes = (loss * 30.0).backward().get(&output).as_vec();
        vec![value, slopes]
    }
}

#[test]
fn wavelet_losses_agree() {
    let families = [WaveletFamily::Haar, WaveletFamily::Daubechies2];
    for (index, [height, width, channels]) in [[8, 16, 1], [2, 4, 3], [28, 28, 1], [7, 6, 2]]
        .into_iter()
        .enumerate()
    {
        for family in families {
            for norm in [Norm::L1, Norm::L2] {
                let image = ImageShape {
                    height,
                    width,
                    channels,
                };
                let wavelet = Wavelet {
                    family,
                    levels: 3,
                    norm,
                    approximation: 0.3,
                    details: [2.0, 0.5, 1.0, 1.5, 0.7],
                };
                let check = WaveletLoss {
                    rule: WaveletRule { image, wavelet },
                    weighted: index % 2 == 0,
                };
                agree(&format!("{:?}", check.rule), 2e-5, &check);
            }
        }
    }
}
