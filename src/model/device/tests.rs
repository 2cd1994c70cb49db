//! The CPU kernels against dfdx's own operations and against finite differences.

pub(in crate::model::device) mod columns;
mod divergence;
mod feedback;
mod gradient_memory;
mod maps;
mod maps_literal;
mod sequences;
mod softmax;
mod wavelet;
mod weighted;

use dfdx::prelude::*;
use proptest::prelude::*;
use rand::Rng as _;

use super::{Kernels, LossRule, PixelLoss, Rows, Update, reference};
use crate::data::random::{Purpose, stream};
use crate::model::{Activation, Optimiser};

type Traced<W> = Rows<W, Cpu, OwnedTape<f32, Cpu>>;

/// `count` numbers uniform in [-1, 1).
pub(super) fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut random = stream(seed, Purpose::Sampling, 0, 0);
    (0..count).map(|_| random.random_range(-1.0..1.0)).collect()
}

/// A dense layer of run-time sizes with its input.
struct Case {
    x: Rows<usize, Cpu>,
    weight: Tensor<(usize, usize), f32, Cpu>,
    bias: Tensor<(usize,), f32, Cpu>,
}

impl Case {
    fn new((rows, inputs, outputs): (usize, usize, usize), seed: u64) -> Self {
        let device = Cpu::default();
        let draw = |count, part| numbers(count, 3 * seed + part);
        Self {
            x: device.tensor_from_vec(draw(rows * inputs, 0), (rows, inputs)),
            weight: device.tensor_from_vec(draw(outputs * inputs, 1), (outputs, inputs)),
            bias: device.tensor_from_vec(draw(outputs, 2), (outputs,)),
        }
    }

    /// Outputs, and the gradients of x, weight and bias of the outputs' weighted sum.
    fn run(&self, layer: impl Fn(Traced<usize>) -> Traced<usize>) -> [Vec<f32>; 4] {
        let y = layer(self.x.leaky_trace());
        let outputs = y.as_vec();
        let (rows, width) = *y.shape();
        let weights = Cpu::default().tensor_from_vec(numbers(rows * width, 99), (rows, width));
        let gradients = (y * weights).sum::<Rank0, _>().backward();
        [
            outputs,
            gradients.get(&self.x).as_vec(),
            gradients.get(&self.weight).as_vec(),
            gradients.get(&self.bias).as_vec(),
        ]
    }
}

pub(super) fn assert_close(ours: &[f32], theirs: &[f32], tolerance: f32, what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
        let allowed = tolerance * (1.0 + b.abs());
        assert!((a - b).abs() <= allowed, "{what}[{i}]: {a} is not {b}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn dense_agrees_with_dfdx(
        rows in 1usize..40, inputs in 1usize..70, outputs in 1usize..70,
        choice in 0usize..6, seed in 0u64..1000,
    ) {
        let activation = Activation::ALL[choice];
        let case = Case::new((rows, inputs, outputs), seed);
        let linear = Cpu::dense(case.x.clone(), &case.weight, &case.bias, Activation::Identity, false).unwrap();
        // So near to the kink of a ReLU, two roundings of one sum can lie on either side of it.
        prop_assume!(linear.as_vec().iter().all(|sum| sum.abs() > 1e-6));
        let ours = case.run(|x| Cpu::dense(x, &case.weight, &case.bias, activation, true).unwrap());
        let theirs =
            case.run(|x| reference::dense(x, &case.weight, &case.bias, activation).unwrap());
        for (part, (a, b)) in ["output", "input", "weight", "bias"].iter().zip(ours.iter().zip(&theirs)) {
            assert_close(a, b, 2e-5, &format!("{activation:?} {part}"));
        }
        let plain = Cpu::dense(case.x.clone(), &case.weight, &case.bias, activation, false).unwrap();
        prop_assert_eq!(plain.as_vec(), ours[0].clone());
    }

    #[test]
    fn losses_agree_with_dfdx(rows in 1usize..20, width in 1usize..300, choice in 0usize..4, seed in 0u64..1000) {
        let rule = RULES[choice];
        let device = Cpu::default();
        let to_unit = |v: Vec<f32>| v.iter().map(|x| 0.5 + 0.49 * x).collect::<Vec<_>>();
        let mut output = numbers(rows * width, seed);
        if rule.logits {
            output.iter_mut().for_each(|z| *z *= 8.0);
        } else {
            output = to_unit(output);
        }
        let output = device.tensor_from_vec(output, (rows, width));
        let target = device.tensor_from_vec(to_unit(numbers(rows * width, seed + 1)), (rows, width));
        let run = |loss: Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>>| {
            let value = loss.array();
            (value, loss.backward().get(&output).as_vec())
        };
        let (value, gradient) = run(Cpu::loss(output.leaky_trace(), &target, rule).unwrap());
        let (value2, gradient2) = run(reference::loss(output.leaky_trace(), &target, None, rule).unwrap());
        prop_assert!((value - value2).abs() <= 1e-5 * value2.abs().max(1e-3), "{} {}", value, value2);
        assert_close(&gradient, &gradient2, 1e-5, "gradient");
    }

    #[test]
    fn optimisers_agree_with_dfdx_operations(
        count in 1usize..9000, choice in 0usize..7, decay in prop_oneof![Just(0.0f32), Just(0.1)], scale in 0.3f32..1.0,
    ) {
        let device = Cpu::default();
        let start = device.tensor_from_vec(numbers(count, 5), (count,));
        let (mut ours, mut theirs) = (start.clone(), device.tensor_from_vec(numbers(count, 5), (count,)));
        let (mut our_moments, mut their_moments) = ([None, None], [None, None]);
        for step in 1..=3 {
            let rule = Update {
                optimiser: OPTIMISERS[choice], learning_rate: 0.01, weight_decay: decay, step,
            };
            let slope = device.tensor_from_vec(numbers(count, 10 + step), (count,));
            let mut gradients = (ours.leaky_trace() * slope.clone()).sum::<Rank0, _>().backward();
            let summed = Cpu::update(&mut ours, &mut our_moments, &mut gradients, &rule, Some(&f64::from(scale))).unwrap();
            let mut gradients = (theirs.leaky_trace() * slope).sum::<Rank0, _>().backward();
            let square_sum = Cpu::gradient_square_sum(&theirs, &mut gradients).unwrap();
            let square_sum2 = reference::gradient_square_sum(&theirs, &mut gradients).unwrap();
            prop_assert!((square_sum - square_sum2).abs() <= 1e-4 * square_sum2);
            prop_assert_eq!(summed, square_sum);
            reference::update(&mut theirs, &mut their_moments, &mut gradients, &rule, scale).unwrap();
        }
        assert_close(&ours.as_vec(), &theirs.as_vec(), 2e-6, OPTIMISERS[choice].name());
    }
}

pub(super) const RULES: [LossRule; 4] = [
    LossRule {
        loss: PixelLoss::Mse,
        logits: false,
    },
    LossRule {
        loss: PixelLoss::L1,
        logits: false,
    },
    LossRule {
        loss: PixelLoss::Bce,
        logits: false,
    },
    LossRule {
        loss: PixelLoss::Bce,
        logits: true,
    },
];

pub(super) const OPTIMISERS: [Optimiser; 7] = [
    Optimiser::ALL[0],
    Optimiser::ALL[1],
    Optimiser::ALL[2],
    Optimiser::ALL[3],
    Optimiser::Sgd {
        momentum: 0.0,
        nesterov: false,
    },
    Optimiser::Sgd {
        momentum: 0.9,
        nesterov: true,
    },
    Optimiser::RmsProp {
        alpha: 0.9,
        epsilon: 1e-8,
        momentum: 0.5,
    },
];

/// Central differences of a scalar function of one slice, in double precision where it counts.
fn finite_difference(at: &[f32], mut f: impl FnMut(Vec<f32>) -> f64) -> Vec<f32> {
    const H: f32 = 1.0 / 256.0;
    let mut shifted = |i: usize, h: f32| {
        let mut point = at.to_vec();
        point[i] += h;
        f(point)
    };
    let slope = |(up, down): (f64, f64)| ((up - down) / f64::from(2.0 * H)) as f32;
    (0..at.len())
        .map(|i| slope((shifted(i, H), shifted(i, -H))))
        .collect()
}

#[test]
fn dense_gradients_match_finite_differences() {
    for activation in Activation::ALL {
        let case = Case::new((3, 5, 4), 17);
        let weights = numbers(12, 99);
        let weighted_sum = |x: &[f32], w: &[f32], b: &[f32]| {
            let device = Cpu::default();
            let x = device.tensor_from_vec(x.to_vec(), (3, 5));
            let w = device.tensor_from_vec(w.to_vec(), (4, 5));
            let b = device.tensor_from_vec(b.to_vec(), (4,));
            let y = Cpu::dense(x, &w, &b, activation, false).unwrap().as_vec();
            y.iter()
                .zip(&weights)
                .map(|(y, w)| f64::from(*y) * f64::from(*w))
                .sum::<f64>()
        };
        let (x, w, b) = (case.x.as_vec(), case.weight.as_vec(), case.bias.as_vec());
        let [_, dx, dw, db] =
            case.run(|x| Cpu::dense(x, &case.weight, &case.bias, activation, true).unwrap());
        let name = activation.name();
        assert_close(
            &dx,
            &finite_difference(&x, |x| weighted_sum(&x, &w, &b)),
            3e-3,
            name,
        );
        assert_close(
            &dw,
            &finite_difference(&w, |w| weighted_sum(&x, &w, &b)),
            3e-3,
            name,
        );
        assert_close(
            &db,
            &finite_difference(&b, |b| weighted_sum(&x, &w, &b)),
            3e-3,
            name,
        );
    }
}

#[test]
fn loss_gradients_match_finite_differences() {
    let device = Cpu::default();
    let target = [0.0, 1.0, 0.3, 0.7, 0.5, 0.9];
    let output = [0.2, 0.6, 0.4, 0.9, 0.1, 0.8];
    let target = device.tensor_from_vec(target.to_vec(), (2, 3));
    for rule in RULES {
        let value = |y: Vec<f32>| {
            let y = device.tensor_from_vec(y, (2, 3));
            f64::from(Cpu::loss(y, &target, rule).unwrap().array())
        };
        let y = device.tensor_from_vec(output.to_vec(), (2, 3));
        let gradients = Cpu::loss(y.leaky_trace(), &target, rule)
            .unwrap()
            .backward();
        let expected = finite_difference(&output, value);
        assert_close(
            &gradients.get(&y).as_vec(),
            &expected,
            2e-3,
            &format!("{rule:?}"),
        );
    }
}

#[test]
fn losses_have_their_literal_values() {
    let device = Cpu::default();
    let value = |y: [f32; 2], x: [f32; 2], rule| {
        let y = device.tensor_from_vec(y.to_vec(), (1, 2));
        let x = device.tensor_from_vec(x.to_vec(), (1, 2));
        Cpu::loss(y, &x, rule).unwrap().array()
    };
    assert_eq!(value([0.5, 1.0], [0.0, 1.0], RULES[0]), 0.125);
    assert_eq!(value([0.5, 1.0], [0.0, 2.0], RULES[1]), 0.75);
    // (ln 2 + 0) / 2 within the clamp's 1e-7
    assert!((value([0.5, 1.0], [1.0, 1.0], RULES[2]) - 0.346_573_6).abs() < 1e-6);
    // ln(1 + e^0) and ln(1 + e^-100)
    assert!((value([0.0, 100.0], [0.3, 1.0], RULES[3]) - 0.346_573_6).abs() < 1e-6);
    // Far-off logits neither overflow nor vanish: 1000 against 0 costs 1000.
    assert_eq!(value([1000.0, -1000.0], [0.0, 1.0], RULES[3]), 1000.0);
    assert!(value([f32::NAN, 0.0], [0.0, 0.0], RULES[3]).is_nan());
}

#[test]
fn optimisers_follow_pytorchs_formulas() {
    // Two steps from w = 1 with gradients 0.5 and -0.25, learning rate 0.1, weight decay 0.01: worked out in double
    // precision from the formulas on the pages of torch.optim.
    let expected = [
        0.927_151,
        0.871_229_35,
        0.871_467_3,
        0.441_942_54,
        0.973_051,
        0.907_574_1,
        0.667_662_5,
    ];
    let device = Cpu::default();
    for (optimiser, expected) in OPTIMISERS.into_iter().zip(expected) {
        let mut w = device.tensor_from_vec(vec![1.0], (1,));
        let mut moments = [None, None];
        for (step, slope) in [(1, 0.5f32), (2, -0.25)] {
            let rule = Update {
                optimiser,
                learning_rate: 0.1,
                weight_decay: 0.01,
                step,
            };
            let mut gradients = (w.leaky_trace() * slope).sum::<Rank0, _>().backward();
            Cpu::update(&mut w, &mut moments, &mut gradients, &rule, None).unwrap();
        }
        let got = w.as_vec()[0];
        assert!(
            (got - expected).abs() < 2e-6,
            "{optimiser:?}: {got} is not {expected}"
        );
    }
}
