//! A variant's chip.

use egui::{
    Align2, Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::words::Words;
use crate::app::{Action, App, VariantsEdit};
use crate::project::Variant;
use crate::training::VariantId;
use crate::ui::icons::Icon;
use crate::ui::theme;
use crate::ui::widgets::truncated;

/// Names are cut off here, and lines of differences at the chip's end.
const LONGEST_NAME: f32 = 160.0;
/// Differences make a chip this wide at most.
const WIDEST_DIFFERENCE: f32 = 208.0;
/// Room for the longest state and loss, so that chips stay where they are during training.
const NOTE: f32 = 104.0;
const BUTTON: f32 = 20.0;

/// A chip to be drawn.
pub struct Chip<'a> {
    variant: &'a Variant,
    selected: bool,
    /// State and loss.
    note: String,
    /// What could not be read of it, in words.
    misread: Option<String>,
    /// What differs; `None` while no variant says anything there.
    below: Option<&'a str>,
}

/// A chip on screen.
pub struct Drawn {
    pub response: Response,
    /// The line of its name.
    pub name: Rect,
    /// The button of its menu.
    pub more: Option<Response>,
    /// The eye of a hidden one was pressed.
    pub shows_again: bool,
}

impl<'a> Chip<'a> {
    pub fn new(app: &App, variant: &'a Variant, words: &'a Words) -> Self {
        Self {
            variant,
            selected: app.selected().id == variant.id,
            note: super::words::note(app, variant.id),
            misread: super::words::misread(app, variant.id),
            below: words.below(variant.id),
        }
    }

    pub fn show(&self, ui: &mut Ui) -> Drawn {
        let palette = theme::palette(ui);
        let hidden = self.variant.hidden;
        let text = if hidden { palette.weak } else { palette.text };
        let body = egui::TextStyle::Body.resolve(ui.style());
        let small = egui::TextStyle::Small.resolve(ui.style());
        let name_font = if self.selected {
            theme::strong(ui.ctx(), 13.0)
        } else {
            body
        };
        let name = truncated(
            ui.painter(),
            &self.variant.name,
            name_font,
            text,
            LONGEST_NAME,
        );
        let note = truncated(
            ui.painter(),
            &self.note,
            small.clone(),
            palette.weak,
            f32::INFINITY,
        );
        let eye = if hidden { BUTTON } else { 0.0 };
        let sign = if self.misread.is_some() { BUTTON } else { 0.0 };
        let first = name.size().x + 12.0 + sign + note.size().x.max(NOTE) + eye;
        let below = self.below.map(|words| {
            let widest = first.max(WIDEST_DIFFERENCE);
            truncated(ui.painter(), words, small, palette.weak, widest)
        });
        let second = below.as_ref().map_or(0.0, |below| below.size().x);
        let height = if below.is_some() { 40.0 } else { 26.0 };
        let size = vec2(28.0 + first.max(second) + BUTTON + 4.0, height);

        let (_, rect) = ui.allocate_space(size);
        let id = ui.scope_id().with(("variant", self.variant.id.0));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| {
            let mut label = format!("Variant {}", self.variant.name);
            if let Some(misread) = &self.misread {
                label = format!("{label}, {misread}");
            }
            WidgetInfo::selected(Role::Button, true, self.selected, label)
        });
        let lit = response.hovered() || response.dragged();
        let fill = match (self.selected, lit) {
            (true, _) => palette.selection,
            (false, true) => palette.control_hovered,
            (false, false) if hidden => Color32::TRANSPARENT,
            (false, false) => palette.control,
        };
        let painter = ui.painter();
        painter.rect_filled(rect, 4.0, fill);
        if hidden {
            let line = Stroke::new(1.0, palette.line);
            painter.rect_stroke(rect, 4.0, line, StrokeKind::Inside);
        }
        let line = rect.top() + 13.0;
        let dot = theme::variant_colour(self.variant.colour);
        let dot = if hidden { dot.gamma_multiply(0.4) } else { dot };
        let at = pos2(rect.left() + 14.0, line);
        theme::variant_marker(painter, at, 5.0, self.variant.colour, dot);
        let at = pos2(rect.left() + 28.0, line - name.size().y / 2.0);
        let name_height = name.size().y;
        let right = pos2(rect.right() - BUTTON - 4.0 - eye, line);
        let note_rect = Align2::RIGHT_CENTER.anchor_size(right, note.size());
        if self.misread.is_some() {
            let end = at.x + name.size().x;
            let place = Rect::from_center_size(pos2(end + 12.0, line), vec2(14.0, 14.0));
            Icon::Warning.paint(painter, place, palette.warning);
        }
        painter.galley(at, name, text);
        let name_rect = Rect::from_min_size(at, vec2(right.x - at.x, name_height));
        painter.galley(note_rect.min, note, palette.weak);
        if let Some(below) = below {
            let at = pos2(rect.left() + 28.0, rect.top() + 22.0);
            painter.galley(at, below, palette.weak);
        }
        Drawn {
            shows_again: hidden && self.eye(ui, right, id),
            more: self.more(ui, rect, lit, id),
            name: name_rect,
            response,
        }
    }

    /// The crossed out eye of a hidden variant; true when it is pressed.
    fn eye(&self, ui: &Ui, left: egui::Pos2, chip: egui::Id) -> bool {
        let rect = Rect::from_center_size(left + vec2(BUTTON / 2.0, 0.0), vec2(BUTTON, BUTTON));
        let name = format!("Show {}", self.variant.name);
        let response = small_button(ui, rect, chip.with("eye"), Icon::EyeOff, &name);
        response
            .on_hover_text("It is left out of plots and galleries; a click shows it again")
            .clicked()
    }

    /// The button of the menu, on the selected chip.
    fn more(&self, ui: &Ui, chip: Rect, lit: bool, id: egui::Id) -> Option<Response> {
        let middle = pos2(chip.right() - 2.0 - BUTTON / 2.0, chip.top() + 13.0);
        let rect = Rect::from_center_size(middle, vec2(BUTTON, BUTTON));
        if !self.selected {
            if lit {
                let weak = theme::palette(ui).weak;
                Icon::More.paint(ui.painter(), rect.shrink(4.0), weak);
            }
            return None;
        }
        let name = format!("Menu of {}", self.variant.name);
        let response = small_button(ui, rect, id.with("more"), Icon::More, &name);
        Some(response.on_hover_text("Renames, duplicates, forks, hides, moves or deletes it"))
    }
}

/// Lets a hidden variant be seen again.
pub fn show_again(variant: VariantId) -> Action {
    let hidden = false;
    Action::Variants(VariantsEdit::Hide { variant, hidden })
}

fn small_button(ui: &Ui, rect: Rect, id: egui::Id, icon: Icon, name: &str) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let palette = theme::palette(ui);
    let lit = response.hovered() || response.has_focus();
    let colour = if lit { palette.text } else { palette.weak };
    icon.paint(ui.painter(), rect.shrink(4.0), colour);
    response
}
