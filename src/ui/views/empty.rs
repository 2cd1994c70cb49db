//! The empty state of a view: one line, and the action that fills it.

use egui::{Button, RichText, Ui};

use crate::app::{Action, App};
use crate::ui::{theme, widgets};

/// Below this height, line and button stand side by side.
const LOW: f32 = 72.0;

/// One line in the middle of the panel.
pub fn line(ui: &mut Ui, text: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.5 - 10.0).max(8.0));
        ui.label(RichText::new(text).color(theme::palette(ui).weak));
    });
}

/// One line and the button that starts training; the button says why when it cannot.
pub fn with_train(ui: &mut Ui, app: &App, actions: &mut Vec<Action>, text: &str) {
    let text = RichText::new(text).color(theme::palette(ui).weak);
    if ui.available_height() < LOW {
        ui.horizontal(|ui| {
            ui.label(text);
            train(ui, app, actions);
        });
        return;
    }
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.5 - 32.0).max(8.0));
        ui.label(text);
        ui.add_space(8.0);
        train(ui, app, actions);
    });
}

fn train(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let allowed = app.check(&Action::Train);
    let button = Button::new("Train");
    if widgets::checked_button(ui, button, "Train the selected variant", allowed) {
        actions.push(Action::Train);
    }
}
