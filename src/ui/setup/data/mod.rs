//! The data panel: source, counts, what was found of a table, samples, label histogram, scaling, validation split.

mod array;
mod dialog;
mod draft;
mod facts;
mod field;
mod histogram;
mod import;
mod pictures;
mod prepare;
mod ratings;
mod rows;
mod samples;
mod source;
mod table;
mod warnings;

pub use self::import::ImportView;

use egui::{RichText, Ui};

use crate::app::{Action, App, DatasetState, Edit, SampleKind};
use crate::data::{DataSettings, Source, TableFile};
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
        let mut edit = |new: DataSettings| actions.push(Action::Edit(Edit::Data(new)));

        let mut import = None;
        let named = self
            .source
            .show(ui, &settings.source, app.data_failure.as_ref());
        if let Some(source) = named.or_else(|| options(ui, settings)) {
            if begins_anew(&settings.source, &source) {
                import = Some(source);
            } else {
                edit(DataSettings {
                    source,
                    ..settings.clone()
                });
            }
        }
        state(ui, &app.dataset);
        let data = app.dataset.prepared();
        if let Some(data) = data {
            facts::show(ui, data);
            warnings::show(ui, &data.dataset.about);
            self.samples.show(ui, data);
            rows::show(ui, data);
            ui.add_space(4.0);
            histogram::show(ui, data);
            if let Some(facts) = &data.dataset.about.table {
                ui.add_space(4.0);
                let new = self.table.show(ui, settings, &data.settings, facts);
                if let Some(new) = new {
                    edit(new);
                }
                ui.add_space(4.0);
            }
        }
        let column = self.table.chosen();
        if let Some(new) = prepare::show(ui, settings, data.map(|data| &**data), column) {
            edit(new);
        }
        actions.extend(import.map(Action::ImportSource));
    }
}

/// The rows of how files are read, of kinds that have such; gives another source once a person chose something else.
fn options(ui: &mut Ui, settings: &DataSettings) -> Option<Source> {
    array::show(ui, settings)
        .or_else(|| pictures::show(ui, settings))
        .or_else(|| ratings::show(ui, settings))
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
        (Source::Array(before), Source::Array(after)) => before.path != after.path,
        (Source::Pictures(before), Source::Pictures(after)) => before.path != after.path,
        (Source::Ratings(before), Source::Ratings(after)) => before.path != after.path,
        _ => SampleKind::of_source(after) == SampleKind::Row,
    }
}

/// What keeps the data from being there.
fn state(ui: &mut Ui, state: &DatasetState) {
    match state {
        DatasetState::Ready(_) => {}
        DatasetState::Loading { name, previous } => {
            let until_then = previous.as_ref().map(|data| data.dataset.name.as_str());
            widgets::loading(ui, name, until_then);
        }
        DatasetState::Failed { message } => {
            let text = RichText::new(message).color(ui.visuals().error_fg_color);
            ui.add(egui::Label::new(text).wrap());
        }
    }
}
