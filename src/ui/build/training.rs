//! The training panel: optimiser, learning rate, schedule, batch, epochs, seed, stopping.

use crate::app::{Action, App};
use crate::ui::Panel;

/// The training panel: optimiser, learning rate, schedule, batch, epochs, seed, stopping.
#[derive(Default)]
pub struct TrainingPanel {}

impl Panel for TrainingPanel {
    fn title(&self) -> &'static str {
        "Training"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let _ = (ui, app, actions);
    }
}
