//! The trait of panels.

use crate::app::{Action, App};

/// A part of the window. It keeps only what belongs to looking (an open menu, a texture); everything else is read
/// from the application, and everything a person asks for goes into `actions`, applied once after the frame.
pub trait Panel {
    /// Sentence case, shown as the panel's heading.
    fn title(&self) -> &'static str;
    /// Draws the panel into all of `ui`.
    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>);
}
