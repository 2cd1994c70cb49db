//! The help dialogs: the list of keys, and what this program is.

use egui::{Context, Grid, RichText, ScrollArea};

use super::{buttons, entered, modal};
use crate::ui::shell::commands::{COMMANDS, Menu};
use crate::ui::{theme, widgets};

/// Draws the list of keys; true when it is over.
pub fn shortcuts(ctx: &Context) -> bool {
    let mut closed = false;
    let left = modal(ctx, "shortcuts", "Keyboard shortcuts", |ui| {
        let height = (ui.ctx().content_rect().height() - 200.0).max(160.0);
        let area = ScrollArea::vertical().max_height(height);
        // Else the dialog would grow to that height frame by frame.
        area.min_scrolled_height(height).show(ui, |ui| {
            let weak = theme::palette(ui).weak;
            for menu in Menu::ALL {
                let mut entries = COMMANDS
                    .iter()
                    .filter(|entry| entry.menu == menu && !entry.keys.is_empty())
                    .peekable();
                if entries.peek().is_none() {
                    continue;
                }
                ui.add_space(4.0);
                ui.label(widgets::strong(ui, menu.name(), 13.0));
                let grid = Grid::new(menu.name()).num_columns(2).min_col_width(168.0);
                grid.spacing([16.0, 4.0]).show(ui, |ui| {
                    for entry in entries {
                        let keys: Vec<String> = entry
                            .keys
                            .iter()
                            .map(|key| ui.ctx().format_shortcut(key))
                            .collect();
                        ui.label(entry.text.trim_end_matches('…'))
                            .on_hover_text(entry.tooltip);
                        ui.label(RichText::new(keys.join("  or  ")).color(weak));
                        ui.end_row();
                    }
                });
            }
        });
        buttons(ui, |ui| {
            let close = widgets::primary(ui, None, "Close").min_size(egui::vec2(72.0, 28.0));
            closed = ui.add(close).clicked() || entered(ui);
        });
    });
    left || closed
}

/// Draws version and licences; true when it is over.
pub fn about(ctx: &Context) -> bool {
    let mut closed = false;
    let left = modal(ctx, "about", "Hourglass", |ui| {
        ui.label(format!("Version {}", env!("CARGO_PKG_VERSION")));
        ui.add_space(4.0);
        ui.label(env!("CARGO_PKG_DESCRIPTION"));
        ui.add_space(8.0);
        widgets::hint(
            ui,
            format!(
                "Licence: {}. Typeface: Inter, SIL Open Font License 1.1",
                env!("CARGO_PKG_LICENSE")
            ),
        );
        buttons(ui, |ui| {
            let close = widgets::primary(ui, None, "Close").min_size(egui::vec2(72.0, 28.0));
            closed = ui.add(close).clicked() || entered(ui);
        });
    });
    left || closed
}
