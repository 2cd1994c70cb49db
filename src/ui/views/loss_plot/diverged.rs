//! The word where a run has diverged.

use egui::{Align2, Painter, Rect, pos2};

use crate::ui::theme::Palette;
use crate::ui::views::plot;

/// Writes it above the plot at `x`, in a row whose middle is `y`.
pub fn word(painter: &Painter, frame: Rect, (x, y): (f32, f32), palette: &Palette) {
    let (align, beside) = match x > frame.center().x {
        true => (Align2::RIGHT_CENTER, -4.0),
        false => (Align2::LEFT_CENTER, 4.0),
    };
    let at = pos2(x + beside, y);
    painter.text(at, align, "diverged", plot::CAPTION, palette.error);
}
