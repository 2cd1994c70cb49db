//! The newest message that was not seen, over the foot of the window. It moves nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Rect, ScrollArea, Ui, vec2};

use super::item;
use crate::app::{Action, App, Message, MessageKind};
use crate::ui::icons::Icon;
use crate::ui::shell::commands::Command;
use crate::ui::widgets;

/// Seconds that information stays.
const STAYS: f64 = 5.0;
/// Most points it is wide, and from the edge of the window.
const WIDEST: f32 = 560.0;
const EDGE: f32 = 16.0;
/// From this height on its words scroll.
const HIGHEST: f32 = 160.0;
/// Its margins, sign and button beside the words.
const BESIDE: f32 = 24.0 + 16.0 + 24.0 + 2.0 * 8.0;

/// What is known of the messages that wait.
#[derive(Default)]
pub struct Toast {
    /// Since when information could be seen, by its number.
    since: BTreeMap<u64, f64>,
    /// Where the toast was last.
    rect: Option<Rect>,
}

impl Toast {
    /// Draws it; gives back the numbers of messages whose time is over.
    pub fn show(
        &mut self,
        ctx: &Context,
        app: &App,
        clicked: &mut Vec<Command>,
        actions: &mut Vec<Action>,
    ) -> Vec<u64> {
        let over = self.over(ctx, app);
        let mut waiting = app.messages.iter().rev();
        let mut waiting = waiting.by_ref().filter(|m| !over.contains(&m.number));
        let newest = waiting.next();
        self.rect = newest.map(|newest| {
            let opacity = self.opacity(ctx, newest);
            let more = waiting.count();
            toast(ctx, app, (newest, more, opacity), clicked, actions)
        });
        over
    }

    /// Counts the time of information, and asks for the frame in which the next one goes.
    fn over(&mut self, ctx: &Context, app: &App) -> Vec<u64> {
        let now = ctx.input(|input| input.time);
        let infos = app.messages.iter();
        let infos = infos.filter(|message| message.kind == MessageKind::Info);
        let since = |message: &Message| {
            (
                message.number,
                *self.since.get(&message.number).unwrap_or(&now),
            )
        };
        self.since = infos.map(since).collect();
        // While somebody reads it, it stays.
        let pointer = ctx.input(|input| input.pointer.hover_pos());
        let is_read = self
            .rect
            .zip(pointer)
            .is_some_and(|(rect, at)| rect.contains(at));
        if is_read && let Some(newest) = app.messages.last() {
            self.since
                .entry(newest.number)
                .and_modify(|since| *since = now);
        }
        let ends = |since: f64| since + STAYS + fading(ctx);
        let over = |(number, since): (&u64, &f64)| (ends(*since) <= now).then_some(*number);
        let over: Vec<u64> = self.since.iter().filter_map(over).collect();
        let left = self.since.values().filter(|since| ends(**since) > now);
        let next = left.map(|since| (since + STAYS - now).max(0.0));
        if let Some(next) = next.min_by(f64::total_cmp) {
            ctx.request_repaint_after(Duration::from_secs_f64(next));
        }
        over
    }

    fn opacity(&self, ctx: &Context, message: &Message) -> f32 {
        let Some(since) = self.since.get(&message.number) else {
            return 1.0;
        };
        let past = ctx.input(|input| input.time) - since - STAYS;
        if past <= 0.0 {
            return 1.0;
        }
        (1.0 - past / fading(ctx).max(f64::EPSILON)).clamp(0.0, 1.0) as f32
    }
}

/// Seconds in which it fades; none where nothing is to move.
fn fading(ctx: &Context) -> f64 {
    f64::from(ctx.global_style().animation_time)
}

/// The toast itself; gives back where it is.
fn toast(
    ctx: &Context,
    app: &App,
    (message, more, opacity): (&Message, usize, f32),
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) -> Rect {
    let widest = WIDEST.min(ctx.content_rect().width() - 2.0 * EDGE);
    // Over the panels, below menus and dialogs.
    let area = Area::new(Id::unique("toast"))
        .order(Order::Middle)
        .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -EDGE))
        .default_width(widest)
        .constrain_to(ctx.content_rect());
    let shown = area.show(ctx, |ui| {
        ui.multiply_opacity(opacity);
        let frame = Frame::window(ui.style()).inner_margin(Margin::symmetric(12, 4));
        frame.show(ui, |ui| {
            let room = widest - BESIDE;
            let width = item::width(ui, message).clamp(room.min(160.0), room);
            ScrollArea::vertical().max_height(HIGHEST).show(ui, |ui| {
                content(ui, app, (message, more, width), clicked, actions);
            });
        });
    });
    shown.response.rect
}

fn content(
    ui: &mut Ui,
    app: &App,
    (message, more, width): (&Message, usize, f32),
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_top(|ui| {
        let mut asked = Vec::new();
        let wishes = (&mut *clicked, &mut asked);
        let mut opens = false;
        let rest = (more > 0).then_some(|ui: &mut Ui| {
            let link = ui.link(format!("{more} more"));
            opens = link
                .on_hover_text("Opens the list of all messages")
                .clicked();
        });
        let taken = item::show(ui, app, message, (width, true), wishes, rest);
        let closed = widgets::icon_button(ui, Icon::Close, "Close this message").clicked();
        if taken || closed {
            actions.push(Action::Dismiss(message.number));
        }
        if opens {
            clicked.push(Command::Messages);
        }
        actions.extend(asked);
    });
}
