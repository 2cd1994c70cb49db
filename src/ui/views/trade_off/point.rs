//! A point of the plot: one variant at two of its numbers.

use crate::export::columns::Row;
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
