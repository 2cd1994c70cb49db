//! The first rows of a table, or texts.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Label, Ui};

use crate::data::{Prepared, TextShape};
use crate::ui::setup::cells::{self, Cell, Grid, Tone};
use crate::ui::theme::palette;

const ROWS: usize = 4;

/// Draws the first few training rows; nothing for other samples.
pub fn show(ui: &mut Ui, data: &Prepared) {
    show_some(ui, data, ROWS);
}

/// Draws the first `rows` training rows; nothing for other samples.
pub fn show_some(ui: &mut Ui, data: &Prepared, rows: usize) {
    let train = &data.dataset.train;
    if data.settings.source.has_words() || train.shape().text().is_some() {
        return texts(ui, data, rows);
    }
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

/// The first few training texts, a line each: of bags the words in them, since a grid of all words would be mostly empty.
fn texts(ui: &mut Ui, data: &Prepared, rows: usize) {
    let train = &data.dataset.train;
    let colours = palette(ui);
    for row in 0..train.len().min(rows) {
        let (text, about) = match train.shape().text() {
            Some(text) => (
                text.text(&TextShape::tokens(&train.row(row))),
                format!("Training text {row} as the model sees it"),
            ),
            None => (
                words_of(data, &train.row(row)).join(" "),
                format!("The words of the vocabulary in training text {row}"),
            ),
        };
        let mut line = LayoutJob::default();
        let font = FontId::proportional(11.0);
        if let Some(label) = train.label(row) {
            let name = format!("{}  ", data.dataset.class_name(label));
            line.append(&name, 0.0, TextFormat::simple(font.clone(), colours.weak));
        }
        let text = match &*text {
            "" => "no word of the vocabulary",
            text => text,
        };
        line.append(text, 0.0, TextFormat::simple(font, colours.text));
        ui.add(Label::new(line).truncate()).on_hover_text(about);
    }
}

/// The words in a row of a text, the strongest first; of equals those that are in fewer texts.
fn words_of<'a>(data: &'a Prepared, row: &[f32]) -> Vec<&'a str> {
    let Some(columns) = data.dataset.shape().columns() else {
        return Vec::new();
    };
    let mut there: Vec<usize> = (0..row.len()).filter(|&word| row[word] > 0.0).collect();
    there.sort_by(|&a, &b| row[b].total_cmp(&row[a]).then(b.cmp(&a)));
    there
        .into_iter()
        .map(|word| &*columns.list()[word].name)
        .collect()
}

/// What the column of labels is called.
fn label_name(data: &Prepared) -> &str {
    use crate::data::ColumnType;
    let facts = data.dataset.about.table.as_deref();
    let columns = facts.map_or(&[][..], |facts| &facts.columns);
    let label = columns.iter().find(|one| one.used == ColumnType::Label);
    label.map_or("label", |column| &column.name)
}
