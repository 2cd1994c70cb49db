//! The loss panel: what training makes small.

use crate::app::{Action, App};
use crate::ui::Panel;

/// The loss panel: what training makes small.
#[derive(Default)]
pub struct LossPanel {}

impl Panel for LossPanel {
    fn title(&self) -> &'static str {
        "Loss"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let _ = (ui, app, actions);
    }
}
