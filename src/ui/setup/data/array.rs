//! The rows of how an array is read.

use egui::Ui;

use crate::data::{About, ArrayFile, DataSettings, Layout, Source};
use crate::ui::setup::rows::Row;

/// Draws the rows of a project on arrays, `about` which is what was read; gives another source once a person chose
/// something else.
pub fn show(ui: &mut Ui, settings: &DataSettings, about: Option<&About>) -> Option<Source> {
    let Source::Array(files) = &settings.source else {
        return None;
    };
    let mut new = files.clone();
    if let Some(about) = about
        && about.arrays.len() > 1
    {
        arrays(ui, &about.arrays, &mut new);
    }
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

/// Which arrays of an archive hold the samples and the labels.
fn arrays(ui: &mut Ui, names: &[String], files: &mut ArrayFile) {
    let found = || std::iter::once(None);
    let all: Vec<Option<&str>> = found()
        .chain(names.iter().map(|name| Some(&**name)))
        .collect();
    let word = |name: Option<&str>| name.unwrap_or("found by its name").to_owned();
    let row = Row::new("Array", "Which array of the archive holds the samples");
    let row = row.reached_by("data.source.array");
    if let Some(array) = row.choose(ui, files.array.as_deref(), &all, word) {
        let array = array.map(str::to_owned);
        // Its dimensions may be others.
        (files.array, files.layout, files.shape) = (array, None, None);
    }
    let row = Row::new(
        "Labels",
        "Which array of the archive holds a label a sample",
    );
    let row = row.reached_by("data.source.label_array");
    if let Some(array) = row.choose(ui, files.label_array.as_deref(), &all, word) {
        files.label_array = array.map(str::to_owned);
    }
}

fn layout(ui: &mut Ui, files: &mut ArrayFile) {
    let about = "What the dimensions of the array are";
    let row = Row::new("Dimensions", about).reached_by("data.source.layout");
    let now = files.layout.unwrap_or_default();
    if let Some(layout) = row.choose(ui, now, &Layout::ALL, |layout| name(layout).into()) {
        files.layout = Some(layout);
        if layout == Layout::Rows {
            files.shape = None;
        }
    }
}

fn name(layout: Layout) -> &'static str {
    match layout {
        Layout::Rows => "rows of a table",
        Layout::Nhwc => "images, NHWC",
        Layout::Nchw => "images, NCHW",
    }
}
