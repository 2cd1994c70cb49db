//! What the lines of a file are: rows of a table, texts or ratings.

use egui::Ui;

use crate::data::{DataSettings, FileForm, SeriesFile, Source};
use crate::ui::setup::rows::Row;

/// Kinds of data that one file can be, as project files call them, and their words.
const KINDS: [(&str, &str); 5] = [
    ("table", "a table"),
    ("text", "texts"),
    ("ratings", "ratings"),
    ("series", "series"),
    ("array", "images or rows"),
];

/// Draws the choice for a file that can be of several kinds; gives another source once a person chose one.
pub fn show(ui: &mut Ui, settings: &DataSettings) -> Option<Source> {
    let now = match &settings.source {
        Source::Table(_) => 0,
        // A path that ends like no file is one of a folder; what is there is not asked in every frame.
        Source::Text(file) if file.path.extension().is_some() => 1,
        Source::Ratings(_) => 2,
        Source::Series(_) => 3,
        Source::Array(_) => 4,
        _ => return None,
    };
    let path = settings.source.paths().into_iter().next();
    let path = path.map(|(_, path)| path).unwrap_or_default();
    let choices: &[usize] = match SeriesFile::form_of(&path) {
        FileForm::Table => &[0, 1, 2, 3],
        FileForm::Array => &[4, 3],
        // It is nothing else.
        FileForm::Ts => return None,
    };
    let about = match choices {
        [4, ..] => "What the array holds: images or rows of a table, or sequences of steps",
        _ => {
            "What the lines of the file are: rows of a table, texts, a user's ratings of items, or steps of sequences"
        }
    };
    let row = Row::new("Read as", about).reached_by("data.source.kind");
    let chosen = row.choose(ui, now, choices, |kind| KINDS[kind].1.to_owned())?;
    let other = settings.read_as(KINDS[chosen].0).ok()?;
    Some(other.source)
}
