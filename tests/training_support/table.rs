//! A model of made-up rows of a table with gaps, for steps that are looked at one by one.

use hourglass::data::{Column, ColumnKind, Columns};
use hourglass::model::{
    Architecture, Batch, Blueprint, Loss, Model, Objective, Optimiser, Parts, StepKey,
    StepSettings, build,
};

/// Numeric columns and categories of six, in turn.
const COLUMNS: usize = 80;

pub struct Table {
    model: Box<dyn Model>,
    inputs: Vec<f32>,
    targets: Vec<f32>,
    rows: usize,
}

impl Table {
    pub fn new(architecture: Architecture, rows: usize) -> Self {
        let column = |index: usize| Column {
            name: index.to_string(),
            kind: match index % 2 {
                0 => ColumnKind::Numeric,
                _ => ColumnKind::Category {
                    names: (0..6).map(|name| name.to_string()).collect(),
                },
            },
            weight: 1.0,
            has_missing: true,
            masked: true,
        };
        let columns: Vec<Column> = (0..COLUMNS).map(column).collect();
        let blueprint = Blueprint {
            architecture,
            loss: Loss::Mse,
            shape: Columns::from(columns).into(),
            seed: 1,
        };
        let model = build(&blueprint).unwrap();
        let mut targets = vec![0.25; rows * blueprint.shape.target_width()];
        targets[0] = f32::NAN;
        Self {
            inputs: vec![0.5; rows * model.input_width()],
            targets,
            rows,
            model,
        }
    }

    pub fn step(&mut self, number: u32) {
        let batch = Batch {
            inputs: &self.inputs,
            targets: &self.targets,
            ..Batch::plain(&[], self.rows, 0)
        };
        let key = StepKey {
            seed: 1,
            epoch: 0,
            batch: number,
        };
        let settings = StepSettings {
            objective: Objective::default(),
            parts: Parts::All,
            optimiser: Optimiser::default(),
            learning_rate: 0.001,
            weight_decay: 0.0,
            clip_norm: None,
        };
        let report = self.model.train_step(&batch, key, &settings).unwrap();
        assert!(report.loss.is_finite());
    }
}
