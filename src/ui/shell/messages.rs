//! What the application says: the newest message as a toast over the window, and all of them behind an icon.

mod item;
mod log;
mod toast;

use egui::{Context, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use self::toast::Toast;
use super::commands::{self, Command};
use crate::app::{Action, App};
use crate::ui::icons::{Icon, icon_rect};
use crate::ui::theme;

/// Of the icon, with room for the number beside it from the start.
const ICON: egui::Vec2 = vec2(40.0, 22.0);

/// The toast and the log.
#[derive(Default)]
pub struct Messages {
    toast: Toast,
    is_open: bool,
    /// Where the icon is.
    icon: Option<Rect>,
}

impl Messages {
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Opens or closes the log.
    pub fn toggle(&mut self) {
        self.is_open ^= true;
    }

    /// The icon with the number of unread warnings; the command goes into `clicked`.
    pub fn icon(&mut self, ui: &mut Ui, app: &App, clicked: &mut Vec<Command>) {
        let count = app.message_log.unread_warnings();
        let name = match count {
            0 => "Messages".to_owned(),
            1 => "Messages, 1 unread warning".to_owned(),
            count => format!("Messages, {count} unread warnings"),
        };
        let (rect, response) = ui.allocate_exact_size(ICON, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.is_open, &name));
        let palette = theme::palette(ui);
        let lit = self.is_open || response.hovered() || response.has_focus();
        if lit {
            ui.painter().rect_filled(rect, 4.0, palette.control_hovered);
        }
        let colour = match (count, lit) {
            (1.., _) => palette.warning,
            (0, true) => palette.text,
            (0, false) => palette.weak,
        };
        let mut place = rect;
        place.set_width(rect.height());
        Icon::Bell.paint(ui.painter(), icon_rect(place), colour);
        if count > 0 {
            let number = match count {
                0..=9 => count.to_string(),
                _ => "9+".to_owned(),
            };
            let at = place.right_center();
            let font = theme::strong(ui.ctx(), 11.0);
            let middle = egui::Align2::LEFT_CENTER;
            ui.painter().text(at, middle, number, font, palette.warning);
        }
        let tooltip = commands::tooltip(ui.ctx(), Command::Messages);
        if response.on_hover_text(tooltip).clicked() {
            clicked.push(Command::Messages);
        }
        self.icon = Some(rect);
    }

    /// Draws the toast, or the log where that is open. What is wished for goes into `clicked` and `actions`; gives back
    /// the numbers of messages that fade.
    pub fn show(
        &mut self,
        ctx: &Context,
        app: &App,
        clicked: &mut Vec<Command>,
        actions: &mut Vec<Action>,
    ) -> Vec<u64> {
        if self.is_open
            && let Some(icon) = self.icon
        {
            log::show(ctx, app, icon, &mut self.is_open, clicked, actions);
            return Vec::new();
        }
        self.toast.show(ctx, app, clicked, actions)
    }
}
