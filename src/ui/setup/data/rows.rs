//! The first rows of a table.

use egui::Ui;

use crate::data::Prepared;
use crate::ui::setup::cells::{self, Cell, Grid, Tone};

const ROWS: usize = 4;

/// Draws the first few training rows; nothing for other samples.
pub fn show(ui: &mut Ui, data: &Prepared) {
    show_some(ui, data, ROWS);
}

/// Draws the first `rows` training rows; nothing for other samples.
pub fn show_some(ui: &mut Ui, data: &Prepared, rows: usize) {
    let train = &data.dataset.train;
    let Some(columns) = train.shape().columns() else {
        return;
    };
    let label = label_name(data);
    let grid = Grid {
        name: "First training rows",
        about: "Values of the first training rows, in units of the file",
        lead: match train.are_ratings() {
            true => Some("row"),
            false => train.labels().and(Some(label)),
        },
        names: &|index| &columns.list()[index].name,
        columns: columns.len(),
        rows: train.len().min(rows),
    };
    let values: Vec<_> = (0..grid.rows).map(|row| train.row(row)).collect();
    cells::show(ui, &grid, |row, column| {
        if column != usize::MAX {
            let kind = &columns.list()[column].kind;
            return cells::of_value(kind, values[row][column]);
        }
        if let Some(name) = train.name(row) {
            return Cell::new(name.to_owned(), Tone::Weak);
        }
        match train.label(row) {
            Some(label) => Cell::new(data.dataset.class_name(label), Tone::Weak),
            None => Cell::new("none", Tone::Weak),
        }
    });
}

/// What the column of labels is called.
fn label_name(data: &Prepared) -> &str {
    use crate::data::ColumnType;
    let facts = data.dataset.about.table.as_deref();
    let columns = facts.map_or(&[][..], |facts| &facts.columns);
    let label = columns.iter().find(|one| one.used == ColumnType::Label);
    label.map_or("label", |column| &column.name)
}
