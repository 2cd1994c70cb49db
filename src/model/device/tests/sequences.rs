//! The operations on sequences against those made of dfdx's own, finite differences and literal values.

use dfdx::prelude::*;
use proptest::prelude::*;

use super::super::sequences::{Cell, Recurrence, StepWindows};
use super::super::{Kernels, Matrix, Rows, Vector, reference};
use super::{assert_close, finite_difference, numbers};

type Traced = Rows<usize, Cpu, OwnedTape<f32, Cpu>>;

fn rows(numbers: Vec<f32>, width: usize) -> Rows<usize, Cpu> {
    let shape = (numbers.len() / width, width);
    Cpu::default().tensor_from_vec(numbers, shape)
}

/// For each sequence, whether its steps are there: some leave out steps inside, and one is empty.
fn marks(sequences: usize, steps: usize) -> Rows<usize, Cpu> {
    let marks = (0..sequences * steps).map(|place| {
        let (sequence, step) = (place / steps, place % steps);
        match sequence % 4 {
            0 => 1.0,
            1 => f32::from(step < steps.div_ceil(2)),
            2 => f32::from(step != 1),
            _ => 0.0,
        }
    });
    rows(marks.collect(), steps)
}

/// A recurrent layer with its input.
#[derive(Clone)]
struct Case {
    rule: Recurrence,
    x: Vec<f32>,
    weight: Vec<f32>,
    bias: Vec<f32>,
    there: Option<Rows<usize, Cpu>>,
}

impl Case {
    fn new(rule: Recurrence, sequences: usize, masked: bool) -> Self {
        let gates = rule.gate_width();
        let inputs = sequences * if rule.repeats { 1 } else { rule.steps };
        Self {
            rule,
            x: numbers(inputs * gates, 1),
            weight: numbers(gates * rule.hidden, 2),
            bias: numbers(gates, 3),
            there: masked.then(|| marks(sequences, rule.steps)),
        }
    }

    fn tensors(&self) -> (Rows<usize, Cpu>, Matrix<Cpu>, Vector<Cpu>) {
        let (device, gates) = (Cpu::default(), self.rule.gate_width());
        (
            rows(self.x.clone(), gates),
            device.tensor_from_vec(self.weight.clone(), (gates, self.rule.hidden)),
            device.tensor_from_vec(self.bias.clone(), (gates,)),
        )
    }

    /// States, and the gradients of x, weight and bias of the states' weighted sum.
    fn run(&self, ours: bool) -> [Vec<f32>; 4] {
        let (x, weight, bias) = self.tensors();
        let there = self.there.as_ref();
        let y = match ours {
            true => Cpu::recurrent(x.leaky_trace(), &weight, &bias, there, self.rule),
            false => reference::recurrent(x.leaky_trace(), &weight, &bias, there, self.rule),
        };
        let y = y.unwrap();
        let states = y.as_vec();
        let gradients = weighted_sum(y).backward();
        [
            states,
            gradients.get(&x).as_vec(),
            gradients.get(&weight).as_vec(),
            gradients.get(&bias).as_vec(),
        ]
    }

    /// The weighted sum of the states without a tape.
    fn value(&self) -> f64 {
        let (x, weight, bias) = self.tensors();
        let y = Cpu::recurrent(x, &weight, &bias, self.there.as_ref(), self.rule).unwrap();
        plain_sum(&y)
    }
}

/// Weights that no test's expectations depend on.
fn weighted_sum(y: Traced) -> Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>> {
    let sizes = *y.shape();
    let weights = numbers(sizes.0 * sizes.1, 99);
    (y * Cpu::default().tensor_from_vec(weights, sizes)).sum()
}

fn plain_sum(y: &Rows<usize, Cpu>) -> f64 {
    let numbers = y.as_vec();
    let weights = super::numbers(numbers.len(), 99);
    let terms = numbers.iter().zip(&weights);
    terms.map(|(y, w)| f64::from(*y) * f64::from(*w)).sum()
}

fn cell(is_lstm: bool) -> Cell {
    if is_lstm { Cell::Lstm } else { Cell::Gru }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn recurrent_layers_agree_with_dfdx(
        sequences in 1usize..20, steps in 1usize..6, hidden in 1usize..20,
        is_lstm: bool, repeats: bool, masked: bool,
    ) {
        let rule = Recurrence { cell: cell(is_lstm), hidden, steps, repeats };
        let case = Case::new(rule, sequences, masked);
        let (ours, theirs) = (case.run(true), case.run(false));
        for (name, (ours, theirs)) in ["y", "x", "weight", "bias"].iter().zip(ours.iter().zip(&theirs)) {
            assert_close(ours, theirs, 2e-5, name);
        }
    }

    #[test]
    fn windows_agree_with_dfdx(
        sequences in 1usize..4, steps in 1usize..9, features in 1usize..4,
        kernel in prop_oneof![Just(1usize), Just(3), Just(5), Just(7)], stride in 1usize..3,
    ) {
        let windows = StepWindows { steps, features, kernel, stride };
        let x = rows(numbers(sequences * steps * features, 4), steps * features);
        let run = |y: Traced| (y.as_vec(), weighted_sum(y).backward().get(&x).as_vec());
        let ours = run(Cpu::windows_of_steps(x.leaky_trace(), windows).unwrap());
        let theirs = run(reference::windows_of_steps(x.leaky_trace(), windows).unwrap());
        prop_assert_eq!(&ours.0, &theirs.0);
        assert_close(&ours.1, &theirs.1, 1e-6, "gradient");
    }
}

#[test]
fn gradients_of_recurrent_layers_agree_with_finite_differences() {
    for is_lstm in [false, true] {
        for repeats in [false, true] {
            let rule = Recurrence {
                cell: cell(is_lstm),
                hidden: 3,
                steps: 4,
                repeats,
            };
            let case = Case::new(rule, 4, true);
            let [_, of_x, of_weight, of_bias] = case.run(true);
            let check = |found: &[f32], numbers: fn(&mut Case) -> &mut Vec<f32>, name: &str| {
                let at = numbers(&mut case.clone()).clone();
                let slopes = finite_difference(&at, |moved| {
                    let mut case = case.clone();
                    *numbers(&mut case) = moved;
                    case.value()
                });
                assert_close(found, &slopes, 2e-3, name);
            };
            check(&of_x, |case| &mut case.x, "x");
            check(&of_weight, |case| &mut case.weight, "weight");
            check(&of_bias, |case| &mut case.bias, "bias");
        }
    }
}

#[test]
fn a_unit_steps_as_its_formula_says() {
    let run = |cell: Cell, x: &[f32], weight: &[f32], bias: &[f32]| {
        let rule = Recurrence {
            cell,
            hidden: 1,
            steps: 2,
            repeats: false,
        };
        let gates = rule.gate_width();
        let device = Cpu::default();
        let weight = device.tensor_from_vec(weight.to_vec(), (gates, 1));
        let bias = device.tensor_from_vec(bias.to_vec(), (gates,));
        let x = rows(x.to_vec(), gates);
        Cpu::recurrent(x, &weight, &bias, None, rule)
            .unwrap()
            .as_vec()
    };
    // torch.nn.GRU and LSTM of one unit with these weights, and inputs whose own weights are 1 and biases 0.
    let states = run(
        Cell::Gru,
        &[0.5, -0.5, 1.0, 0.25, 0.75, -1.0],
        &[0.1, -0.2, 0.3],
        &[0.4, 0.5, -0.6],
    );
    assert_close(&states, &[0.258_937_03, -0.003_474_224_5], 1e-6, "gru");
    let states = run(
        Cell::Lstm,
        &[0.5, -0.5, 1.0, 0.25, 0.75, -1.0, 0.5, -0.25],
        &[0.1, -0.2, 0.3, -0.4],
        &[0.4, 0.5, -0.6, 0.7],
    );
    assert_close(&states, &[0.190_187_42, 0.039_534_835], 1e-6, "lstm");
}

#[test]
fn steps_are_there_where_any_number_is() {
    let nan = f32::NAN;
    let x = rows(
        vec![1.0, 2.0, nan, 3.0, nan, nan, nan, nan, 0.0, nan, nan, nan],
        6,
    );
    for [filled, there] in [
        Cpu::steps_there(&x, 2).unwrap(),
        reference::steps_there(&x, 2).unwrap(),
    ] {
        assert_eq!(there.as_vec(), [1.0, 1.0, 0.0, 0.0, 1.0, 0.0]);
        let numbers = [1.0, 2.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(filled.as_vec(), numbers);
    }
}

#[test]
fn means_and_masks_count_only_steps_that_are_there() {
    let (sequences, steps, features) = (4, 3, 2);
    let x = rows(numbers(sequences * steps * features, 5), features);
    let there = marks(sequences, steps);
    let run = |y: Traced| (y.as_vec(), weighted_sum(y).backward().get(&x).as_vec());
    let ours = run(Cpu::mean_of_steps(x.leaky_trace(), &there).unwrap());
    let theirs = run(reference::mean_of_steps(x.leaky_trace(), &there).unwrap());
    assert_close(&ours.0, &theirs.0, 1e-6, "means");
    assert_close(&ours.1, &theirs.1, 1e-6, "gradient");
    let all = x.as_vec();
    let mean = |column: usize| (all[6 + column] + all[8 + column]) / 2.0;
    assert_close(
        &ours.0[2..4],
        &[mean(0), mean(1)],
        1e-6,
        "two of three steps",
    );
    assert_eq!(ours.0[6..], [0.0, 0.0]);
    let ours = run(Cpu::last_step(x.leaky_trace(), steps).unwrap());
    let theirs = run(reference::last_step(x.leaky_trace(), steps).unwrap());
    assert_eq!(ours, theirs);
    assert_eq!(ours.0[..4], [all[4], all[5], all[10], all[11]]);
    let ours = run(Cpu::mask_steps(x.leaky_trace(), &there).unwrap());
    let theirs = run(reference::mask_steps(x.leaky_trace(), &there).unwrap());
    assert_eq!(ours, theirs);
    assert_eq!(ours.0[10..12], [0.0, 0.0]);
    assert_eq!(ours.0[12..14], all[12..14]);
}
