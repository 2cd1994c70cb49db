//! The scale that ratings are given on.

use std::fmt;
use std::sync::Arc;

use crate::data::cells::{Cell, Cells};
use crate::data::{Samples, Scaler};

/// From the least rating of the training part to the greatest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    least: f32,
    greatest: f32,
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.least, self.greatest)
    }
}

impl Scale {
    /// That of all items; `None` where nothing was rated.
    pub fn of(scaler: &Scaler) -> Option<Self> {
        let ends = scaler.columns().iter().flat_map(|column| {
            let own = column.range.map(|end| round(column.unscale(end)));
            own.into_iter().filter(|end| end.is_finite())
        });
        let (least, greatest) = ends.fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), end| {
            (a.min(end), b.max(end))
        });
        (least < greatest).then_some(Self { least, greatest })
    }

    /// The rating on the scale that is nearest.
    pub fn clamp(self, rating: f32) -> f32 {
        rating.clamp(self.least, self.greatest)
    }

    /// `samples` with ratings on the scale, and how many were not; `None` where all are.
    pub fn clamped(self, samples: &Samples) -> Option<(Samples, usize)> {
        let (columns, seen) = (samples.shape().columns()?, samples.seen()?);
        let rows = (0..samples.len()).flat_map(|row| {
            seen.row(row).map(move |(column, value)| Cell {
                row: row as u32,
                column: column as u32,
                value,
            })
        });
        let mut cells: Vec<Cell> = rows.collect();
        let mut outside = 0;
        for cell in &mut cells {
            let value = self.clamp(cell.value);
            outside += usize::from(value != cell.value);
            cell.value = value;
        }
        let names = (0..samples.len()).map(|row| samples.name(row).unwrap_or_default().to_owned());
        let cells = Arc::new(Cells::new(samples.len(), &cells));
        let moved = Samples::of_cells(columns.clone(), cells, None, names.collect());
        (outside > 0).then_some((moved.ok()?, outside))
    }
}

/// A number that was scaled and is itself again but for its last digits.
fn round(number: f32) -> f32 {
    (number * 1e4).round() / 1e4
}
