//! The loss by column against dfdx's own operations, finite differences and literal values.

use std::f32::consts::LN_2;
use std::sync::Arc;

use dfdx::prelude::*;
use proptest::prelude::*;

use super::super::columns::{ColumnLoss, ColumnRule};
use super::super::{Kernels, LossRule, PixelLoss, Rows, reference};
use super::{RULES, assert_close, finite_difference, numbers};
use crate::data::{Column, ColumnKind, Columns};
use crate::model::Activation;

const MISSING: f32 = f32::NAN;

fn numeric(weight: f32) -> Column {
    Column {
        name: "a number".into(),
        kind: ColumnKind::Numeric,
        weight,
        has_missing: true,
        masked: true,
    }
}

fn yes_no(weight: f32) -> Column {
    Column {
        kind: ColumnKind::YesNo {
            names: ["no".into(), "yes".into()],
        },
        ..numeric(weight)
    }
}

fn category(names: usize, weight: f32) -> Column {
    Column {
        kind: ColumnKind::Category {
            names: (0..names).map(|name| name.to_string()).collect(),
        },
        ..numeric(weight)
    }
}

pub(in crate::model::device) fn rule(
    columns: Vec<Column>,
    numeric: LossRule,
    output: Activation,
) -> Arc<ColumnRule> {
    Arc::new(ColumnRule::new(&Columns::from(columns), numeric, output))
}

const MSE: LossRule = LossRule {
    loss: PixelLoss::Mse,
    logits: false,
};

/// Runs of each kind, longer and shorter than the lanes of a kernel.
pub(in crate::model::device) fn all_kinds(longest: usize) -> Vec<Column> {
    let mut columns = vec![numeric(0.5); longest];
    columns.push(category(3, 2.0));
    columns.push(yes_no(1.0));
    columns.push(yes_no(3.0));
    columns.push(category(18, 0.25));
    columns.push(numeric(1.5));
    columns.push(category(1, 1.0));
    columns
}

/// Answers in [0, 1], categories that sum to one, and every third cell or so missing.
pub(in crate::model::device) fn targets(rule: &ColumnRule, rows: usize, seed: u64) -> Vec<f32> {
    let mut all = numbers(rows * rule.width(), seed);
    let drawn = numbers(rows * rule.cells.len(), seed + 1);
    for (row, drawn) in all
        .chunks_mut(rule.width())
        .zip(drawn.chunks(rule.cells.len()))
    {
        for (cell, &drawn) in rule.cells.iter().zip(drawn) {
            let numbers = &mut row[cell.span.range()];
            numbers.iter_mut().for_each(|x| *x = 0.5 + 0.49 * *x);
            if numbers.len() > 1 {
                let sum: f32 = numbers.iter().sum();
                numbers.iter_mut().for_each(|x| *x /= sum);
            }
            if drawn < -0.4 {
                numbers.fill(MISSING);
            }
        }
    }
    all
}

fn rows(numbers: Vec<f32>, width: usize) -> Rows<usize, Cpu> {
    let shape = (numbers.len() / width, width);
    Cpu::default().tensor_from_vec(numbers, shape)
}

type Found = (f32, [f64; 3], Vec<f32>);

/// Value, parts and gradient by the kernel.
fn ours(output: &Rows<usize, Cpu>, target: &Rows<usize, Cpu>, rule: &Arc<ColumnRule>) -> Found {
    let ColumnLoss { loss, parts } = Cpu::column_loss(output.leaky_trace(), target, rule).unwrap();
    let value = loss.array();
    (value, parts, loss.backward().get(output).as_vec())
}

/// The same by dfdx's operations.
fn theirs(output: &Rows<usize, Cpu>, target: &Rows<usize, Cpu>, rule: &ColumnRule) -> Found {
    let (loss, parts) = reference::column_loss(output.leaky_trace(), target, rule).unwrap();
    let value = loss.array();
    let parts = parts.map(|part| f64::from(part.array()));
    (value, parts, loss.backward().get(output).as_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_kernel_agrees_with_dfdx(
        count in 1usize..12, longest in prop_oneof![0usize..4, 14usize..40], choice in 0usize..4, shape in 0usize..6,
        seed in 0u64..1000,
    ) {
        let rule = rule(all_kinds(longest), RULES[choice], Activation::ALL[shape]);
        let width = rule.width();
        let output = rows(numbers(count * width, seed).iter().map(|z| 3.0 * z).collect(), width);
        let target = rows(targets(&rule, count, seed + 7), width);
        let (ours, theirs) = (ours(&output, &target, &rule), theirs(&output, &target, &rule));
        let near = |a: f64, b: f64| (a - b).abs() <= 2e-5 * b.abs().max(1e-2);
        prop_assert!(near(f64::from(ours.0), f64::from(theirs.0)), "{} {}", ours.0, theirs.0);
        for (a, b) in ours.1.iter().zip(theirs.1) {
            prop_assert!(near(*a, b), "{:?} {:?}", ours.1, theirs.1);
        }
        assert_close(&ours.2, &theirs.2, 2e-5, "gradient");
        // What is missing pulls at nothing.
        let missing = target.as_vec().iter().map(|x| x.is_nan()).collect::<Vec<_>>();
        for (gradient, missing) in ours.2.iter().zip(missing) {
            prop_assert!(!missing || *gradient == 0.0);
        }
    }

    #[test]
    fn outputs_agree_with_dfdx(count in 1usize..9, choice in 0usize..4, shape in 0usize..6, seed in 0u64..1000) {
        let rule = rule(all_kinds(5), RULES[choice], Activation::ALL[shape]);
        let width = rule.width();
        let x = rows(numbers(count * width, seed).iter().map(|z| 3.0 * z).collect(), width);
        let weights = rows(numbers(count * width, seed + 1), width);
        let run = |y: Rows<usize, Cpu, OwnedTape<f32, Cpu>>| {
            let values = y.as_vec();
            let gradients = (y * weights.clone()).sum::<Rank0, _>().backward();
            (values, gradients.get(&x).as_vec())
        };
        let ours = run(Cpu::column_outputs(x.leaky_trace(), &rule).unwrap());
        let theirs = run(reference::column_outputs(x.leaky_trace(), &rule).unwrap());
        assert_close(&ours.0, &theirs.0, 2e-6, "outputs");
        assert_close(&ours.1, &theirs.1, 2e-5, "gradient");
    }
}

#[test]
fn gradients_match_finite_differences() {
    for (index, numeric) in RULES.into_iter().enumerate() {
        for output in [Activation::Identity, Activation::Sigmoid] {
            let rule = rule(all_kinds(2), numeric, output);
            let width = rule.width();
            // Unclamped cross-entropy needs outputs in (0, 1).
            let at: Vec<f32> = numbers(2 * width, 5 + index as u64);
            let at: Vec<f32> = at.iter().map(|x| 0.5 + 0.4 * x).collect();
            let target = rows(targets(&rule, 2, 3), width);
            let value = |z: Vec<f32>| {
                let loss = Cpu::column_loss(rows(z, width), &target, &rule).unwrap();
                loss.parts.iter().sum()
            };
            let expected = finite_difference(&at, value);
            let (_, _, gradient) = ours(&rows(at, width), &target, &rule);
            assert_close(
                &gradient,
                &expected,
                2e-3,
                &format!("{numeric:?} {output:?}"),
            );
        }
    }
}

#[test]
fn cells_count_once_and_weights_multiply() {
    let rule = rule(
        vec![numeric(1.0), yes_no(2.0), category(2, 3.0)],
        MSE,
        Activation::Identity,
    );
    let output = rows(vec![0.5, 0.0, 1.0, 1.0, 2.0, 9.0, 7.0, 7.0], 4);
    let target = rows(
        vec![0.0, 1.0, 1.0, 0.0, MISSING, MISSING, MISSING, MISSING],
        4,
    );
    let (value, parts, gradient) = ours(&output, &target, &rule);
    // 0.25 + 2 ln 2 + 3 ln 2 over three cells: what is missing is in no sum and no count.
    let expected = [0.25 / 3.0, 2.0 * LN_2 / 3.0, LN_2];
    for (part, expected) in parts.iter().zip(expected) {
        assert!((part - f64::from(expected)).abs() < 1e-6, "{parts:?}");
    }
    assert!((value - expected.iter().sum::<f32>()).abs() < 1e-6);
    assert_close(
        &gradient,
        &[1.0 / 3.0, -1.0 / 3.0, -0.5, 0.5, 0.0, 0.0, 0.0, 0.0],
        1e-6,
        "gradient",
    );
    assert_eq!(gradient[4..], [0.0; 4]);
}

#[test]
fn numbers_go_through_the_outputs_activation_before_they_are_compared() {
    let rule = rule(vec![numeric(1.0)], MSE, Activation::Sigmoid);
    let (value, _, gradient) = ours(&rows(vec![0.0], 1), &rows(vec![1.0], 1), &rule);
    // (1/2 - 1)^2, and 2 (1/2 - 1) times the sigmoid's slope of 1/4.
    assert_eq!((value, gradient), (0.25, vec![-0.25]));
}

#[test]
fn nothing_there_costs_nothing() {
    let rule = rule(vec![numeric(1.0), category(2, 1.0)], MSE, Activation::Relu);
    let output = rows(vec![1.0; 6], 3);
    let target = rows(vec![MISSING; 6], 3);
    assert_eq!(ours(&output, &target, &rule), (0.0, [0.0; 3], vec![0.0; 6]));
    assert_eq!(theirs(&output, &target, &rule).0, 0.0);
}

#[test]
fn far_off_logits_neither_overflow_nor_hide_what_diverges() {
    let rule = rule(
        vec![category(2, 1.0), yes_no(1.0)],
        MSE,
        Activation::Identity,
    );
    let value =
        |z: [f32; 3], t: [f32; 3]| ours(&rows(z.to_vec(), 3), &rows(t.to_vec(), 3), &rule).0;
    assert_eq!(value([1000.0, 0.0, -1000.0], [0.0, 1.0, 1.0]), 1000.0);
    assert!(value([1000.0, 0.0, -1000.0], [1.0, 0.0, 0.0]) < 1e-30);
    assert!(value([f32::NAN, 0.0, 0.0], [1.0, 0.0, 0.0]).is_nan());
    assert!(value([0.0, 0.0, f32::NAN], [1.0, 0.0, 0.0]).is_nan());
}

#[test]
fn a_large_batch_has_the_same_bits_on_any_number_of_threads() {
    let rule = rule(all_kinds(30), MSE, Activation::Identity);
    let width = rule.width();
    let count = 1_500;
    let output = rows(numbers(count * width, 1), width);
    let target = rows(targets(&rule, count, 2), width);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().unwrap();
        let (value, parts, gradient) = pool.install(|| ours(&output, &target, &rule));
        let bits = |numbers: &[f32]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        (value.to_bits(), parts.map(f64::to_bits), bits(&gradient))
    };
    assert_eq!(on(1), on(3));
    let (value, _, gradient) = ours(&output, &target, &rule);
    let expected = theirs(&output, &target, &rule);
    assert!((value / expected.0 - 1.0).abs() < 1e-4);
    assert_close(&gradient, &expected.2, 1e-6, "gradient");
}
