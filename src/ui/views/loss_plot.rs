//! The loss plot: train and validation curves of all shown variants.

use crate::app::{Action, App};
use crate::ui::Panel;

/// The loss plot: train and validation curves of all shown variants.
#[derive(Default)]
pub struct LossPlot {}

impl Panel for LossPlot {
    fn title(&self) -> &'static str {
        "Loss"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let _ = (ui, app, actions);
    }
}
