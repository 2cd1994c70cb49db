//! The list of all messages of this session.

use egui::{
    Context, Frame, Id, LayerId, Popup, PopupCloseBehavior, Rect, RectAlign, RichText, ScrollArea,
    Ui,
};

use super::item;
use crate::app::{Action, App, Logged};
use crate::system::moment;
use crate::ui::icons::Icon;
use crate::ui::shell::commands::Command;
use crate::ui::{theme, widgets};

/// In points.
const WIDTH: f32 = 440.0;
/// Of the times at the right.
const TIME: f32 = 96.0;

/// Draws the list below the `icon`; what is wished for goes into `clicked` and `actions`. All is seen then.
pub fn show(
    ctx: &Context,
    app: &App,
    icon: Rect,
    is_open: &mut bool,
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) {
    if !app.messages.is_empty() || app.message_log.unread_warnings() > 0 {
        actions.push(Action::ReadMessages);
    }
    let id = Id::unique("all messages");
    let is_new = ctx.read_response(id).is_none();
    let mut leaves = false;
    Popup::new(id, ctx.clone(), icon, LayerId::background())
        .align(RectAlign::BOTTOM_END)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name("All messages")
        .frame(Frame::popup(&ctx.global_style()).inner_margin(12))
        .open_bool(is_open)
        .show(|ui| {
            ui.set_width(WIDTH);
            leaves = head(ui, app, is_new, actions);
            ui.separator();
            if app.message_log.newest_first().len() == 0 {
                ui.weak("No messages yet in this session");
                return;
            }
            let height = (ctx.content_rect().height() - icon.bottom() - 96.0).max(120.0);
            // Else the list would grow to that height frame by frame.
            let area = ScrollArea::vertical()
                .auto_shrink([false, true])
                .min_scrolled_height(height);
            area.max_height(height).show(ui, |ui| {
                for logged in app.message_log.newest_first() {
                    leaves |= row(ui, app, logged, clicked, actions);
                }
            });
        });
    if leaves {
        *is_open = false;
    }
}

/// Title and buttons; true when the list is to close.
fn head(ui: &mut Ui, app: &App, is_new: bool, actions: &mut Vec<Action>) -> bool {
    ui.horizontal(|ui| {
        ui.label(widgets::strong(ui, "Messages", 13.0));
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        ui.with_layout(layout, |ui| {
            let close = widgets::icon_button(ui, Icon::Close, "Close the list of messages");
            // Whoever opened it with a key goes on with keys.
            if is_new {
                close.request_focus();
            }
            let is_empty = app.message_log.newest_first().len() == 0;
            let allowed = match is_empty {
                true => Err("There are no messages".into()),
                false => Ok(()),
            };
            let clear = egui::Button::new("Clear");
            if widgets::checked_button(ui, clear, "Forgets all messages of this session", allowed) {
                actions.push(Action::ClearMessages);
            }
            close.clicked()
        })
        .inner
    })
    .inner
}

/// One message with its time; true when what it offers was taken.
fn row(
    ui: &mut Ui,
    app: &App,
    logged: &Logged,
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) -> bool {
    let message = &logged.message;
    let mut when = moment::for_people(message.at);
    if logged.times > 1 {
        when += &format!(", {} times", logged.times);
    }
    let weak = theme::palette(ui).weak;
    ui.horizontal_top(|ui| {
        let width = WIDTH - 16.0 - TIME - 3.0 * 8.0;
        let wishes = (clicked, actions);
        let taken = item::show(
            ui,
            app,
            message,
            (width, !logged.is_over),
            wishes,
            None::<fn(&mut Ui)>,
        );
        ui.vertical(|ui| {
            ui.set_width(TIME);
            ui.add_space(5.0);
            let when = RichText::new(when).small().color(weak);
            ui.with_layout(egui::Layout::top_down(egui::Align::Max), |ui| {
                ui.add(egui::Label::new(when).wrap());
            });
        });
        taken
    })
    .inner
}
