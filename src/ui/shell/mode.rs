//! The switch between building one variant, comparing all of them, and using what was trained.

use egui::{Button, Rect, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::Preferences;
use super::commands::{self, Command};
use crate::ui::theme;
use crate::ui::views::WindowMode;

/// One part of the switch, in points.
const PART: f32 = 72.0;
const HEIGHT: f32 = 22.0;

/// Where the switch stands in a bar of which `rest` is left: in the middle of the window, as far as there is room.
pub fn place(ui: &Ui, rest: Rect) -> Rect {
    let middle = ui.ctx().content_rect().center().x;
    let left = (middle - PART * 1.5).max(rest.left() + 8.0).round();
    let top = (rest.center().y - HEIGHT / 2.0).round();
    Rect::from_min_size(pos2(left, top), vec2(3.0 * PART, HEIGHT))
}

/// Draws the switch over `rect`; the command goes into `clicked` when another part is pressed.
pub fn show(ui: &mut Ui, rect: Rect, preferences: &Preferences, clicked: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    ui.painter().rect_filled(rect, 4.0, palette.background);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let builder = UiBuilder::new()
        .id_salt("mode")
        .max_rect(rect)
        .layout(layout);
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().interact_size.y = HEIGHT;
        let parts = [
            (WindowMode::Build, Command::Build),
            (WindowMode::Compare, Command::Compare),
            (WindowMode::Use, Command::Use),
        ];
        for (mode, command) in parts {
            let on = preferences.mode == mode;
            let name = commands::find(command).text;
            let button = Button::selectable(on, name).min_size(vec2(PART, HEIGHT));
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
            if response.clicked() && !on {
                clicked.push(command);
            }
            response.on_hover_text(commands::tooltip(ui.ctx(), command));
        }
    });
}
