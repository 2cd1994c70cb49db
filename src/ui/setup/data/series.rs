//! The rows of how series are read.

use egui::Ui;

use crate::data::{About, SeriesFacts, SeriesFile, SeriesForm, Source};
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::setup::some_of::some_of;

/// Draws the rows of a project on series; gives another source once a person chose something else. `about` is what was read
/// of them.
pub fn show(ui: &mut Ui, source: &Source, about: Option<&About>) -> Option<Source> {
    let Source::Series(file) = source else {
        return None;
    };
    // A .ts file leaves nothing to choose; of a file that could not be read its form can be.
    let facts = about.map(|about| about.series.as_deref());
    let form = match facts {
        Some(None) => return None,
        Some(Some(facts)) => Some(facts.form),
        None => file.form,
    };
    let mut new = file.clone();
    let row = Row::new("Form", "How the file holds sequences of steps");
    let row = row.reached_by("data.source.form");
    let all: Vec<Option<SeriesForm>> = SeriesForm::ALL.map(Some).to_vec();
    if let Some(chosen) = row.choose(ui, form, &all, |form| form.map_or("found", name).into()) {
        (new.form, new.columns) = (chosen, Vec::new());
    }
    if let Some(facts) = facts.flatten().filter(|facts| !facts.columns.is_empty()) {
        columns(ui, facts, &mut new);
    }
    if form == Some(SeriesForm::Single) {
        windows(ui, &mut new);
    }
    (new != *file).then_some(Source::Series(new))
}

fn name(form: SeriesForm) -> &'static str {
    match form {
        SeriesForm::Long => "a row a step, with an id",
        SeriesForm::Wide => "a row a sequence",
        SeriesForm::Single => "one long series",
    }
}

fn columns(ui: &mut Ui, facts: &SeriesFacts, file: &mut SeriesFile) {
    if facts.form == SeriesForm::Long {
        let row = Row::new("Sequence", "Which column says the sequence of a row");
        let row = row.reached_by("data.source.id");
        if let Some(Some(id)) = column(ui, row, facts, facts.id.as_deref(), false) {
            file.id = Some(id);
        }
    }
    if facts.form != SeriesForm::Wide {
        let row = Row::new("Time", "Which column gives the time of each step");
        let row = row.reached_by("data.source.time");
        if let Some(time) = column(ui, row, facts, facts.time.as_deref(), true) {
            file.time = Some(time.unwrap_or_default());
        }
    }
    if facts.form != SeriesForm::Single {
        let row = Row::new("Classes", "Which column gives the class of each sequence");
        let row = row.reached_by("data.source.label");
        if let Some(label) = column(ui, row, facts, facts.label.as_deref(), true) {
            file.label = Some(label.unwrap_or_default());
        }
    }
    let taken = [&facts.id, &facts.time, &facts.label];
    let others = facts.columns.iter();
    let others = others.filter(|name| !taken.iter().any(|taken| taken.as_ref() == Some(name)));
    let others: Vec<String> = others.cloned().collect();
    let (label, about) = match facts.form {
        SeriesForm::Wide => (
            "Steps",
            "Which columns are steps; all numbers where none is chosen",
        ),
        _ => (
            "Channels",
            "Which columns are channels; all numbers where none is chosen",
        ),
    };
    let row = Row::new(label, about).reached_by("data.source.columns");
    if let Some(chosen) = some_of(ui, row, &others, &file.columns) {
        file.columns = chosen;
    }
}

/// A choice of one column, or of none where that `can_be_none`.
fn column(
    ui: &mut Ui,
    row: Row<'_>,
    facts: &SeriesFacts,
    now: Option<&str>,
    can_be_none: bool,
) -> Option<Option<String>> {
    let none = can_be_none.then_some(None);
    let places = (0..facts.columns.len()).map(Some);
    let choices: Vec<Option<usize>> = none.into_iter().chain(places).collect();
    let place = |name: &str| facts.columns.iter().position(|known| known == name);
    let name = |place: Option<usize>| match place {
        None => "none".to_owned(),
        Some(place) => facts.columns[place].clone(),
    };
    let chosen = row.choose(ui, now.and_then(place), &choices, name)?;
    Some(chosen.map(|place| facts.columns[place].clone()))
}

fn windows(ui: &mut Ui, file: &mut SeriesFile) {
    let limits = || Limits::whole(1.0, f64::from(u32::MAX));
    let about = "Steps of each window that the series is cut into";
    let row = Row::new("Window", about).reached_by("data.source.window");
    let number = Number::new(row, f64::from(file.window), Drag::Never).limits(limits());
    if let Some(window) = number.unit("steps").show(ui) {
        file.window = window as u32;
    }
    let about = "Steps from the beginning of a window to that of the next";
    let row = Row::new("Stride", about).reached_by("data.source.stride");
    let number = Number::new(row, file.stride() as f64, Drag::Never).limits(limits());
    if let Some(stride) = number.unit("steps").show(ui) {
        file.stride = Some(stride as u32);
    }
}
