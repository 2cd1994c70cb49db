//! Where the keyboard is: a ring around what has the focus, in the same way for every control, and scrolled parts that
//! follow it. Selection is a fill and the accent; the ring is neither.

use egui::accesskit::{Action, ActionRequest, TreeId};
use egui::{Context, Event, Id, Stroke, StrokeKind};

use crate::ui::theme;

/// Between the control and the ring, in points.
const APART: f32 = 1.0;
const WIDTH: f32 = 2.0;

/// What is remembered of the focus from one frame to the next.
#[derive(Default)]
pub struct Focus {
    /// What had it at the end of the last frame.
    last: Option<Id>,
    /// Came to something that is not in view.
    wanted: Option<Id>,
}

impl Focus {
    /// To be called before anything is drawn: asks whatever scrolls to bring the focus into view. The request is the one
    /// that a screen reader makes, which every scrolled part hears, however deep they lie in one another.
    pub fn follow(&mut self, ctx: &Context) {
        let Some(id) = self.wanted.take() else {
            return;
        };
        let request = ActionRequest {
            action: Action::ScrollIntoView,
            target_tree: TreeId::ROOT,
            target_node: id.accesskit_id(),
            data: None,
        };
        ctx.input_mut(|input| {
            input.events.push(Event::AccessKitActionRequest(request));
        });
    }

    /// To be called when all is drawn: the ring, on the layer of what has the focus.
    pub fn show(&mut self, ctx: &Context) {
        let focused = ctx.memory(egui::Memory::focused);
        let moved = focused != self.last;
        self.last = focused;
        let Some(response) = focused.and_then(|id| ctx.read_response(id)) else {
            return;
        };
        // What the pointer chose is in view, and nothing moves under the pointer.
        let by_pointer =
            ctx.input(|input| input.pointer.any_down() || input.pointer.any_released());
        let (rect, seen) = (response.rect, response.interact_rect);
        if moved && !by_pointer && seen != rect {
            self.wanted = Some(response.id);
            ctx.request_repaint();
        }
        if !response.has_focus() || !seen.is_positive() {
            return;
        }
        let clip = seen.expand(APART + WIDTH);
        let painter = ctx.layer_painter(response.layer_id).with_clip_rect(clip);
        let colour = theme::of(ctx).text;
        painter.rect_stroke(
            rect.expand(APART),
            5.0,
            Stroke::new(WIDTH, colour),
            StrokeKind::Outside,
        );
    }
}
