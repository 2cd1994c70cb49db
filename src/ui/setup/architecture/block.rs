//! Paints feature maps: plates one behind the other, as high as their side.

use egui::{Color32, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::export::layer_bars::plates;

/// Draws maps over `rect`: one plate for each doubling of the channels, as many as are still told apart.
pub fn paint(painter: &Painter, rect: Rect, channels: usize, fill: Color32, stroke: Stroke) {
    let plates = plates(channels, rect.width());
    let thickness = (rect.width() - (plates - 1) as f32) / plates as f32;
    for index in 0..plates {
        let left = rect.left() + index as f32 * (thickness + 1.0);
        let plate = Rect::from_min_size(pos2(left, rect.top()), vec2(thickness, rect.height()));
        let radius = (thickness * 0.25).min(1.5);
        painter.rect(plate, radius, fill, stroke, StrokeKind::Inside);
    }
}

/// The sides of a map in the letters that a slot of this width holds: "14×14" or "14\u{b2}".
pub fn sides(height: usize, width: usize, slot: f32) -> String {
    if height == width && slot < 44.0 {
        return format!("{height}\u{b2}");
    }
    format!("{height}×{width}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_slots_get_the_short_form() {
        assert_eq!(sides(14, 14, 60.0), "14×14");
        assert_eq!(sides(14, 14, 30.0), "14\u{b2}");
        assert_eq!(sides(14, 12, 30.0), "14×12");
    }
}
