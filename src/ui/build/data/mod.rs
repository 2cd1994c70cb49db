//! The data panel: source, counts, samples, label histogram, scaling, validation split.

use crate::app::{Action, App};
use crate::ui::Panel;

/// The data panel: source, counts, samples, label histogram, scaling, validation split.
#[derive(Default)]
pub struct DataPanel {}

impl Panel for DataPanel {
    fn title(&self) -> &'static str {
        "Data"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let _ = (ui, app, actions);
    }
}
