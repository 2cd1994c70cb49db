//! Dense layers, and gradients that are kept from step to step.

use dfdx::prelude::*;

use super::*;
use crate::model::Activation;
use crate::model::gradients::keep;

struct Dense {
    sizes: (usize, usize, usize),
    activation: Activation,
    input_gradient: bool,
}

impl Check for Dense {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let (rows, inputs, outputs) = self.sizes;
        let x: Rows<usize, D> = draw(device, (rows, inputs), 1);
        let (weight, bias) = (
            draw(device, (outputs, inputs), 2),
            draw(device, (outputs,), 3),
        );
        let layer = (self.activation, self.input_gradient);
        let plain = D::dense(x.clone(), &weight, &bias, layer.0, false).unwrap();
        let y = D::dense(x.leaky_trace(), &weight, &bias, layer.0, layer.1).unwrap();
        let mut found = vec![plain.as_vec(), y.as_vec()];
        let gradients = backward(y);
        found.push(gradients.get(&weight).as_vec());
        found.push(gradients.get(&bias).as_vec());
        if self.input_gradient {
            found.push(gradients.get(&x).as_vec());
        }
        found
    }
}

#[test]
fn dense_layers_agree() {
    let widths = [(1, 1), (5, 257), (257, 5), (64, 33)];
    for (index, rows) in [1, 3, 33].into_iter().enumerate() {
        for (place, (inputs, outputs)) in widths.into_iter().enumerate() {
            let check = Dense {
                sizes: (rows, inputs, outputs),
                activation: Activation::ALL[(index + place) % Activation::ALL.len()],
                input_gradient: place % 2 == 0,
            };
            let what = format!("{:?} {:?}", check.sizes, check.activation);
            agree(&what, 2e-5, &check);
        }
    }
}

#[test]
fn every_activation_agrees() {
    for activation in Activation::ALL {
        let check = Dense {
            sizes: (700, 7, 9),
            activation,
            input_gradient: true,
        };
        agree(activation.name(), 5e-5, &check);
    }
}

/// Gradients of two steps, in the second of which the layer is used twice, then of one that does not use it.
struct Kept;

impl Check for Kept {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let (weight, bias) = (draw(device, (4, 5), 2), draw(device, (4,), 3));
        let layer = |x| D::dense(x, &weight, &bias, Activation::Tanh, true).unwrap();
        let mut gradients = Gradients::leaky();
        keep(&weight, &mut gradients).unwrap();
        keep(&bias, &mut gradients).unwrap();
        let mut found = Vec::new();
        for (rows, twice) in [(3, false), (2, true)] {
            gradients.drop_non_leafs();
            D::forget_gradient(&weight, &mut gradients).unwrap();
            D::forget_gradient(&bias, &mut gradients).unwrap();
            let x: Rows<usize, D> = draw(device, (rows, 5), 7);
            let mut y: Traced<D> = layer(x.clone().traced(gradients));
            if twice {
                y = y + layer(x.leaky_traced());
            }
            gradients = y.square().sum::<Rank0, _>().backward();
            found.push(gradients.get(&weight).as_vec());
            found.push(gradients.get(&bias).as_vec());
        }
        D::forget_gradient(&weight, &mut gradients).unwrap();
        let sum = D::gradient_square_sum(&weight, &mut gradients).unwrap();
        found.push(vec![device.read(vec![sum]).unwrap()[0] as f32]);
        found
    }
}

#[test]
fn a_kept_gradient_holds_that_of_its_step_alone() {
    agree("kept", 2e-5, &Kept);
    let literal = Kept.on(&Cpu::default());
    assert_ne!(literal[0], literal[2]);
    assert_eq!(literal[4], [0.0]);
}

/// Rows after rows.
struct Stack;

impl Check for Stack {
    fn on<D: Kernels>(&self, device: &D) -> Vec<Vec<f32>> {
        let both = D::stack(&draw(device, (3, 5), 1), &draw(device, (2, 5), 2)).unwrap();
        assert_eq!(*both.shape(), (5, 5));
        vec![both.as_vec()]
    }
}

#[test]
fn rows_are_stacked() {
    agree("stack", 0.0, &Stack);
}
