//! One view for a room: large text, thick lines, nothing beside it.

use egui::Context;

use super::areas::Areas;
use super::preferences::zoomed;
use crate::ui::theme;

/// As large as everything is drawn, unless a person has chosen larger.
const ZOOM: f32 = 1.6;
/// As thick as lines are then, and as large as points.
const EMPHASIS: f32 = 2.0;

/// While it lasts: what is to be as before when it ends.
pub struct Presentation {
    zoom: f32,
    /// One view had the window already.
    was_filled: bool,
}

impl Presentation {
    /// Begins with the view that has the window, or was under the pointer last; `zoom` is that of the window.
    pub fn begin(areas: &mut Areas, zoom: f32) -> Self {
        let was_filled = areas.is_filled_by_one();
        if !was_filled {
            areas.fill();
        }
        Self {
            zoom: zoom.max(ZOOM),
            was_filled,
        }
    }

    /// Gives everything back as it was.
    pub fn end(self, areas: &mut Areas) {
        if areas.is_filled_by_one() != self.was_filled {
            areas.fill_or_leave();
        }
    }

    pub fn zoom(&self) -> f32 {
        self.zoom
    }

    /// Larger or smaller by `steps` while it lasts; back to its first size for none.
    pub fn zoom_by(&mut self, steps: Option<i8>) {
        self.zoom = steps.map_or(ZOOM, |steps| zoomed(self.zoom, steps));
    }
}

/// Draws lines and points as they are to be from here on.
pub fn emphasise(ctx: &Context, presentation: Option<&Presentation>) {
    let wanted = presentation.map_or(1.0, |_| EMPHASIS);
    if theme::emphasis(ctx) != wanted {
        theme::set_emphasis(ctx, wanted);
    }
}
