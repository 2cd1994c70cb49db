//! The table itself: all columns, rows and cells.

use super::best::{best, same_loss};
use super::order::sorted;
use super::settings::differing;
use super::{Cell, Column, Figure, Subject};
use crate::data::{Corruption, SampleShape};
use crate::training::{VariantId, VariantSettings};

/// The comparison: a row for each variant, in the project's order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Settings that differ, then figures. Those that no variant has anything for are left out, but for the common
    /// ones.
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Whether the losses that variants are trained with measure different things.
    pub losses_differ: bool,
    /// Whether their errors are measured under noise that is not the same.
    pub noises_differ: bool,
    /// Of the project's samples; `None` while there are none.
    pub shape: Option<SampleShape>,
}

/// One variant.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    pub variant: VariantId,
    pub name: String,
    /// Index into the palette of variants.
    pub colour: u8,
    pub hidden: bool,
    /// The measures are of an earlier epoch than the run has reached.
    pub behind: bool,
    /// As many as the table has columns.
    pub cells: Vec<Cell>,
}

impl Table {
    /// The comparison of `subjects`.
    pub fn of(subjects: &[Subject]) -> Self {
        let settings: Vec<&VariantSettings> =
            subjects.iter().map(|s| &s.variant.settings).collect();
        let mut columns = Vec::new();
        let mut rows: Vec<Row> = subjects.iter().map(Row::of).collect();
        let mut add = |column, cells: Vec<Cell>| {
            columns.push(column);
            for (row, cell) in rows.iter_mut().zip(cells) {
                row.cells.push(cell);
            }
        };
        for differing in differing(&settings) {
            add(Column::Setting(differing.setting), differing.values);
        }
        let shape = subjects.iter().find_map(|subject| subject.shape);
        let pictures = shape.is_none_or(|shape| shape.image().is_some());
        for figure in Figure::ALL {
            let cells: Vec<Cell> = subjects.iter().map(|s| figure.value(s)).collect();
            let means_something = pictures || !figure.is_of_pictures();
            if (figure.is_always_there() && means_something)
                || cells.iter().any(|cell| !cell.is_empty())
            {
                add(Column::Figure(figure), cells);
            }
        }
        Self {
            columns,
            rows,
            shape: shape.cloned(),
            losses_differ: settings.windows(2).any(|pair| !same_loss(pair[0], pair[1])),
            noises_differ: settings
                .windows(2)
                .any(|pair| noise(pair[0]) != noise(pair[1])),
        }
    }

    /// Words about images, said of the project's samples.
    pub fn say(&self, text: &str) -> String {
        let shape = self.shape.as_ref();
        shape.map_or_else(|| text.to_owned(), |shape| shape.say(text))
    }

    /// Where `figure` stands among the columns.
    pub fn index_of(&self, figure: Figure) -> Option<usize> {
        let wanted = Column::Figure(figure);
        self.columns.iter().position(|column| *column == wanted)
    }

    /// Indices of the columns that are shown unless a person says otherwise.
    pub fn usual(&self) -> Vec<usize> {
        let is_usual = |column: &Column| !Figure::ASIDE.map(Column::Figure).contains(column);
        let columns = self.columns.iter().enumerate();
        let usual = columns.filter(|(_, column)| is_usual(column));
        usual.map(|(index, _)| index).collect()
    }

    /// The cells of a column, one a row; none where there is no such column.
    pub fn column(&self, index: usize) -> Vec<&Cell> {
        self.rows
            .iter()
            .filter_map(|row| row.cells.get(index))
            .collect()
    }

    /// Whether everything in a column is a number, and something is.
    pub fn is_numeric(&self, index: usize) -> bool {
        let cells = self.column(index);
        let mut known = cells.iter().filter(|cell| !cell.is_empty()).peekable();
        known.peek().is_some() && known.all(|cell| cell.number().is_some())
    }

    /// Which rows have the best value of a column: none where no direction is better, nothing stands out, or the
    /// column holds losses that measure different things.
    pub fn best(&self, index: usize) -> Vec<bool> {
        let column = self.columns.get(index);
        let comparable = column.filter(|column| !(column.is_loss() && self.losses_differ));
        match comparable.and_then(Column::better) {
            Some(better) => best(&self.column(index), better),
            None => vec![false; self.rows.len()],
        }
    }

    /// Indices of the rows in the order of a column, empty cells last; as they stand where there is no such column.
    pub fn sorted(&self, index: usize, falling: bool) -> Vec<usize> {
        if index < self.columns.len() {
            sorted(&self.column(index), falling)
        } else {
            (0..self.rows.len()).collect()
        }
    }

    /// Indices of the rows in the order of their names.
    pub fn sorted_by_name(&self, falling: bool) -> Vec<usize> {
        let names: Vec<Cell> = self
            .rows
            .iter()
            .map(|row| Cell::Text(row.name.clone()))
            .collect();
        sorted(&names.iter().collect::<Vec<_>>(), falling)
    }

    /// The cell of a row in the column of `figure`.
    pub fn cell(&self, row: usize, figure: Figure) -> Option<&Cell> {
        self.rows.get(row)?.cells.get(self.index_of(figure)?)
    }

    /// The same columns with the rows at `rows` alone, in this order.
    pub fn with_rows(&self, rows: &[usize]) -> Self {
        let rows = rows.iter().filter_map(|&index| self.rows.get(index));
        Self {
            columns: self.columns.clone(),
            rows: rows.cloned().collect(),
            losses_differ: self.losses_differ,
            noises_differ: self.noises_differ,
            shape: self.shape.clone(),
        }
    }
}

impl Row {
    fn of(subject: &Subject) -> Self {
        let taken = subject.taken.as_ref();
        Self {
            variant: subject.variant.id,
            name: subject.variant.name.clone(),
            colour: subject.variant.colour,
            hidden: subject.variant.hidden,
            behind: taken.is_some_and(|taken| taken.epochs < f64::from(subject.epoch)),
            cells: Vec::new(),
        }
    }
}

/// The noise on the inputs with which training ends, and under which the test samples are measured.
fn noise(settings: &VariantSettings) -> Corruption {
    settings.corruption_at(settings.training.epochs.saturating_sub(1))
}
