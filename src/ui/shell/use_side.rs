//! The left side while what was trained is used.

use egui::{Panel, Ui};

use super::sides::{frame, scrolled};
use crate::app::{Action, App};
use crate::ui::setup::UsesPanel;

const USE: &str = "use";

#[derive(Default)]
pub struct UseSide {
    panel: UsesPanel,
}

impl UseSide {
    /// `width` follows the divider.
    pub fn show(&mut self, ui: &mut Ui, app: &App, width: &mut f32, actions: &mut Vec<Action>) {
        let panel = Panel::left(USE)
            .default_size(*width)
            .size_range(220.0..=600.0)
            .frame(frame(ui));
        let shown = panel.show(ui, |ui| {
            scrolled(ui, USE, |ui| self.panel.show(ui, app, actions));
        });
        *width = shown.response.rect.width();
    }
}
