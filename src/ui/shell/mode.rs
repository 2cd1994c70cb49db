//! The switch between building one variant and comparing all of them.

use egui::{Button, Rect, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::Preferences;
use super::commands::{self, Command};
use crate::ui::theme;

/// One half of the switch, in points.
const HALF: f32 = 72.0;
const HEIGHT: f32 = 22.0;

/// Where the switch stands in a bar of which `rest` is left: in the middle of the window, as far as there is room.
pub fn place(ui: &Ui, rest: Rect) -> Rect {
    let middle = ui.ctx().content_rect().center().x;
    let left = (middle - HALF).max(rest.left() + 8.0).round();
    let top = (rest.center().y - HEIGHT / 2.0).round();
    Rect::from_min_size(pos2(left, top), vec2(2.0 * HALF, HEIGHT))
}

/// Draws the switch over `rect`; the command goes into `clicked` when the other half is pressed.
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
        let halves = [
            (
                false,
                "Build",
                "Shows settings and the views of the selected variant",
            ),
            (true, "Compare", commands::find(Command::Compare).tooltip),
        ];
        for (comparing, name, about) in halves {
            let on = preferences.comparing == comparing;
            let button = Button::selectable(on, name).min_size(vec2(HALF, HEIGHT));
            let key = commands::find(Command::Compare).keys.first();
            let key = key.map(|key| format!(" ({})", ui.ctx().format_shortcut(key)));
            let response = ui
                .add(button)
                .on_hover_text(format!("{about}{}", key.unwrap_or_default()));
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
            if response.clicked() && !on {
                clicked.push(Command::Compare);
            }
        }
    });
}
