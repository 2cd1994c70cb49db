//! A point of the plot: one variant at two of its numbers.

use super::scatter::Scatter;
use crate::export::columns::{Cell, Column, Figure, Row};
use crate::training::VariantId;

/// Characters of a name beside its point.
const LONGEST: usize = 24;

/// One variant.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Point {
    pub variant: VariantId,
    pub name: String,
    pub colour: u8,
    /// Values along both axes, finite.
    pub at: [f64; 2],
}

impl Point {
    /// At the columns `x` and `y` of `row`; `None` where it has no finite value.
    pub fn of(row: &Row, x: usize, y: usize) -> Option<Self> {
        let value = |index: usize| row.cells.get(index)?.number().filter(|v| v.is_finite());
        Some(Self {
            variant: row.variant,
            name: row.name.clone(),
            colour: row.colour,
            at: [value(x)?, value(y)?],
        })
    }

    /// A name that leaves room for others.
    pub fn short_name(&self) -> String {
        let name = &self.name;
        if name.chars().count() <= LONGEST {
            return name.clone();
        }
        let kept: String = name.chars().take(LONGEST - 1).collect();
        format!("{}\u{2026}", kept.trim_end())
    }
}

impl Scatter<'_> {
    /// "A: code size 2, MSE 0.04321; PCA's MSE 0.05567"
    pub(super) fn tooltip(&self, point: &Point) -> String {
        let row = self
            .table
            .rows
            .iter()
            .position(|row| row.variant == point.variant);
        let row = row.unwrap_or(usize::MAX);
        let cells = self.table.rows.get(row).map_or(&[][..], |row| &row.cells);
        let shown = |index: usize| {
            let (column, cell) = (self.table.columns.get(index)?, cells.get(index)?);
            let unit = column
                .unit()
                .map_or(String::new(), |unit| format!(" {}", self.table.say(unit)));
            Some(format!("{} {}{unit}", column.heading(), column.shown(cell)))
        };
        let mut text = format!("{}: ", point.name);
        let values: Vec<String> = self
            .columns
            .iter()
            .filter_map(|&index| shown(index))
            .collect();
        text.push_str(&values.join(", "));
        let pca = self
            .table
            .cell(row, Figure::PcaMse)
            .filter(|cell| **cell != Cell::Empty);
        if let (Some(cell), false) = (pca, self.line.is_empty()) {
            let error = Column::Figure(Figure::PcaMse).shown(cell);
            text.push_str(&format!("; PCA's MSE {error}"));
        }
        text
    }
}
