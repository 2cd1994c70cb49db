//! The latent scatter: every test image by its code.

use crate::app::{Action, App};
use crate::ui::Panel;

/// The latent scatter: every test image by its code.
#[derive(Default)]
pub struct Latent {}

impl Panel for Latent {
    fn title(&self) -> &'static str {
        "Latent space"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let _ = (ui, app, actions);
    }
}
