//! The divergence of a softmax against dfdx's own operations, finite differences and literal values.

use std::f32::consts::{LN_2, LN_10};

use dfdx::prelude::*;
use proptest::prelude::*;

use super::super::{Kernels, cpu, reference};
use super::{assert_close, finite_difference, numbers};

/// Numbers of 0 and more, a third of them 0; the second row is 0 throughout.
fn masses(rows: usize, width: usize, seed: u64) -> Vec<f32> {
    let mut all = numbers(rows * width, seed);
    all.iter_mut().for_each(|x| *x = 3.0 * (*x + 0.33).max(0.0));
    if let Some(second) = all.chunks_mut(width).nth(1) {
        second.fill(0.0);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn divergences_agree_with_dfdx(rows in 1usize..20, width in 1usize..40, seed in 0u64..1000) {
        let device = Cpu::default();
        let logits: Vec<f32> = numbers(rows * width, seed).iter().map(|z| 9.0 * z).collect();
        let logits = device.tensor_from_vec(logits, (rows, width));
        let target = device.tensor_from_vec(masses(rows, width, seed + 1), (rows, width));
        let run = |loss: Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>>| {
            let value = loss.array();
            (value, loss.backward().get(&logits).as_vec())
        };
        let ours = run(Cpu::kl_loss(logits.leaky_trace(), &target).unwrap());
        let theirs = run(reference::kl_loss(logits.leaky_trace(), &target).unwrap());
        prop_assert!((ours.0 - theirs.0).abs() <= 2e-5 * (1.0 + theirs.0), "{} {}", ours.0, theirs.0);
        assert_close(&ours.1, &theirs.1, 1e-5, "gradient");
    }
}

#[test]
fn the_gradient_matches_finite_differences() {
    let device = Cpu::default();
    let target = device.tensor_from_vec(masses(3, 4, 2), (3, 4));
    let at = numbers(12, 1);
    let value = |z: Vec<f32>| {
        let z = device.tensor_from_vec(z, (3, 4));
        f64::from(Cpu::kl_loss(z, &target).unwrap().array())
    };
    let z = device.tensor_from_vec(at.clone(), (3, 4));
    let loss = Cpu::kl_loss(z.leaky_trace(), &target).unwrap();
    let gradient = loss.backward().get(&z).as_vec();
    assert_close(&gradient, &finite_difference(&at, value), 1e-3, "gradient");
    assert_eq!(gradient[4..8], [0.0; 4]);
}

#[test]
fn divergences_have_their_literal_values() {
    let device = Cpu::default();
    let value = |z: &[f32], t: &[f32]| {
        let rows = z.len() / 2;
        let z = device.tensor_from_vec(z.to_vec(), (rows, 2));
        let t = device.tensor_from_vec(t.to_vec(), (rows, 2));
        Cpu::kl_loss(z, &t).unwrap().array()
    };
    // All mass in one of two cells that are as likely.
    assert!((value(&[3.0, 3.0], &[0.0, 7.0]) - LN_2).abs() < 1e-6);
    // Shares 0.9 and 0.1, met.
    assert!(value(&[9.0f32.ln(), 0.0], &[18.0, 2.0]).abs() < 1e-6);
    // Probabilities 0.9 and 0.1 where all mass is in the second cell.
    assert!((value(&[9.0f32.ln(), 0.0], &[0.0, 0.5]) - LN_10).abs() < 1e-5);
    // 1/4 ln(1/4 : 1/2) + 3/4 ln(3/4 : 1/2)
    assert!((value(&[0.0, 0.0], &[1.0, 3.0]) - 0.130_812).abs() < 1e-5);
    // A row without mass is left out of the mean, and so is what is below zero.
    let two = value(&[3.0, 3.0, 1.0, 2.0], &[0.0, 7.0, 0.0, 0.0]);
    assert!((two - LN_2).abs() < 1e-6);
    assert!((value(&[3.0, 3.0], &[-1.0, 7.0]) - LN_2).abs() < 1e-6);
    assert_eq!(value(&[3.0, 3.0], &[0.0, 0.0]), 0.0);
    // Far-off logits neither overflow nor vanish, and what diverges shows.
    assert_eq!(value(&[1000.0, 0.0], &[0.0, 1.0]), 1000.0);
    assert!(value(&[f32::NAN, 0.0], &[1.0, 0.0]).is_nan());
}

#[test]
fn a_softmax_sums_to_one() {
    let mut numbers = [0.0, LN_2, 1e4, 0.0];
    cpu::softmax(&mut numbers, 2);
    assert_close(&numbers, &[1.0 / 3.0, 2.0 / 3.0, 1.0, 0.0], 1e-6, "shares");
}
