//! Tests of gradients whose memory is reused from step to step.

use super::*;
use crate::model::gradients::keep;

/// Gradients of weight and bias of two steps with different inputs, in the second of which the layer is used twice.
fn two_steps(
    forget: impl Fn(&Case, &mut Gradients<f32, Cpu>),
    layer: impl Fn(&Case, Traced<usize>) -> Traced<usize>,
) -> Vec<Vec<f32>> {
    let case = Case::new((3, 5, 4), 1);
    let mut gradients = Gradients::leaky();
    keep(&case.weight, &mut gradients).unwrap();
    keep(&case.bias, &mut gradients).unwrap();
    let mut found = Vec::new();
    for (rows, twice) in [(3, false), (2, true)] {
        gradients.drop_non_leafs();
        forget(&case, &mut gradients);
        let x = Case::new((rows, 5, 4), 7).x;
        let mut y = layer(&case, x.clone().traced(gradients));
        if twice {
            y = y + layer(&case, x.leaky_traced());
        }
        gradients = y.square().sum::<Rank0, _>().backward();
        found.push(gradients.get(&case.weight).as_vec());
        found.push(gradients.get(&case.bias).as_vec());
    }
    found
}

#[test]
fn a_kept_gradient_holds_that_of_its_step_alone() {
    let ours = two_steps(
        |case, gradients| {
            Cpu::forget_gradient(&case.weight, gradients).unwrap();
            Cpu::forget_gradient(&case.bias, gradients).unwrap();
        },
        |case, x| Cpu::dense(x, &case.weight, &case.bias, Activation::Tanh, true).unwrap(),
    );
    let theirs = two_steps(
        |case, gradients| {
            reference::forget_gradient(&case.weight, gradients).unwrap();
            reference::forget_gradient(&case.bias, gradients).unwrap();
        },
        |case, x| reference::dense(x, &case.weight, &case.bias, Activation::Tanh).unwrap(),
    );
    for (step, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        assert_close(ours, theirs, 2e-5, &format!("part {step}"));
    }
    assert_ne!(theirs[0], theirs[2]);
}

#[test]
fn what_no_operation_wrote_counts_as_zero() {
    let case = Case::new((3, 5, 4), 1);
    let mut gradients = Gradients::leaky();
    keep(&case.weight, &mut gradients).unwrap();
    Cpu::forget_gradient(&case.weight, &mut gradients).unwrap();
    let sum = Cpu::gradient_square_sum(&case.weight, &mut gradients).unwrap();
    assert_eq!(sum, 0.0);
    Cpu::forget_gradient(&case.weight, &mut gradients).unwrap();
    let mut weight = case.weight.clone();
    let rule = Update {
        optimiser: Optimiser::default(),
        learning_rate: 0.1,
        weight_decay: 0.0,
        step: 1,
    };
    let moments = &mut [None, None];
    assert_eq!(
        Cpu::update(&mut weight, moments, &mut gradients, &rule, None).unwrap(),
        0.0
    );
    assert_eq!(weight.as_vec(), case.weight.as_vec());
}
