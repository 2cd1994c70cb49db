//! The data panel: source, counts, samples, label histogram, scaling, validation split.

mod dialog;
mod facts;
mod histogram;
mod prepare;
mod samples;
mod source;

use egui::{RichText, Ui};

use crate::app::{Action, App, DatasetState, Edit};
use crate::data::DataSettings;
use crate::ui::{Panel, widgets};

/// The data panel: source, counts, samples, label histogram, scaling, validation split.
#[derive(Default)]
pub struct DataPanel {
    source: source::SourceEditor,
    samples: samples::Samples,
}

impl Panel for DataPanel {
    fn title(&self) -> &'static str {
        "Data"
    }

    fn panel_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let settings = &app.document.data;
        let mut edit = |new: DataSettings| actions.push(Action::Edit(Edit::Data(new)));

        if let Some(source) = self
            .source
            .show(ui, &settings.source, app.data_failure.as_ref())
        {
            edit(DataSettings {
                source,
                ..settings.clone()
            });
        }
        state(ui, &app.dataset);
        let data = app.dataset.prepared();
        if let Some(data) = data {
            facts::show(ui, data);
            self.samples.show(ui, data);
            ui.add_space(4.0);
            histogram::show(ui, data);
        }
        if let Some(new) = prepare::show(ui, settings, data.map(|data| &**data)) {
            edit(new);
        }
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
