//! The noise panel: the corruption of the input; the target stays clean.

pub mod choice;
mod preview;
mod rows;

use crate::app::{Action, App, Edit};
use crate::data::Corruption;
use crate::ui::Panel;
use crate::ui::setup::image::sample_shape;
use crate::ui::widgets::hint;

/// The noise panel: what is done to the input while the target stays clean.
#[derive(Default)]
pub struct NoisePanel {
    preview: preview::Preview,
    row: rows::NoisyRow,
}

impl Panel for NoisePanel {
    fn title(&self) -> &'static str {
        "Noise on the input"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let settings = &app.selected().settings;
        let mut corruption = settings.corruption;
        choice::rows(ui, &mut corruption, &sample_shape(app));
        let kind = app.sample_kind();
        let about = match corruption {
            Corruption::None => format!("The model sees {} as they are", kind.many()),
            _ => format!(
                "Drawn afresh each epoch; the loss compares the output with the clean {}",
                kind.one()
            ),
        };
        hint(ui, about);
        if corruption != Corruption::None
            && let Some(data) = app.dataset.prepared()
            && !data.dataset.train.is_empty()
        {
            self.preview.show(ui, data, corruption);
            self.row.show(ui, data, corruption);
        }
        if corruption != Corruption::None && overridden(app) {
            hint(ui, "Phases with a noise of their own do not use this one");
        }
        if corruption != settings.corruption {
            actions.push(Action::Edit(Edit::Corruption(corruption)));
        }
    }
}

/// Whether a phase has a noise of its own.
fn overridden(app: &App) -> bool {
    let phases = &app.selected().settings.phases;
    phases.iter().any(|phase| phase.corruption.is_some())
}
