//! The layout of the loss of tables, sequences and texts: runs of columns of one kind.

use std::ops::Range;

use dfdx::prelude::{Rank0, Tensor};

use super::{Kernels, LossRule, PixelLoss};
use crate::data::{ColumnKind, Columns, SequenceShape, Span, TextShape};
use crate::model::Activation;

/// The kinds of columns, as the loss tells them apart. Sums by kind are lists in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Numeric,
    YesNo,
    Category,
}

/// The loss of a yes/no column, from its logit.
pub const YES_NO: LossRule = LossRule {
    loss: PixelLoss::Bce,
    logits: true,
};

/// One column of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    pub kind: Kind,
    pub span: Span,
    pub weight: f32,
}

/// Numbers side by side that one loop can go through: all of neighbouring numeric or yes/no columns, or one category's.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub kind: Kind,
    pub numbers: Range<usize>,
}

/// The loss of rows by their columns.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnRule {
    pub cells: Vec<Cell>,
    pub runs: Vec<Run>,
    /// Weights of the columns, one for each number of a row.
    pub weights: Vec<f32>,
    /// How numeric columns are compared. With `logits` their outputs are the sigmoid of what the last layer leaves.
    pub numeric: LossRule,
    /// Makes numeric outputs of what the last layer leaves.
    pub output: Activation,
}

impl ColumnRule {
    /// `numeric` and `output` are for numeric columns; the others have theirs by kind.
    pub fn new(columns: &Columns, numeric: LossRule, output: Activation) -> Self {
        let cells = columns.spans().map(|(column, span)| Cell {
            kind: match column.kind {
                ColumnKind::Numeric => Kind::Numeric,
                ColumnKind::YesNo { .. } => Kind::YesNo,
                ColumnKind::Category { .. } => Kind::Category,
            },
            span,
            weight: column.weight,
        });
        Self::of_cells(cells.collect(), numeric, output)
    }

    /// Sequences of this shape: all their numbers are numeric columns that weigh the same.
    pub fn of_sequence(shape: SequenceShape, numeric: LossRule, output: Activation) -> Self {
        let cells = (0..shape.steps * shape.features).map(|start| Cell {
            kind: Kind::Numeric,
            span: Span { start, width: 1 },
            weight: 1.0,
        });
        Self::of_cells(cells.collect(), numeric, output)
    }

    /// Texts of this shape: each step is a category of the tokens that it could be, and all weigh the same.
    pub fn of_text(shape: &TextShape, numeric: LossRule, output: Activation) -> Self {
        let width = shape.vocabulary.len();
        let cells = (0..shape.steps).map(|step| Cell {
            kind: Kind::Category,
            span: Span {
                start: step * width,
                width,
            },
            weight: 1.0,
        });
        Self::of_cells(cells.collect(), numeric, output)
    }

    fn of_cells(cells: Vec<Cell>, numeric: LossRule, output: Activation) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        for cell in cells.iter().filter(|cell| cell.span.width > 0) {
            match runs.last_mut() {
                Some(run) if run.kind == cell.kind && cell.kind != Kind::Category => {
                    run.numbers.end = cell.span.range().end;
                }
                _ => runs.push(Run {
                    kind: cell.kind,
                    numbers: cell.span.range(),
                }),
            }
        }
        let weights = cells
            .iter()
            .flat_map(|cell| std::iter::repeat_n(cell.weight, cell.span.width));
        Self {
            weights: weights.collect(),
            cells,
            runs,
            numeric,
            output,
        }
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.weights.len()
    }

    /// What makes outputs of the numbers that the last layer leaves for numeric columns.
    pub fn numeric_output(&self) -> Activation {
        match self.numeric.logits {
            true => Activation::Sigmoid,
            false => self.output,
        }
    }
}

/// A batch's loss by column: the sum over the cells that are there, each times its column's weight, over their number.
pub struct ColumnLoss<D: Kernels, T> {
    pub loss: Tensor<Rank0, f32, D, T>,
    /// What each [`Kind`] contributes; they add up to the loss.
    pub parts: [D::Number; 3],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, TokenUnit, Vocabulary};

    #[test]
    fn a_text_is_measured_as_a_row_of_categories() {
        let vocabulary = Vocabulary::of(["a".to_owned()]);
        let names = vocabulary.all().to_vec();
        let step = Column::new("step", ColumnKind::Category { names }, true);
        let text = TextShape {
            steps: 3,
            unit: TokenUnit::Words,
            vocabulary,
        };
        let mse = LossRule {
            loss: PixelLoss::Mse,
            logits: false,
        };
        let rule = ColumnRule::of_text(&text, mse, Activation::Identity);
        let columns = Columns::from(vec![step; 3]);
        assert_eq!(rule, ColumnRule::new(&columns, mse, Activation::Identity));
        assert_eq!(rule.width(), 9);
    }

    #[test]
    fn neighbours_of_a_kind_are_one_run_but_for_categories() {
        let column = |kind, weight| Column {
            name: "a".into(),
            kind,
            weight,
            has_missing: false,
            masked: true,
        };
        let two = || ColumnKind::Category {
            names: vec!["x".into(), "y".into()],
        };
        let answers = || ColumnKind::YesNo {
            names: ["no".into(), "yes".into()],
        };
        let columns = Columns::from(vec![
            column(ColumnKind::Numeric, 1.0),
            column(ColumnKind::Numeric, 2.0),
            column(two(), 3.0),
            column(two(), 1.0),
            column(answers(), 0.5),
            column(ColumnKind::Numeric, 1.0),
        ]);
        let mse = LossRule {
            loss: PixelLoss::Mse,
            logits: false,
        };
        let rule = ColumnRule::new(&columns, mse, Activation::Identity);
        let runs: Vec<_> = rule
            .runs
            .iter()
            .map(|run| (run.kind, run.numbers.clone()))
            .collect();
        assert_eq!(
            runs,
            [
                (Kind::Numeric, 0..2),
                (Kind::Category, 2..4),
                (Kind::Category, 4..6),
                (Kind::YesNo, 6..7),
                (Kind::Numeric, 7..8),
            ]
        );
        assert_eq!(rule.weights, [1.0, 2.0, 3.0, 3.0, 1.0, 1.0, 0.5, 1.0]);
        assert_eq!(rule.width(), 8);
    }
}
