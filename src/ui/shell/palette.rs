//! The palette: all commands and settings, found by typing.

mod entries;
mod rank;

use egui::{
    Align2, Area, Context, FontId, Key, Modal, Modifiers, Rect, Response, Role, ScrollArea, Sense,
    TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use self::entries::Entry;
pub use self::entries::Found;
use self::rank::{Words, rank};
use crate::app::App;
use crate::ui::widgets::truncated;
use crate::ui::{theme, widgets};

/// As wide and as high as there is room, at most this.
const SIZE: [f32; 2] = [560.0, 420.0];
/// From the top of the window.
const TOP: f32 = 48.0;
const ROW: f32 = 44.0;

/// Open or not, and what was typed.
#[derive(Default)]
pub struct Palette {
    open: Option<Open>,
    /// What gets the focus back, and after how many frames: egui keeps it off what lies behind a dialog for one more.
    returns: Option<(egui::Id, u8)>,
}

struct Open {
    entries: Vec<Entry>,
    query: String,
    /// Of those that fit, the one that Enter takes.
    at: usize,
    /// What had the focus before.
    focused: Option<egui::Id>,
}

impl Palette {
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens it with what there is now.
    pub fn open(&mut self, ctx: &Context, app: &App) {
        self.open = Some(Open {
            entries: entries::all(ctx, app),
            query: String::new(),
            at: 0,
            focused: ctx.memory(egui::Memory::focused),
        });
    }

    /// Draws it while it is open; returns what was chosen, and is closed then.
    pub fn show(&mut self, ctx: &Context) -> Option<Found> {
        let Some(open) = &mut self.open else {
            self.give_back(ctx);
            return None;
        };
        let (chosen, left) = open.show(ctx);
        if left || chosen.is_some() {
            // A setting gets the focus itself.
            let before = match chosen {
                Some(Found::Setting { .. }) => None,
                _ => open.focused,
            };
            self.returns = before.map(|id| (id, 2));
            self.open = None;
            ctx.request_repaint();
        }
        chosen
    }

    fn give_back(&mut self, ctx: &Context) {
        let Some((id, frames)) = self.returns.take() else {
            return;
        };
        match frames {
            0 => ctx.memory_mut(|memory| memory.request_focus(id)),
            _ => self.returns = Some((id, frames - 1)),
        }
        ctx.request_repaint();
    }
}

impl Open {
    fn show(&mut self, ctx: &Context) -> (Option<Found>, bool) {
        let room = ctx.content_rect().size();
        let width = SIZE[0].min(room.x - 48.0);
        let height = SIZE[1].min(room.y - TOP - 96.0).max(ROW);
        let id = egui::Id::unique("palette");
        let area: Area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, TOP));
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(12);
        let keys = Keys::take(ctx);
        let modal = Modal::new(id).area(area).frame(frame).show(ctx, |ui| {
            ui.set_width(width);
            self.field(ui);
            ui.add_space(8.0);
            self.list(ui, height, &keys)
        });
        let left = modal.should_close() || keys.leaves;
        (modal.inner, left)
    }

    fn field(&mut self, ui: &mut Ui) {
        let field = TextEdit::singleline(&mut self.query)
            .hint_text("Find a command or a setting")
            .desired_width(f32::INFINITY)
            .margin(vec2(8.0, 6.0));
        let response = ui.add(field);
        response.widget_info(|| {
            let label = "Find a command or a setting";
            WidgetInfo::labeled(Role::SearchInput, true, label)
        });
        if response.changed() {
            self.at = 0;
        }
        // Arrows move in the list, and letters go here.
        response.request_focus();
    }

    fn list(&mut self, ui: &mut Ui, height: f32, keys: &Keys) -> Option<Found> {
        let fitting = fitting(&self.entries, &self.query);
        let last = fitting.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(keys.steps).min(last);
        let mut chosen = None;
        ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (index, entry) in fitting.iter().enumerate() {
                    let is_at = index == self.at;
                    let response = row(ui, entry, is_at);
                    if is_at && (keys.steps != 0) {
                        response.scroll_to_me(None);
                    }
                    let taken = response.clicked() || (is_at && keys.takes);
                    if taken && can_be_taken(entry) {
                        chosen = Some(entry.found.clone());
                    }
                }
                if fitting.is_empty() {
                    widgets::hint(ui, "No command and no setting has these words");
                }
            });
        chosen
    }
}

/// Those that fit what was typed, the best first.
fn fitting<'a>(entries: &'a [Entry], query: &str) -> Vec<&'a Entry> {
    let ranked = entries.iter().filter_map(|entry| {
        let words = Words {
            name: &entry.name,
            sentence: &entry.sentence,
            key: &entry.key,
        };
        Some((rank(query, words)?, entry))
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, entry)| (*rank, entry.refused.is_some()));
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// A setting without a meaning now still has a section, where that can be changed.
fn can_be_taken(entry: &Entry) -> bool {
    entry.refused.is_none() || matches!(entry.found, Found::Setting { .. })
}

/// The keys of this frame that belong to the list.
struct Keys {
    steps: isize,
    takes: bool,
    leaves: bool,
}

impl Keys {
    fn take(ctx: &Context) -> Self {
        ctx.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            let mut steps = 0;
            for (key, step) in [
                (Key::ArrowUp, -1),
                (Key::ArrowDown, 1),
                (Key::PageUp, -8),
                (Key::PageDown, 8),
            ] {
                steps += if pressed(key) { step } else { 0 };
            }
            let takes = pressed(Key::Enter);
            Self {
                steps,
                takes,
                leaves: input.consume_key(Modifiers::COMMAND, Key::K),
            }
        })
    }
}

/// Name and sentence under each other; at the right the key of a command, or value and place of a setting.
fn row(ui: &mut Ui, entry: &Entry, is_at: bool) -> Response {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    let able = can_be_taken(entry);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, able, is_at, &entry.name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let palette = theme::palette(ui);
    let painter = ui.painter();
    if is_at {
        painter.rect_filled(rect, 4.0, palette.selection);
    } else if response.hovered() {
        painter.rect_filled(rect, 4.0, palette.control_hovered);
    }
    let inner = rect.shrink2(vec2(8.0, 5.0));
    let [body, small] = [13.0, 11.0].map(FontId::proportional);
    let line = |at: Rect, [left, right]: [&str; 2], font: FontId, colours: [_; 2]| {
        let right = truncated(painter, right, font.clone(), colours[1], at.width() * 0.5);
        let room = at.width() - right.size().x - 12.0;
        let left = truncated(painter, left, font, colours[0], room);
        let end = pos2(at.right() - right.size().x, at.top());
        painter.galley(at.min, left, colours[0]);
        painter.galley(end, right, colours[1]);
    };
    let said = entry.refused.as_ref().unwrap_or(&entry.sentence);
    let strength = match entry.refused {
        None => palette.text,
        Some(_) => palette.weak,
    };
    let [upper, lower] = inner.split_top_bottom_at_fraction(0.54).into();
    line(
        upper,
        [&entry.name, &entry.value],
        body,
        [strength, palette.weak],
    );
    line(lower, [said, &entry.key], small, [palette.weak; 2]);
    response.on_hover_text(said)
}
