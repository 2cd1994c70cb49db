//! The data panel: source, counts, what was found of a table, samples, label histogram, scaling, validation split.

mod altered;
mod array;
mod dialog;
mod draft;
mod facts;
mod field;
mod histogram;
mod import;
mod pictures;
mod place;
mod prepare;
mod ratings;
mod read_as;
mod rows;
mod samples;
mod series;
mod sets;
mod sound;
mod source;
mod table;
mod text;
mod warnings;

pub use self::import::ImportView;

use std::sync::Arc;

use egui::{RichText, Ui};

use crate::app::{Action, App, DatasetState, Edit, SampleKind};
use crate::data::{DataSettings, Prepared, Source, TableFile};
use crate::ui::{Panel, widgets};

/// The data panel: source, counts, what was found of a table, samples, label histogram, scaling, validation split.
#[derive(Default)]
pub struct DataPanel {
    source: source::SourceEditor,
    samples: samples::Samples,
    table: table::TableEditor,
}

impl Panel for DataPanel {
    fn title(&self) -> &'static str {
        "Data"
    }

    fn panel_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let settings = &app.document.data;
        let edit = |new: DataSettings| Action::Edit(Edit::Data(new));

        let mut import = None;
        let named = self
            .source
            .show(ui, &settings.source, app.data_failure.as_ref());
        if let Some(source) = named.or_else(|| options(ui, settings, app.dataset.prepared())) {
            if begins_anew(&settings.source, &source) {
                import = Some(source);
            } else {
                actions.push(edit(DataSettings {
                    source,
                    ..settings.clone()
                }));
            }
        }
        state(ui, &app.dataset, actions);
        let data = app.dataset.prepared();
        if let Some(data) = data {
            facts::show(ui, data);
            place::show(ui, app, data, actions);
            warnings::show(ui, &data.dataset.about);
            self.samples.show(ui, data);
            rows::show(ui, data);
            ui.add_space(4.0);
            histogram::show(ui, data);
            if let Some(facts) = &data.dataset.about.table {
                ui.add_space(4.0);
                let new = self.table.show(ui, settings, &data.settings, facts);
                actions.extend(new.map(edit));
                ui.add_space(4.0);
            }
        }
        let column = self.table.chosen();
        actions.extend(prepare::show(ui, settings, data.map(|data| &**data), column).map(edit));
        actions.extend(import.map(Action::ImportSource));
    }
}

/// The rows of how files are read, of kinds that have such; gives another source once a person chose something else.
fn options(ui: &mut Ui, settings: &DataSettings, data: Option<&Arc<Prepared>>) -> Option<Source> {
    let about = data.filter(|data| data.settings.source == settings.source);
    let about = about.map(|data| &data.dataset.about);
    read_as::show(ui, settings)
        .or_else(|| array::show(ui, settings, about))
        .or_else(|| pictures::show(ui, settings))
        .or_else(|| text::show(ui, &settings.source, about))
        .or_else(|| ratings::show(ui, &settings.source))
        .or_else(|| series::show(ui, &settings.source, about))
        .or_else(|| sound::show(ui, &settings.source, about))
}

/// Whether nothing that was chosen for one source makes sense for the other: it has samples of another kind, or is
/// another table.
fn begins_anew(before: &Source, after: &Source) -> bool {
    if SampleKind::of_source(before) != SampleKind::of_source(after) {
        return true;
    }
    match (before, after) {
        (
            Source::Table(TableFile { path: old, .. }),
            Source::Table(TableFile { path: new, .. }),
        ) => old != new,
        (Source::Array(before), Source::Array(after)) => {
            (&before.path, &before.array) != (&after.path, &after.array)
        }
        (Source::Pictures(before), Source::Pictures(after)) => before.path != after.path,
        (Source::Text(before), Source::Text(after)) => {
            before.path != after.path || before.weights != after.weights
        }
        (Source::Ratings(before), Source::Ratings(after)) => before.path != after.path,
        (Source::Series(before), Source::Series(after)) => before.path != after.path,
        (Source::Sound(before), Source::Sound(after)) => {
            before.path != after.path || before.form != after.form
        }
        _ => SampleKind::of_source(after) != SampleKind::Image,
    }
}

/// What keeps the data from being there.
fn state(ui: &mut Ui, state: &DatasetState, actions: &mut Vec<Action>) {
    match state {
        DatasetState::Ready(_) => {}
        DatasetState::Loading {
            name,
            previous,
            progress,
        } => {
            let until_then = previous.as_ref().map(|data| data.dataset.name.as_str());
            widgets::loading(ui, name, until_then);
            if let Some(share) = progress.share() {
                ui.horizontal(|ui| {
                    let stop = ui
                        .button("Stop")
                        .on_hover_text("Reads no further, and keeps the data of before");
                    if stop.clicked() {
                        actions.push(Action::StopLoading);
                    }
                    widgets::progress(ui, share);
                });
            }
        }
        DatasetState::Failed { message } => {
            let text = RichText::new(message).color(ui.visuals().error_fg_color);
            ui.add(egui::Label::new(text).wrap());
        }
    }
}
