//! The mark where a run has diverged.

use egui::{Align2, Color32, Painter, Rect, Stroke, pos2};

use crate::ui::theme::Palette;
use crate::ui::views::plot;

/// Height of a row of words, left free for what is said of the weights on screen.
const ROW: f32 = 16.0;

/// A line where a run has diverged, and the word.
pub fn mark(painter: &Painter, frame: Rect, (x, colour): (f32, Color32), palette: &Palette) {
    painter.vline(x, frame.y_range(), Stroke::new(1.0, colour));
    let (align, beside) = match x > frame.center().x {
        true => (Align2::RIGHT_BOTTOM, -4.0),
        false => (Align2::LEFT_BOTTOM, 4.0),
    };
    let at = pos2(x + beside, frame.bottom() - 4.0 - ROW);
    painter.text(at, align, "diverged", plot::CAPTION, palette.error);
}
