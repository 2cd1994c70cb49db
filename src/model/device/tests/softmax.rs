//! Softmax and cross-entropy against dfdx's own operations, finite differences and literal values.

use dfdx::prelude::*;
use proptest::prelude::*;

use super::super::{Kernels, reference};
use super::{assert_close, finite_difference, numbers};

/// Rows that sum to one.
fn probabilities(rows: usize, classes: usize, seed: u64) -> Vec<f32> {
    let mut all: Vec<f32> = numbers(rows * classes, seed)
        .iter()
        .map(|x| x + 1.01)
        .collect();
    for row in all.chunks_mut(classes) {
        let sum: f32 = row.iter().sum();
        row.iter_mut().for_each(|x| *x /= sum);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn cross_entropy_agrees_with_dfdx(rows in 1usize..20, classes in 1usize..15, seed in 0u64..1000) {
        let device = Cpu::default();
        let logits: Vec<f32> = numbers(rows * classes, seed).iter().map(|z| 9.0 * z).collect();
        let logits = device.tensor_from_vec(logits, (rows, classes));
        let target = device.tensor_from_vec(probabilities(rows, classes, seed + 1), (rows, classes));
        let run = |loss: Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>>| {
            let value = loss.array();
            (value, loss.backward().get(&logits).as_vec())
        };
        let ours = run(Cpu::softmax_loss(logits.leaky_trace(), &target).unwrap());
        let theirs = run(reference::softmax_loss(logits.leaky_trace(), &target).unwrap());
        prop_assert!((ours.0 - theirs.0).abs() <= 1e-5 * (1.0 + theirs.0), "{} {}", ours.0, theirs.0);
        assert_close(&ours.1, &theirs.1, 1e-5, "gradient");
    }
}

#[test]
fn the_gradient_matches_finite_differences() {
    let device = Cpu::default();
    let target = device.tensor_from_vec(probabilities(3, 4, 2), (3, 4));
    let at = numbers(12, 1);
    let value = |z: Vec<f32>| {
        let z = device.tensor_from_vec(z, (3, 4));
        f64::from(Cpu::softmax_loss(z, &target).unwrap().array())
    };
    let z = device.tensor_from_vec(at.clone(), (3, 4));
    let loss = Cpu::softmax_loss(z.leaky_trace(), &target).unwrap();
    let gradient = loss.backward().get(&z).as_vec();
    assert_close(&gradient, &finite_difference(&at, value), 1e-3, "gradient");
}

#[test]
fn cross_entropies_have_their_literal_values() {
    let device = Cpu::default();
    let value = |z: [f32; 2], t: [f32; 2]| {
        let z = device.tensor_from_vec(z.to_vec(), (1, 2));
        let t = device.tensor_from_vec(t.to_vec(), (1, 2));
        Cpu::softmax_loss(z, &t).unwrap().array()
    };
    use std::f32::consts::{LN_2, LN_10};
    // Equal logits cost ln 2 whatever the target.
    assert!((value([3.0, 3.0], [0.25, 0.75]) - LN_2).abs() < 1e-6);
    // Probabilities 0.9 and 0.1.
    assert!((value([9.0f32.ln(), 0.0], [0.0, 1.0]) - LN_10).abs() < 1e-5);
    // Far-off logits neither overflow nor vanish.
    assert_eq!(value([1000.0, 0.0], [0.0, 1.0]), 1000.0);
    assert_eq!(value([1000.0, 0.0], [1.0, 0.0]), 0.0);
    assert!(value([f32::NAN, 0.0], [1.0, 0.0]).is_nan());
}
