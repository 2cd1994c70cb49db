//! The trait of panels.

use crate::app::{Action, App, Export};

/// A part of the window. It keeps only what belongs to looking (an open menu, a texture); everything else is read
/// from the application, and everything a person asks for goes into `actions`, applied once after the frame.
pub trait Panel {
    /// Sentence case, shown as the panel's heading.
    fn title(&self) -> &'static str;
    /// Whether it shows what the weights on screen make: those of the past while a person looks back.
    fn shows_weights(&self) -> bool {
        false
    }

    /// What the button in its heading saves.
    fn export(&self) -> Option<Export> {
        None
    }
    /// Draws the panel into all of `ui`.
    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>);
}
