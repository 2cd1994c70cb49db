//! The bar chart that both charts of codes are drawn with.

use egui::{Align2, Color32, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::export::digits;
use crate::ui::theme;
use crate::ui::views::plot::{CAPTION, round_step};

/// Room for the numbers of the scale, and for a line of captions below.
const SCALE: f32 = 40.0;
const FOOT: f32 = 16.0;
/// Charts are not higher than this, however much room there is.
const HIGHEST: f32 = 360.0;
/// Marks of the scale are at least this far apart.
const MARKS: f32 = 28.0;

/// Where things are.
pub struct Frame {
    /// The bars' own rectangle.
    pub area: Rect,
    pub response: Response,
    bars: usize,
    /// The value at the top of the area.
    top: f64,
}

impl Frame {
    /// Takes what is left of `ui`, draws the scale from 0 to a little over `largest`, and is called `name`. `tick`
    /// gives the text of a mark.
    pub fn new(
        ui: &mut Ui,
        name: &str,
        bars: usize,
        largest: f64,
        tick: impl Fn(f64) -> String,
    ) -> Self {
        let room = ui.available_size();
        let size = vec2(room.x.max(80.0), room.y.clamp(80.0, HIGHEST));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
        let area = Rect::from_min_max(rect.min + vec2(SCALE, 6.0), rect.max - vec2(2.0, FOOT));
        let largest = if largest.is_finite() && largest > 0.0 {
            largest
        } else {
            1.0
        };
        let frame = Self {
            area,
            response,
            bars: bars.max(1),
            top: largest * 1.04,
        };
        let palette = theme::palette(ui);
        let painter = ui.painter();
        let step = round_step(frame.top / f64::from((area.height() / MARKS).max(1.0)));
        for mark in (0..=200).map(|i| f64::from(i) * step) {
            if mark > frame.top {
                break;
            }
            let y = frame.y(mark);
            let line = if mark == 0.0 {
                palette.weak
            } else {
                palette.line
            };
            painter.hline(area.x_range(), y, (1.0, line));
            let at = pos2(area.left() - 6.0, y);
            painter.text(at, Align2::RIGHT_CENTER, tick(mark), CAPTION, palette.weak);
        }
        frame
    }

    /// Where `value` lies.
    pub fn y(&self, value: f64) -> f32 {
        self.area.bottom() - (value / self.top) as f32 * self.area.height()
    }

    /// Where bar `index` begins; that of `bars` is the right edge.
    pub fn x(&self, index: usize) -> f32 {
        self.area.left() + self.area.width() * index as f32 / self.bars as f32
    }

    /// The bar under the pointer.
    pub fn hovered(&self) -> Option<usize> {
        let at = self.response.hover_pos()?;
        if !self.area.x_range().contains(at.x) {
            return None;
        }
        let share = (at.x - self.area.left()) / self.area.width();
        Some(((share * self.bars as f32) as usize).min(self.bars - 1))
    }

    /// Draws bar `index` up to `value`, lit when it is under the pointer. Anything above 0 can be seen.
    pub fn bar(&self, ui: &Ui, index: usize, value: f64, colour: Color32) {
        if !(value.is_finite() && value > 0.0) {
            return;
        }
        let (left, right) = (self.x(index), self.x(index + 1));
        let gap = if right - left > 4.0 { 1.0 } else { 0.0 };
        let top = self
            .y(value)
            .clamp(self.area.top(), self.area.bottom() - 1.0);
        let bar = Rect::from_min_max(pos2(left, top), pos2(right - gap, self.area.bottom()));
        let lit = self.hovered() == Some(index);
        let colour = if lit {
            colour.lerp_to_gamma(theme::palette(ui).text, 0.35)
        } else {
            colour
        };
        ui.painter().rect_filled(bar, 0.0, colour);
    }

    /// Text under the bars at `x`.
    pub fn foot(&self, ui: &Ui, x: f32, align: Align2, text: impl ToString) {
        let at = pos2(x, self.area.bottom() + 2.0);
        let colour = theme::palette(ui).weak;
        ui.painter().text(at, align, text, CAPTION, colour);
    }
}

/// How much room [`over`] takes.
pub fn size_over(ui: &Ui, text: impl ToString) -> Vec2 {
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(text.to_string(), CAPTION, Color32::PLACEHOLDER);
    galley.size()
}

/// Text over the bars, readable on them.
pub fn over(ui: &Ui, at: Pos2, align: Align2, text: impl ToString, colour: Color32) -> Rect {
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(text.to_string(), CAPTION, colour);
    let rect = align.anchor_size(at, galley.size());
    let behind = theme::palette(ui).background.gamma_multiply(0.7);
    painter.rect_filled(rect.expand2(vec2(2.0, 1.0)), 2.0, behind);
    painter.galley(rect.min, galley, colour);
    rect
}

/// A mark of the scale.
pub fn plain(mark: f64) -> String {
    digits::trimmed(mark, 3)
}
