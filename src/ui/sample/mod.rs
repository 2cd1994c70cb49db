//! Paints samples of any shape: an image as its pixels, a table row as small bars or in full as a list of columns, a sequence
//! as lines over its steps, or as a map where it has many channels, a
//! text as its tokens.

mod bars;
mod dashes;
mod heat;
mod lanes;
mod list;
mod maps;
mod means;
mod ratings;
mod sequence;
mod text;
mod tile;
mod trace;

pub use list::{List, Maker, order_menu};
pub use means::{Means, mean_list};
pub use sequence::Sequence;
pub use text::TextView;
pub use tile::Tile;

use egui::Ui;

use crate::data::{Prepared, SampleShape};
use crate::export::rows;

/// Draws a sequence in full into all that is left of `ui`; nothing of samples that are no sequences.
pub fn sequence_ui(ui: &mut Ui, sequence: &Sequence<'_>) {
    match *sequence.samples.shape() {
        SampleShape::Sequence(shape) if heat::is_map(shape) => maps::show(ui, sequence, shape),
        SampleShape::Sequence(shape) => lanes::show(ui, sequence, shape),
        SampleShape::Image(_) | SampleShape::Row(_) | SampleShape::Text(_) => {}
    }
}

/// The `most` columns of a row of outputs that are furthest from the training mean, in words; of a text its likeliest tokens;
/// none of other samples.
pub fn unusual_columns(data: &Prepared, output: &[f32], most: usize) -> Vec<String> {
    if let Some(text) = data.dataset.shape().text() {
        return vec![text.text(&text.likeliest(output))];
    }
    let Some(columns) = data.dataset.shape().columns() else {
        return Vec::new();
    };
    if output.len() != columns.target_width() {
        return Vec::new();
    }
    let heights = bars::heights(data, output);
    let mut places: Vec<usize> = (0..heights.len()).collect();
    places.sort_by(|&a, &b| heights[b].size().total_cmp(&heights[a].size()));
    let lines = places.into_iter().take(most).map(|place| {
        let column = &columns.list()[place];
        let made = rows::made(column, &output[columns.span(place).range()]);
        format!("{}: {made}", column.name)
    });
    lines.collect()
}
