//! The wavelet loss against its version of dfdx's own operations, finite differences and the squared error.

use dfdx::prelude::*;
use proptest::prelude::*;

use super::super::wavelets::WaveletRule;
use super::super::{Kernels, cpu, reference};
use super::maps::shape;
use super::{RULES, assert_close, finite_difference, numbers};
use crate::model::{Norm, Wavelet, WaveletFamily};

fn rule([height, width, channels]: [usize; 3], levels: usize) -> WaveletRule {
    WaveletRule {
        image: shape(height, width, channels),
        wavelet: Wavelet {
            levels,
            norm: Norm::L2,
            ..Wavelet::default()
        },
    }
}

/// Weights that differ from place to place.
fn factors(rule: &WaveletRule) -> Vec<f32> {
    numbers(rule.image.size(), 8)
        .iter()
        .map(|w| w + 1.0)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_loss_agrees_with_dfdx(
        (high, wide, channels, halvings) in (1usize..4, 1usize..4, 1usize..4, 1usize..4), levels in 1usize..6,
        rows in 1usize..4, (daubechies, squared, weighed) in any::<(bool, bool, bool)>(), seed in 0u64..1000,
    ) {
        let mut rule = rule([high << halvings, wide << halvings, channels], levels);
        rule.wavelet.approximation = 0.3;
        rule.wavelet.details = [2.0, 0.5, 0.0, 1.5, 0.7];
        if daubechies {
            rule.wavelet.family = WaveletFamily::Daubechies2;
        }
        if !squared {
            rule.wavelet.norm = Norm::L1;
        }
        let factors = weighed.then(|| factors(&rule));
        let factors = factors.as_deref();
        let device = Cpu::default();
        let sizes = (rows, rule.image.size());
        let output = device.tensor_from_vec(numbers(sizes.0 * sizes.1, seed), sizes);
        let target = device.tensor_from_vec(numbers(sizes.0 * sizes.1, seed + 1), sizes);
        let run = |loss: Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>>| {
            let value = loss.array();
            (value, loss.backward().get(&output).as_vec())
        };
        let ours = run(Cpu::wavelet_loss(output.leaky_trace(), &target, factors, &rule).unwrap());
        let theirs = run(reference::wavelet_loss(output.leaky_trace(), &target, factors, &rule).unwrap());
        prop_assert!((ours.0 - theirs.0).abs() <= 1e-5 * (1.0 + theirs.0), "{} {}", ours.0, theirs.0);
        if squared {
            assert_close(&ours.1, &theirs.1, 1e-5, "gradient");
        } else {
            // Where a coefficient is about zero its sign is rounding's, and each counts for little.
            let far = ours.1.iter().zip(&theirs.1).filter(|(a, b)| (*a - *b).abs() > 1e-5);
            prop_assert!(far.count() <= ours.1.len() / 8);
        }
        let sums = cpu::wavelet_sums(&output.as_vec(), &target.as_vec(), factors, &rule);
        let mean = sums.iter().sum::<f64>() / (sizes.0 * sizes.1) as f64;
        prop_assert!((f64::from(ours.0) - mean).abs() < 1e-6 * (1.0 + mean));
    }

    #[test]
    fn squares_of_unweighted_coefficients_are_the_squared_error(
        (high, wide, channels, halvings) in (1usize..4, 1usize..4, 1usize..4, 1usize..4), levels in 1usize..6,
        (daubechies, weighed) in any::<(bool, bool)>(), seed in 0u64..1000,
    ) {
        let mut rule = rule([high << halvings, wide << halvings, channels], levels);
        if daubechies {
            rule.wavelet.family = WaveletFamily::Daubechies2;
        }
        let device = Cpu::default();
        let sizes = (2, rule.image.size());
        let output = device.tensor_from_vec(numbers(2 * sizes.1, seed), sizes);
        let target = device.tensor_from_vec(numbers(2 * sizes.1, seed + 1), sizes);
        let window = weighed.then(|| factors(&rule));
        let roots = window.as_ref().map(|w| w.iter().map(|w| w.sqrt()).collect::<Vec<_>>());
        let ours = Cpu::wavelet_loss(output.leaky_trace(), &target, roots.as_deref(), &rule).unwrap();
        let squared = Cpu::weighted_loss(output.leaky_trace(), &target, window.as_deref(), RULES[0]).unwrap();
        prop_assert!((ours.array() / squared.array() - 1.0).abs() < 1e-5);
        let (ours, squared) = (ours.backward(), squared.backward());
        assert_close(&ours.get(&output).as_vec(), &squared.get(&output).as_vec(), 1e-5, "gradient");
    }
}

#[test]
fn gradients_match_finite_differences() {
    for (family, norm) in [
        (WaveletFamily::Haar, Norm::L2),
        (WaveletFamily::Haar, Norm::L1),
        (WaveletFamily::Daubechies2, Norm::L2),
        (WaveletFamily::Daubechies2, Norm::L1),
    ] {
        let mut rule = rule([4, 8, 1], 2);
        rule.wavelet.family = family;
        rule.wavelet.norm = norm;
        rule.wavelet.details[0] = 3.0;
        let device = Cpu::default();
        let target = device.tensor_from_vec(vec![0.0; 32], (1, 32));
        // The image of coefficients that all are far from zero, where the absolute value has no kink.
        let mut at = numbers(32, 3);
        at.iter_mut().for_each(|c| *c += 0.1f32.copysign(*c));
        cpu::wavelet_inverse(&mut at, &rule);
        let value = |y: Vec<f32>| {
            let y = device.tensor_from_vec(y, (1, 32));
            f64::from(Cpu::wavelet_loss(y, &target, None, &rule).unwrap().array())
        };
        let y = device.tensor_from_vec(at.clone(), (1, 32));
        let loss = Cpu::wavelet_loss(y.leaky_trace(), &target, None, &rule).unwrap();
        let gradient = loss.backward().get(&y).as_vec();
        let what = format!("{family:?} {norm:?}");
        assert_close(&gradient, &finite_difference(&at, value), 1e-3, &what);
    }
}

#[test]
fn a_lone_error_has_its_literal_loss() {
    let device = Cpu::default();
    let y = device.tensor_from_vec(vec![2.0, 0.0, 0.0, 0.0], (1, 4));
    let x = device.tensor_from_vec(vec![0.0; 4], (1, 4));
    let value = |rule: WaveletRule| {
        Cpu::wavelet_loss(y.clone(), &x, None, &rule)
            .unwrap()
            .array()
    };
    // Four coefficients of 1: one approximation and three details.
    let mut rule = rule([2, 2, 1], 1);
    rule.wavelet.approximation = 5.0;
    rule.wavelet.details[0] = 0.5;
    assert!((value(rule) - 1.625).abs() < 1e-6);
    rule.wavelet.norm = Norm::L1;
    assert!((value(rule) - 1.625).abs() < 1e-6);
    rule.wavelet.approximation = 0.0;
    assert!((value(rule) - 0.375).abs() < 1e-6);
}
