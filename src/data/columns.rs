//! The columns of a table: their kinds, and the span of model inputs and targets that each takes.

use serde::{Deserialize, Serialize};

/// What a column's values are, and so by which loss they are trained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ColumnKind {
    /// Numbers on a line: one number, by the chosen reconstruction loss.
    Numeric,
    /// One of two answers, the second of them 1: one probability, by binary cross-entropy.
    YesNo { names: [String; 2] },
    /// One of several names: a probability for each, by the cross-entropy of their softmax.
    Category { names: Vec<String> },
}

impl ColumnKind {
    /// Numbers of a model that stand for one value.
    pub fn width(&self) -> usize {
        match self {
            Self::Numeric | Self::YesNo { .. } => 1,
            Self::Category { names } => names.len(),
        }
    }
}

/// One column of a table that is trained on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    #[serde(flatten)]
    pub kind: ColumnKind,
    /// Factor on its part of the loss.
    pub weight: f32,
    /// Whether values are missing in the training part. The model then sees one more number: 1 where the value is
    /// missing, 0 where it is there.
    pub has_missing: bool,
    /// Whether it sees that number. Where most values are missing, as of ratings, it need not.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub masked: bool,
}

fn yes() -> bool {
    true
}

fn is_yes(answer: &bool) -> bool {
    *answer
}

impl Column {
    /// With a weight of 1, and a mask where values are missing.
    pub fn new(name: impl Into<String>, kind: ColumnKind, has_missing: bool) -> Self {
        Self {
            name: name.into(),
            kind,
            weight: 1.0,
            has_missing,
            masked: true,
        }
    }

    /// Whether the model is told where its values are missing.
    pub fn has_mask(&self) -> bool {
        self.has_missing && self.masked
    }
}

/// Where the numbers of a column stand in a row of targets and outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    pub width: usize,
}

impl Span {
    /// As indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.start + self.width
    }
}

/// The columns of a row, in the order of the table.
///
/// A model sees the numbers of all columns one after another ([`Span`]), then one mask a column that has one ([`Column::has_mask`]).
/// It makes the numbers without the masks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Column>", into = "Vec<Column>")]
pub struct Columns {
    list: Vec<Column>,
    spans: Vec<Span>,
    target_width: usize,
    masks: usize,
}

impl From<Vec<Column>> for Columns {
    fn from(list: Vec<Column>) -> Self {
        let mut target_width = 0;
        let spans = list.iter().map(|column| {
            let (start, width) = (target_width, column.kind.width());
            target_width += width;
            Span { start, width }
        });
        Self {
            spans: spans.collect(),
            masks: list.iter().filter(|column| column.has_mask()).count(),
            target_width,
            list,
        }
    }
}

impl From<Columns> for Vec<Column> {
    fn from(columns: Columns) -> Self {
        columns.list
    }
}

impl Columns {
    pub fn list(&self) -> &[Column] {
        &self.list
    }

    /// How many columns: values in a row as it is kept.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Each column with its place in targets and outputs.
    pub fn spans(&self) -> impl Iterator<Item = (&Column, Span)> {
        self.list.iter().zip(self.spans.iter().copied())
    }

    /// The place of column `index` in targets and outputs.
    pub fn span(&self, index: usize) -> Span {
        self.spans[index]
    }

    /// Numbers in a row of targets and outputs.
    pub fn target_width(&self) -> usize {
        self.target_width
    }

    /// Numbers that a model sees of a row: targets and masks.
    pub fn input_width(&self) -> usize {
        self.target_width + self.masks
    }

    /// Whether one loss over all numbers is the loss by column: all are numeric and there, and weigh the same.
    pub fn are_plain(&self) -> bool {
        self.list.iter().all(|column| {
            column.kind == ColumnKind::Numeric && column.weight == 1.0 && !column.has_missing
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(kind: ColumnKind, has_missing: bool) -> Column {
        Column::new("a", kind, has_missing)
    }

    #[test]
    fn numbers_stand_column_after_column_and_masks_behind() {
        let names = ["no", "yes"].map(String::from);
        let category = ColumnKind::Category {
            names: vec!["x".into(), "y".into(), "z".into()],
        };
        let columns = Columns::from(vec![
            column(ColumnKind::Numeric, true),
            column(category, true),
            column(ColumnKind::YesNo { names }, false),
        ]);
        let spans: Vec<_> = columns.spans().map(|(_, span)| span.range()).collect();
        assert_eq!(spans, [0..1, 1..4, 4..5]);
        assert_eq!((columns.target_width(), columns.input_width()), (5, 7));
        assert!(!columns.are_plain());
    }

    #[test]
    fn numbers_alone_without_gaps_are_plain() {
        let plain = column(ColumnKind::Numeric, false);
        assert!(Columns::from(vec![plain.clone(); 2]).are_plain());
        let heavy = Column {
            weight: 2.0,
            ..plain.clone()
        };
        assert!(!Columns::from(vec![plain, heavy]).are_plain());
    }
}
