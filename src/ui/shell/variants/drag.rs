//! Drag and drop of chips.

use egui::{CursorIcon, Key, Rect, Stroke, Ui, pos2, vec2};

use super::GAP;
use crate::app::{Action, VariantsEdit};
use crate::training::VariantId;
use crate::ui::theme;

/// So close to an end of the strip it scrolls, in points.
const EDGE: f32 = 32.0;
/// Points a frame.
const SPEED: f32 = 8.0;

/// The chip that is dragged.
pub struct Drag {
    variant: VariantId,
}

impl Drag {
    pub fn new(variant: VariantId) -> Self {
        Self { variant }
    }

    /// Marks where the chip would go; `None` when it is over. `places` are the chips in their order.
    pub fn show(
        self,
        ui: &Ui,
        places: &[(VariantId, Rect)],
        actions: &mut Vec<Action>,
    ) -> Option<Self> {
        let (pointer, down, escape) = ui.input(|input| {
            let pointer = &input.pointer;
            (
                pointer.latest_pos(),
                pointer.primary_down(),
                input.key_pressed(Key::Escape),
            )
        });
        let from = places.iter().position(|(id, _)| *id == self.variant)?;
        let pointer = pointer.filter(|_| !escape)?;
        let gap = gap_at(places, pointer.x);
        // Without the chip itself, those behind it stand one place further left.
        let place = if gap > from { gap - 1 } else { gap };
        if !down {
            if place != from {
                let variant = self.variant;
                actions.push(Action::Variants(VariantsEdit::Move { variant, place }));
            }
            return None;
        }
        ui.set_cursor_icon(CursorIcon::Grabbing);
        if place != from {
            let x = match gap.checked_sub(1).and_then(|before| places.get(before)) {
                Some((_, before)) => before.right() + GAP / 2.0,
                None => places[0].1.left() - GAP / 2.0,
            };
            let (top, bottom) = (places[0].1.top(), places[0].1.bottom());
            let stroke = Stroke::new(2.0, theme::palette(ui).accent);
            ui.painter()
                .line_segment([pos2(x, top), pos2(x, bottom)], stroke);
        }
        let visible = ui.clip_rect();
        let scroll = if pointer.x < visible.left() + EDGE {
            SPEED
        } else if pointer.x > visible.right() - EDGE {
            -SPEED
        } else {
            return Some(self);
        };
        ui.scroll_with_delta(vec2(scroll, 0.0));
        ui.request_repaint();
        Some(self)
    }
}

/// Chips left of `x`: the number of the gap, 0 for the one before the first.
fn gap_at(places: &[(VariantId, Rect)], x: f32) -> usize {
    let left = places.iter().filter(|(_, rect)| rect.center().x < x);
    left.count()
}
