//! The rows of how a list of ratings is read.

use egui::Ui;

use crate::data::{By, Source};
use crate::ui::setup::rows::Row;

/// Draws the rows of a project on ratings; gives another source once a person chose something else.
pub fn show(ui: &mut Ui, source: &Source) -> Option<Source> {
    let Source::Ratings(file) = source else {
        return None;
    };
    let mut new = file.clone();
    let about = "What a sample is: a user with the ratings of all items, or an item with those of all users";
    let row = Row::new("Samples", about).reached_by("data.source.by");
    let name = |by| match by {
        By::User => "users".into(),
        By::Item => "items".into(),
    };
    if let Some(by) = row.choose(ui, new.by, &By::ALL, name) {
        new.by = by;
    }
    let about =
        "Whether the model is told by masks what is not rated; the mean stands there either way";
    let row = Row::new("Masks", about).reached_by("data.source.masks");
    if let Some(masks) = row.switch(ui, new.masks) {
        new.masks = masks;
    }
    (new != *file).then_some(Source::Ratings(new))
}
