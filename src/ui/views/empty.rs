//! What a view shows before there is anything to show: one line, and the action that fills it.

use egui::{Button, RichText, Ui};

use crate::app::{Action, App};
use crate::ui::theme;

/// One line in the middle of the panel.
pub fn line(ui: &mut Ui, text: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.5 - 10.0).max(8.0));
        ui.label(RichText::new(text).color(theme::palette(ui).weak));
    });
}

/// One line and the button that starts training; the button says why when it cannot.
pub fn with_train(ui: &mut Ui, app: &App, actions: &mut Vec<Action>, text: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.5 - 32.0).max(8.0));
        ui.label(RichText::new(text).color(theme::palette(ui).weak));
        ui.add_space(8.0);
        let possible = app.check(&Action::Train);
        let button = ui.add_enabled(possible.is_ok(), Button::new("Train"));
        let button = match possible {
            Ok(()) => button.on_hover_text("Train the selected variant"),
            Err(reason) => button.on_disabled_hover_text(reason),
        };
        if button.clicked() {
            actions.push(Action::Train);
        }
    });
}
