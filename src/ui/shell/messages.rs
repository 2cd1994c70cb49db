//! The messages and warnings at the foot of the window.

use egui::{
    Align, Button, Color32, Frame, Id, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui, vec2,
};

use crate::app::{Action, App, Message, MessageKind};
use crate::ui::icons::Icon;
use crate::ui::{theme, widgets};

/// Height from which on messages scroll, in points.
const MOST: f32 = 112.0;

/// Draws the messages, newest first; nothing at all without any.
pub fn show(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    if app.messages.is_empty() {
        return;
    }
    let frame = Frame::new()
        .fill(theme::palette(ui).panel)
        .inner_margin(Margin::symmetric(16, 4));
    let shown = Panel::bottom("messages").frame(frame).show(ui, |ui| {
        let area = ScrollArea::vertical()
            .max_height(MOST)
            .min_scrolled_height(MOST);
        area.show(ui, |ui| {
            for (index, message) in app.messages.iter().enumerate().rev() {
                if message_ui(ui, app, message, actions) {
                    actions.push(Action::Dismiss(index));
                }
            }
        });
    });
    // A panel at the foot is placed by the height it had before: lay the frame out again when that changed.
    let height = shown.response.rect.height();
    let id = Id::unique("height of the messages");
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default(id), height));
    if before != height {
        ui.ctx()
            .request_discard("the messages changed their height");
    }
}

fn sign(ui: &Ui, kind: MessageKind) -> (Icon, Color32) {
    let palette = theme::palette(ui);
    match kind {
        MessageKind::Info => (Icon::Info, palette.weak),
        MessageKind::Warning => (Icon::Warning, palette.warning),
        MessageKind::Error => (Icon::Error, palette.error),
    }
}

/// One message; what it offers goes into `actions` when taken. True when it is to go.
fn message_ui(ui: &mut Ui, app: &App, message: &Message, actions: &mut Vec<Action>) -> bool {
    let (icon, colour) = sign(ui, message.kind);
    let weak = theme::palette(ui).weak;
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(16.0, 24.0), egui::Sense::hover());
        icon.paint(ui.painter(), crate::ui::icons::icon_rect(rect), colour);
        let width = ui.available_width() - 32.0;
        let layout = Layout::left_to_right(Align::Center).with_main_wrap(true);
        ui.allocate_ui_with_layout(vec2(width, 24.0), layout, |ui| {
            ui.set_min_size(vec2(width, 24.0));
            let text = Label::new(&message.text).wrap().selectable(true);
            ui.add(text);
            if !message.advice.is_empty() {
                let advice = RichText::new(&message.advice).color(weak);
                ui.add(Label::new(advice).wrap().selectable(true));
            }
            if let Some(offer) = message.offer {
                let (action, button) = (offer.action(), Button::new(offer.text()));
                let allowed = app.check(&action);
                if widgets::checked_button(ui, button, offer.tooltip(), allowed) {
                    actions.push(action);
                }
            }
        });
        widgets::icon_button(ui, Icon::Close, "Close this message").clicked()
    })
    .inner
}
