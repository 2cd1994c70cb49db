//! What the lines of a file are: rows of a table, texts or ratings.

use egui::Ui;

use crate::data::{DataSettings, Source};
use crate::ui::setup::rows::Row;

/// Kinds of data that one file can be, as project files call them, and their words.
const KINDS: [(&str, &str); 3] = [
    ("table", "a table"),
    ("text", "texts"),
    ("ratings", "ratings"),
];

/// Draws the choice for a file that can be of several kinds; gives another source once a person chose one.
pub fn show(ui: &mut Ui, settings: &DataSettings) -> Option<Source> {
    let now = match &settings.source {
        Source::Table(_) => 0,
        // A path that ends like no file is one of a folder; what is there is not asked in every frame.
        Source::Text(file) if file.path.extension().is_some() => 1,
        Source::Ratings(_) => 2,
        _ => return None,
    };
    let about =
        "What each line of the file is: a row of a table, a text, or a user's rating of an item";
    let row = Row::new("Read as", about).reached_by("data.source.kind");
    let chosen = row.choose(ui, now, &[0, 1, 2], |kind| KINDS[kind].1.to_owned())?;
    let other = settings.read_as(KINDS[chosen].0).ok()?;
    Some(other.source)
}
