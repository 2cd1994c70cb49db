//! What a point says under the pointer.

use super::point::Point;
use super::scatter::Scatter;
use crate::export::columns::{Cell, Column, Figure};

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
