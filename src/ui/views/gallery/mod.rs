//! The gallery: test images, their reconstructions and errors.

use crate::app::{Action, App};
use crate::ui::Panel;

/// The gallery: test images, their reconstructions and errors.
#[derive(Default)]
pub struct Gallery {}

impl Panel for Gallery {
    fn title(&self) -> &'static str {
        "Reconstructions"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let _ = (ui, app, actions);
    }
}
