//! The architecture panel: the model drawn as an hourglass of bars that is its own editor.

use crate::app::{Action, App};
use crate::ui::Panel;

/// The architecture panel: the model drawn as an hourglass of bars that is its own editor.
#[derive(Default)]
pub struct ArchitecturePanel {}

impl Panel for ArchitecturePanel {
    fn title(&self) -> &'static str {
        "Architecture"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let _ = (ui, app, actions);
    }
}
