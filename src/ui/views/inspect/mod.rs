//! The inspector: one image's input, code, output and error.

use crate::app::{Action, App};
use crate::ui::Panel;

/// The inspector: one image's input, code, output and error.
#[derive(Default)]
pub struct Inspect {}

impl Panel for Inspect {
    fn title(&self) -> &'static str {
        "Inspect"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let _ = (ui, app, actions);
    }
}
