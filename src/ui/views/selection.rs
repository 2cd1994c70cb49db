//! The picked test image, shared by the gallery, the latent space and the inspector.

use egui::{Context, Id};

fn id() -> Id {
    Id::unique("selected test image")
}

/// Index into the test images of the picked one, if any. It may lie beyond the end of a dataset loaded since.
pub fn selected_image(ctx: &Context) -> Option<u32> {
    ctx.data(|data| data.get_temp(id()))
}

/// Picks test image `index` for the inspector.
pub fn select_image(ctx: &Context, index: u32) {
    ctx.data_mut(|data| data.insert_temp(id(), index));
    ctx.request_repaint();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picked_image_is_seen_by_all() {
        let ctx = Context::default();
        assert_eq!(selected_image(&ctx), None);
        select_image(&ctx, 42);
        assert_eq!(selected_image(&ctx), Some(42));
    }
}
