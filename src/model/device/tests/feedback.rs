//! A decoder that reads its own last output against the one made of dfdx's operations, finite differences and literal
//! values.

use dfdx::prelude::*;
use proptest::prelude::*;

use super::super::sequences::{Cell, Feedback, FeedbackWeights, Forcing, LayerWeights};
use super::super::{Kernels, Matrix, Rows, Vector, reference};
use super::{assert_close, finite_difference, numbers};
use crate::model::Activation;

/// A decoder with its input; all numbers in the order x, then of each layer the input's and the state's weights and
/// biases, then those of the output.
#[derive(Clone)]
struct Case {
    rule: Feedback,
    rows: usize,
    numbers: Vec<Vec<f32>>,
    forced: Option<Vec<f32>>,
}

/// What a case's numbers lie in.
struct Tensors {
    x: Rows<usize, Cpu>,
    weights: FeedbackWeights<Cpu>,
    forcing: Option<Forcing<Cpu>>,
}

impl Case {
    fn new(rule: Feedback, rows: usize, inputs: usize, layers: usize) -> Self {
        let (gates, hidden) = (rule.gate_width(), rule.hidden);
        let mut sizes = vec![rows * inputs];
        for layer in 0..layers {
            let width = match layer {
                0 => rule.features + inputs,
                _ => hidden,
            };
            sizes.extend([gates * width, gates, gates * hidden, gates]);
        }
        sizes.extend([rule.features * hidden, rule.features]);
        let sizes = sizes.into_iter().zip(1..);
        Self {
            rule,
            rows,
            numbers: sizes.map(|(size, seed)| numbers(size, seed)).collect(),
            forced: None,
        }
    }

    /// Every second sequence reads true steps.
    fn forced(mut self) -> Self {
        self.forced = Some((0..self.rows).map(|row| (row % 2) as f32).collect());
        self
    }

    fn tensors(&self) -> Tensors {
        let device = Cpu::default();
        let gates = self.rule.gate_width();
        let matrix = |numbers: &[f32], rows: usize| -> Matrix<Cpu> {
            device.tensor_from_vec(numbers.to_vec(), (rows, numbers.len() / rows))
        };
        let vector = |numbers: &[f32]| -> Vector<Cpu> {
            device.tensor_from_vec(numbers.to_vec(), (numbers.len(),))
        };
        let (outer, output) = self.numbers.split_at(self.numbers.len() - 2);
        let layers = outer[1..].chunks(4).map(|layer| LayerWeights {
            input: (matrix(&layer[0], gates), vector(&layer[1])),
            state: (matrix(&layer[2], gates), vector(&layer[3])),
        });
        let truth = numbers(self.rows * self.rule.steps * self.rule.features, 77);
        Tensors {
            x: matrix(&self.numbers[0], self.rows),
            weights: FeedbackWeights {
                layers: layers.collect(),
                output: (matrix(&output[0], self.rule.features), vector(&output[1])),
            },
            forcing: self.forced.as_ref().map(|forced| Forcing {
                truth: matrix(&truth, self.rows),
                forced: matrix(forced, self.rows),
            }),
        }
    }

    /// What is made, and the gradients of all numbers of its weighted sum.
    fn run(&self, ours: bool) -> Vec<Vec<f32>> {
        let Tensors {
            x,
            weights,
            forcing,
        } = self.tensors();
        let forcing = forcing.as_ref();
        let y = match ours {
            true => Cpu::feed_back(x.leaky_trace(), &weights, forcing, self.rule),
            false => reference::feed_back(x.leaky_trace(), &weights, forcing, self.rule),
        };
        let y = y.unwrap();
        let mut all = vec![y.as_vec()];
        let factors = Cpu::default().tensor_from_vec(numbers(y.as_vec().len(), 99), *y.shape());
        let gradients = (y * factors).sum::<Rank0, _>().backward();
        all.push(gradients.get(&x).as_vec());
        let layers = weights.layers.iter();
        let pairs = layers.flat_map(|layer| [&layer.input, &layer.state]);
        for (weight, bias) in pairs.chain([&weights.output]) {
            all.push(gradients.get(weight).as_vec());
            all.push(gradients.get(bias).as_vec());
        }
        all
    }

    /// What is made without a tape.
    fn made(&self) -> Vec<f32> {
        let Tensors {
            x,
            weights,
            forcing,
        } = self.tensors();
        let made = Cpu::feed_back(x, &weights, forcing.as_ref(), self.rule);
        made.unwrap().as_vec()
    }

    fn weighted_sum(&self) -> f64 {
        let made = self.made();
        let factors = numbers(made.len(), 99);
        let terms = made.iter().zip(&factors);
        terms.map(|(y, w)| f64::from(*y) * f64::from(*w)).sum()
    }
}

/// Those without a kink, on whose two sides two roundings of one sum can lie.
const SMOOTH: [Activation; 4] = [
    Activation::Identity,
    Activation::Tanh,
    Activation::Sigmoid,
    Activation::Silu,
];

fn cell(is_lstm: bool) -> Cell {
    if is_lstm { Cell::Lstm } else { Cell::Gru }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn fed_back_decoders_agree_with_dfdx(
        rows in 1usize..20, steps in 1usize..6, hidden in 1usize..20, features in 1usize..4,
        inputs in 1usize..5, layers in 1usize..3, is_lstm: bool, forced: bool,
        activation in prop::sample::select(SMOOTH.to_vec()),
    ) {
        let rule = Feedback { cell: cell(is_lstm), hidden, steps, features, activation };
        let mut case = Case::new(rule, rows, inputs, layers);
        if forced {
            case = case.forced();
        }
        let (ours, theirs) = (case.run(true), case.run(false));
        prop_assert_eq!(&ours[0], &case.made());
        for (place, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            assert_close(ours, theirs, 5e-5, &format!("number {place}"));
        }
    }
}

#[test]
fn gradients_flow_through_what_was_fed_back() {
    for is_lstm in [false, true] {
        for layers in [1, 2] {
            let rule = Feedback {
                cell: cell(is_lstm),
                hidden: 3,
                steps: 4,
                features: 2,
                activation: Activation::Tanh,
            };
            for case in [
                Case::new(rule, 3, 2, layers),
                Case::new(rule, 3, 2, layers).forced(),
            ] {
                let found = case.run(true);
                for (place, found) in found[1..].iter().enumerate() {
                    let slopes = finite_difference(&case.numbers[place], |moved| {
                        let mut case = case.clone();
                        case.numbers[place] = moved;
                        case.weighted_sum()
                    });
                    let what = format!("{rule:?} {layers} layers, number {place}");
                    assert_close(found, &slopes, 2e-3, &what);
                }
            }
        }
    }
}

/// Of a sequence that reads true steps, no gradient flows back through what it reads.
#[test]
fn a_forced_sequence_reads_the_truth() {
    let rule = Feedback {
        cell: Cell::Gru,
        hidden: 4,
        steps: 3,
        features: 1,
        activation: Activation::Identity,
    };
    let mut forced = Case::new(rule, 4, 2, 1).forced();
    let free = Case::new(rule, 4, 2, 1);
    let (some, none) = (forced.made(), free.made());
    for row in 0..4 {
        let (some, none) = (&some[3 * row..][..3], &none[3 * row..][..3]);
        // The first step reads zeros either way.
        assert_eq!(some[0], none[0]);
        assert_eq!(some[1..] == none[1..], row % 2 == 0, "sequence {row}");
    }
    forced.forced = Some(vec![0.0; 4]);
    assert_eq!(forced.run(true), free.run(true));
}

#[test]
fn a_unit_feeds_itself_as_its_formula_says() {
    let made = |cell: Cell, forced: Option<f32>| {
        let rule = Feedback {
            cell,
            hidden: 1,
            steps: 3,
            features: 1,
            activation: Activation::Sigmoid,
        };
        let device = Cpu::default();
        let gates = rule.gate_width();
        let of = |numbers: &[f32], width: usize| {
            device.tensor_from_vec(numbers[..gates * width].to_vec(), (gates, width))
        };
        let bias = |numbers: &[f32]| device.tensor_from_vec(numbers[..gates].to_vec(), (gates,));
        let weights = FeedbackWeights {
            layers: vec![LayerWeights {
                input: (
                    of(&[0.5, -0.3, 0.2, 0.7, -0.6, 0.9, 0.4, 0.1], 2),
                    bias(&[0.1, -0.2, 0.3, -0.1]),
                ),
                state: (of(&[0.1, -0.2, 0.3, -0.4], 1), bias(&[0.4, 0.5, -0.6, 0.7])),
            }],
            output: (
                device.tensor_from_vec(vec![1.5], (1, 1)),
                device.tensor_from_vec(vec![-0.25], (1,)),
            ),
        };
        let forcing = forced.map(|forced| Forcing {
            truth: device.tensor_from_vec(vec![0.3, -0.7, 0.2], (1, 3)),
            forced: device.tensor_from_vec(vec![forced], (1, 1)),
        });
        let code = device.tensor_from_vec(vec![0.8], (1, 1));
        Cpu::feed_back(code, &weights, forcing.as_ref(), rule)
            .unwrap()
            .as_vec()
    };
    // PyTorch's GRUCell and LSTMCell of one unit on [previous, code], with a linear layer after them whose sigmoid is the
    // next step's previous; computed in double precision.
    let close = |found: Vec<f32>, expected: [f32; 3], what: &str| {
        assert_close(&found, &expected, 1e-6, what);
    };
    let free = [0.014_175_96, 0.091_217_9, 0.145_272_3];
    close(made(Cell::Gru, None), free, "gru");
    close(made(Cell::Gru, Some(0.0)), free, "gru, not forced");
    let forced = [0.014_175_96, 0.142_545_6, 0.431_456_3];
    close(made(Cell::Gru, Some(1.0)), forced, "gru, forced");
    let free = [-0.030_525_52, 0.019_911_56, 0.049_243_27];
    close(made(Cell::Lstm, None), free, "lstm");
    let forced = [-0.030_525_52, 0.070_030_91, 0.192_384];
    close(made(Cell::Lstm, Some(1.0)), forced, "lstm, forced");
}
