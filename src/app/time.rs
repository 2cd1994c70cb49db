//! Looking back: views of weights that were kept of the past.

use super::App;
use crate::training::Command;

impl App {
    pub(super) fn look_at(&mut self, epochs: Option<f64>) {
        if self.looking_at != epochs {
            self.looking_at = epochs;
            self.link.send(Command::LookAt(epochs));
        }
    }
}
