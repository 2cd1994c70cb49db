//! A small table of mixed columns, and a model of its rows.

use hourglass::data::{Column, ColumnKind, Columns, SampleShape};
use hourglass::model::{
    Activation, Architecture, Batch, Blueprint, Code, Distribution, Layer, Loss, LossParts, Model,
    Objective, Optimiser, Parts, StepKey, StepReport, StepSettings,
};

pub const ROWS: usize = 8;
pub const MISSING: f32 = f32::NAN;

pub fn column(kind: ColumnKind, weight: f32, has_missing: bool) -> Column {
    Column {
        name: "a".into(),
        kind,
        weight,
        has_missing,
        masked: true,
    }
}

pub fn numbers(count: usize) -> Columns {
    vec![column(ColumnKind::Numeric, 1.0, false); count].into()
}

/// Two numbers, an answer and a category of three: 6 numbers, and masks of the first and the last.
pub fn mixed() -> Columns {
    let answers = ["no", "yes"].map(String::from);
    let shades = ["light", "medium", "dark"].map(String::from);
    Columns::from(vec![
        column(ColumnKind::Numeric, 1.0, true),
        column(ColumnKind::Numeric, 0.5, false),
        column(ColumnKind::YesNo { names: answers }, 1.0, false),
        column(
            ColumnKind::Category {
                names: shades.into(),
            },
            2.0,
            true,
        ),
    ])
}

pub fn blueprint(shape: impl Into<SampleShape>, distribution: Distribution) -> Blueprint {
    let layer = |width| Layer {
        width,
        activation: Activation::Tanh,
        dropout: 0.0,
    };
    Blueprint {
        architecture: Architecture {
            encoder: vec![layer(16), layer(12)],
            code: Code {
                width: 3,
                distribution,
                ..Code::default()
            },
            output: Activation::Identity,
            ..Architecture::default()
        },
        loss: Loss::Mse,
        shape: shape.into(),
        seed: 7,
    }
}

pub fn settings(parts: Parts) -> StepSettings {
    StepSettings {
        objective: Objective::default(),
        parts,
        optimiser: Optimiser::default(),
        learning_rate: 0.01,
        weight_decay: 0.0,
        clip_norm: None,
    }
}

/// Inputs and targets of the mixed table; where `gaps`, a third of the first and of the last column is missing.
pub fn table(gaps: bool) -> [Vec<f32>; 2] {
    let [mut inputs, mut targets] = [Vec::new(), Vec::new()];
    for row in 0..ROWS {
        let phase = row as f32 / ROWS as f32;
        let mut target = vec![
            phase - 0.5,
            1.0 - phase,
            f32::from(row % 2 == 1),
            0.0,
            0.0,
            0.0,
        ];
        target[3 + row % 3] = 1.0;
        let mut input = target.clone();
        let (first, last) = (gaps && row % 3 == 0, gaps && row % 3 == 1);
        if first {
            (input[0], target[0]) = (0.0, MISSING);
        }
        if last {
            input[3..].fill(1.0 / 3.0);
            target[3..].fill(MISSING);
        }
        input.extend([f32::from(first), f32::from(last)]);
        inputs.extend(input);
        targets.extend(target);
    }
    [inputs, targets]
}

pub fn batch([inputs, targets]: &[Vec<f32>; 2]) -> Batch<'_> {
    Batch {
        inputs,
        targets,
        ..Batch::plain(&[], ROWS, 0)
    }
}

pub fn step(
    model: &mut dyn Model,
    data: &[Vec<f32>; 2],
    number: u32,
    settings: &StepSettings,
) -> StepReport {
    let key = StepKey {
        seed: 3,
        epoch: 0,
        batch: number,
    };
    model.train_step(&batch(data), key, settings).unwrap()
}

pub fn sum_of_kinds(parts: &LossParts) -> f64 {
    let columns = parts.columns.expect("kinds differ");
    columns.numeric + columns.yes_no + columns.category
}
