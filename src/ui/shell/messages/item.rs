//! One message, as the toast and the log show it.

use egui::collapsing_header::CollapsingState;
use egui::{Button, Color32, Label, RichText, Ui, vec2};

use crate::app::{Action, App, Message, MessageKind, Offer};
use crate::ui::icons::{Icon, icon_rect};
use crate::ui::shell::commands::{self, Command};
use crate::ui::{theme, widgets};

/// The sign of `message`, and beside it its words over `width` points with its buttons below, where it `offers` something
/// yet, and `rest` behind them. What was taken goes into `clicked` and `actions`; true when something was.
pub fn show(
    ui: &mut Ui,
    app: &App,
    message: &Message,
    (width, offers): (f32, bool),
    (clicked, actions): (&mut Vec<Command>, &mut Vec<Action>),
    rest: Option<impl FnOnce(&mut Ui)>,
) -> bool {
    let (icon, colour) = sign(ui, message.kind);
    let weak = theme::palette(ui).weak;
    let mut taken = false;
    let (rect, _) = ui.allocate_exact_size(vec2(16.0, widgets::ROW), egui::Sense::hover());
    icon.paint(ui.painter(), icon_rect(rect), colour);
    ui.vertical(|ui| {
        ui.set_width(width);
        // The first line is in line with the sign.
        ui.add_space(4.0);
        ui.add(Label::new(&message.text).wrap().selectable(true));
        if !message.advice.is_empty() {
            let advice = RichText::new(&message.advice).color(weak);
            ui.add(Label::new(advice).wrap().selectable(true));
        }
        if let Some(words) = &message.details {
            details(ui, message.number, words);
        }
        let mut offered = message.offers.iter().filter(|_| offers).peekable();
        if offered.peek().is_some() || rest.is_some() {
            ui.horizontal_wrapped(|ui| {
                for offer in offered {
                    taken |= offer_ui(ui, app, *offer, clicked, actions);
                }
                if let Some(rest) = rest {
                    rest(ui);
                }
            });
        }
        ui.add_space(4.0);
    });
    taken
}

/// Width of the words of `message` in one line each.
pub fn width(ui: &Ui, message: &Message) -> f32 {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let line = |text: &str| {
        let galley =
            ui.painter()
                .layout_no_wrap(text.to_owned(), font.clone(), Color32::PLACEHOLDER);
        galley.size().x
    };
    let buttons = message.offers.iter().map(|offer| line(offer.text()) + 32.0);
    line(&message.text)
        .max(line(&message.advice))
        .max(buttons.sum())
        .ceil()
}

fn sign(ui: &Ui, kind: MessageKind) -> (Icon, Color32) {
    let palette = theme::palette(ui);
    match kind {
        MessageKind::Info => (Icon::Info, palette.weak),
        MessageKind::Warning => (Icon::Warning, palette.warning),
        MessageKind::Error => (Icon::Error, palette.error),
    }
}

/// What a developer reads, folded away at first.
fn details(ui: &mut Ui, number: u64, words: &str) {
    let id = egui::Id::unique(("details of message", number));
    let weak = theme::palette(ui).weak;
    let mut state = CollapsingState::load_with_default_open(ui.ctx(), id, false);
    let icon = if state.is_open() {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let sign = egui::Atom::paint(vec2(8.0, 8.0), move |ui, args| {
        icon.paint(ui.painter(), args.rect, weak);
    });
    let text = RichText::new("Details").small().color(weak);
    let button = Button::new((sign, text)).gap(4.0).frame(false);
    if ui.add(button).clicked() {
        state.toggle(ui);
    }
    state.show_body_unindented(ui, |ui| {
        let words = RichText::new(words).small().monospace();
        ui.add(Label::new(words).wrap().selectable(true));
    });
    state.store(ui.ctx());
}

fn offer_ui(
    ui: &mut Ui,
    app: &App,
    offer: Offer,
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) -> bool {
    let action = offer.action();
    let allowed = match &action {
        Some(action) => app.check(action),
        None => commands::check(Command::OpenData, app),
    };
    let taken = widgets::checked_button(ui, Button::new(offer.text()), offer.tooltip(), allowed);
    if taken {
        match action {
            Some(action) => actions.push(action),
            None => clicked.push(Command::OpenData),
        }
    }
    taken
}
