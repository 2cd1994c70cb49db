//! The rows of how an array is read.

use egui::Ui;

use crate::data::{ArrayFile, DataSettings, Layout, Source};
use crate::ui::setup::rows::Row;

/// Draws the rows of a project on arrays; gives another source once a person chose something else.
pub fn show(ui: &mut Ui, settings: &DataSettings) -> Option<Source> {
    let Source::Array(files) = &settings.source else {
        return None;
    };
    let mut new = files.clone();
    layout(ui, &mut new);
    let about = match new.layout {
        Some(Layout::Rows) | None => "Whether the columns of the array are the samples",
        Some(_) => {
            "Whether the rows of each image become its columns, as the images of EMNIST need"
        }
    };
    let row = Row::new("Transposed", about).reached_by("data.source.transpose");
    if let Some(transpose) = row.switch(ui, new.transpose) {
        new.transpose = transpose;
    }
    (new != *files).then_some(Source::Array(new))
}

fn layout(ui: &mut Ui, files: &mut ArrayFile) {
    let about = "What the dimensions of the array are";
    let row = Row::new("Dimensions", about).reached_by("data.source.layout");
    let now = files.layout.unwrap_or_default();
    if let Some(layout) = row.choose(ui, now, &Layout::ALL, |layout| name(layout).into()) {
        files.layout = Some(layout);
    }
}

fn name(layout: Layout) -> &'static str {
    match layout {
        Layout::Rows => "rows of a table",
        Layout::Nhwc => "images, NHWC",
        Layout::Nchw => "images, NCHW",
    }
}
