//! What the whole window is drawn with besides colours: whether anything moves, and how strong lines and points are.

use egui::style::ScrollAnimation;
use egui::{Context, Id};

use super::style::ANIMATION;

/// Makes everything change at once from here on, or move again.
pub fn set_still(ctx: &Context, still: bool) {
    ctx.all_styles_mut(|style| {
        style.animation_time = if still { 0.0 } else { ANIMATION };
        style.scroll_animation = match still {
            true => ScrollAnimation::none(),
            false => ScrollAnimation::default(),
        };
    });
}

/// Whether everything changes at once.
pub fn is_still(ctx: &Context) -> bool {
    ctx.global_style().animation_time == 0.0
}

/// How long a movement of `seconds` is to take.
pub fn motion(ctx: &Context, seconds: f32) -> f32 {
    if is_still(ctx) { 0.0 } else { seconds }
}

fn emphasis_id() -> Id {
    Id::unique("how strong lines and points are")
}

/// As thick as lines of plots are, and as large as their points: 1 unless somebody presents them.
pub fn emphasis(ctx: &Context) -> f32 {
    ctx.data(|data| data.get_temp(emphasis_id())).unwrap_or(1.0)
}

pub fn set_emphasis(ctx: &Context, emphasis: f32) {
    ctx.data_mut(|data| data.insert_temp(emphasis_id(), emphasis));
}
