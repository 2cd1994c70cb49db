//! The data panel: source, counts, samples, label histogram, scaling, validation split.

mod dialog;
mod facts;
mod histogram;
mod prepare;
mod samples;
mod source;
mod whole;

use egui::{RichText, Ui};

use crate::app::{Action, App, DatasetState, Edit};
use crate::data::DataSettings;
use crate::ui::Panel;

/// The data panel: source, counts, samples, label histogram, scaling, validation split.
#[derive(Default)]
pub struct DataPanel {
    source: source::SourceEditor,
    samples: samples::Samples,
    prepare: prepare::PrepareEditor,
}

impl Panel for DataPanel {
    fn title(&self) -> &'static str {
        "Data"
    }

    fn panel_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let settings = &app.document.data;
        let mut edit = |new: DataSettings| actions.push(Action::Edit(Edit::Data(new)));

        if let Some(source) = self.source.show(ui, &settings.source) {
            edit(DataSettings {
                source,
                ..settings.clone()
            });
        }
        state(ui, &app.dataset);
        let data = app.dataset.prepared();
        if let Some(data) = data {
            ui.add_space(4.0);
            facts::show(ui, data);
        }
        ui.add_space(8.0);
        let limits = data.map(|data| &**data);
        if let Some(new) = self.prepare.show(ui, settings, limits) {
            edit(new);
        }
        if let Some(data) = data {
            ui.add_space(8.0);
            self.samples.show(ui, data);
            ui.add_space(8.0);
            ui.strong("Labels of the training images");
            histogram::show(ui, data);
        }
    }
}

/// What keeps the data from being there.
fn state(ui: &mut Ui, state: &DatasetState) {
    match state {
        DatasetState::Ready(_) => {}
        DatasetState::Loading { name, previous } => {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.weak(match (name.as_str(), previous) {
                    ("", _) => "Loading the data".to_owned(),
                    (name, None) => format!("Loading {name}"),
                    (name, Some(previous)) => {
                        format!("Loading {name}, {} until then", previous.dataset.name)
                    }
                });
            });
        }
        DatasetState::Failed { message } => {
            let text = RichText::new(message).color(ui.visuals().error_fg_color);
            ui.add(egui::Label::new(text).wrap());
        }
    }
}
