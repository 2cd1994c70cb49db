//! Pixel losses under weights against dfdx's own operations, finite differences and literal values.

use dfdx::prelude::*;
use proptest::prelude::*;

use super::super::{Kernels, cpu, reference};
use super::{RULES, assert_close, finite_difference, numbers};

fn unit(numbers: &[f32]) -> Vec<f32> {
    numbers.iter().map(|x| 0.5 + 0.49 * x).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    // Widths on both sides of a kernel's chunk of 4096 numbers.
    #[test]
    fn weighted_losses_agree_with_dfdx(
        rows in 1usize..5, width in prop_oneof![1usize..300, 4000usize..4200], choice in 0usize..4, seed in 0u64..1000,
    ) {
        let rule = RULES[choice];
        let device = Cpu::default();
        let output = match rule.logits {
            true => numbers(rows * width, seed).iter().map(|z| 8.0 * z).collect(),
            false => unit(&numbers(rows * width, seed)),
        };
        let target = unit(&numbers(rows * width, seed + 1));
        let weights: Vec<f32> = numbers(width, seed + 2).iter().map(|w| w + 1.0).collect();
        let images = output.chunks(width).zip(target.chunks(width));
        let sum: f64 = images.map(|(y, x)| cpu::image_loss(y, x, &weights, rule)).sum();

        let output = device.tensor_from_vec(output, (rows, width));
        let target = device.tensor_from_vec(target, (rows, width));
        let run = |loss: Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>>| {
            let value = loss.array();
            (value, loss.backward().get(&output).as_vec())
        };
        let weights = Some(weights.as_slice());
        let ours = run(Cpu::weighted_loss(output.leaky_trace(), &target, weights, rule).unwrap());
        let theirs = run(reference::loss(output.leaky_trace(), &target, weights, rule).unwrap());
        prop_assert!((ours.0 - theirs.0).abs() <= 1e-5 * theirs.0.abs().max(1e-3), "{} {}", ours.0, theirs.0);
        assert_close(&ours.1, &theirs.1, 1e-5, "gradient");
        let mean = (sum / (rows * width) as f64) as f32;
        prop_assert!((ours.0 - mean).abs() <= 1e-5 * mean.abs().max(1e-3), "{} {}", ours.0, mean);
    }
}

#[test]
fn weighted_gradients_match_finite_differences() {
    let device = Cpu::default();
    let target = device.tensor_from_vec(vec![0.0, 1.0, 0.3, 0.7, 0.5, 0.9], (2, 3));
    let at = [0.2, 0.6, 0.4, 0.9, 0.1, 0.8];
    let weights = Some([0.1f32, 2.0, 0.0].as_slice());
    for rule in RULES {
        let value = |y: Vec<f32>| {
            let y = device.tensor_from_vec(y, (2, 3));
            f64::from(
                Cpu::weighted_loss(y, &target, weights, rule)
                    .unwrap()
                    .array(),
            )
        };
        let y = device.tensor_from_vec(at.to_vec(), (2, 3));
        let loss = Cpu::weighted_loss(y.leaky_trace(), &target, weights, rule).unwrap();
        let gradient = loss.backward().get(&y).as_vec();
        assert_close(&gradient, &finite_difference(&at, value), 2e-3, "gradient");
        assert_eq!((gradient[2], gradient[5]), (0.0, 0.0));
    }
}

#[test]
fn each_place_counts_by_its_weight() {
    let device = Cpu::default();
    let y = device.tensor_from_vec(vec![0.5, 1.0, 1.0, 0.0], (2, 2));
    let x = device.tensor_from_vec(vec![0.0, 0.0, 1.0, 1.0], (2, 2));
    let value = |weights: &[f32], rule| {
        Cpu::weighted_loss(y.clone(), &x, Some(weights), rule)
            .unwrap()
            .array()
    };
    // Squared errors 0.25 and 1 of the first row, 0 and 1 of the second.
    assert_eq!(value(&[2.0, 0.0], RULES[0]), 0.125);
    assert_eq!(value(&[0.0, 0.5], RULES[0]), 0.25);
    assert_eq!(value(&[2.0, 1.0], RULES[1]), 0.75);
}
