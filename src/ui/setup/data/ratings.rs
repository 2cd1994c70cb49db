//! The rows of how a list of ratings is read, and of whether a table is one.

use egui::Ui;

use crate::data::{By, DataSettings, RatingsFile, Source, TableFile};
use crate::ui::setup::rows::Row;

/// What the lines of a text file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    Rows,
    Ratings,
}

/// Draws the rows of a project on a table or on ratings; gives another source once a person chose something else.
pub fn show(ui: &mut Ui, settings: &DataSettings) -> Option<Source> {
    let (now, path, test) = match &settings.source {
        Source::Table(TableFile { path, test, .. }) => (Lines::Rows, path, test),
        Source::Ratings(RatingsFile { path, test, .. }) => (Lines::Ratings, path, test),
        _ => return None,
    };
    let about = "What each line of the file is: a row of a table, or a user's rating of an item";
    let row = Row::new("Read as", about).reached_by("data.source.kind");
    let name = |lines| match lines {
        Lines::Rows => "a table".into(),
        Lines::Ratings => "ratings".into(),
    };
    let other = row.choose(ui, now, &[Lines::Rows, Lines::Ratings], name);
    let (path, test) = (path.clone(), test.clone());
    match other {
        Some(Lines::Ratings) => Some(Source::Ratings(RatingsFile {
            path,
            test,
            ..RatingsFile::default()
        })),
        Some(Lines::Rows) => Some(Source::Table(TableFile {
            path,
            test,
            ..TableFile::default()
        })),
        None => own(ui, &settings.source),
    }
}

fn own(ui: &mut Ui, source: &Source) -> Option<Source> {
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
