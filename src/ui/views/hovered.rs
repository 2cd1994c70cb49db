//! The test image under the pointer, shared so that all views light it up.

use egui::{Context, Id};

/// Who says so, and when.
#[derive(Debug, Clone, Copy)]
struct Hovered {
    index: u32,
    by: Id,
    pass: u64,
}

fn id() -> Id {
    Id::unique("hovered test image")
}

/// Index into the test images of the one under the pointer, if any. It may lie beyond the end of a dataset loaded since.
pub fn hovered_image(ctx: &Context) -> Option<u32> {
    current(ctx).map(|hovered| hovered.index)
}

/// The view `by` says in each frame which image the pointer is over.
pub fn hover_image(ctx: &Context, by: Id, index: Option<u32>) {
    let before = current(ctx);
    match index {
        Some(index) => {
            let pass = ctx.cumulative_pass_nr();
            ctx.data_mut(|data| data.insert_temp(id(), Hovered { index, by, pass }));
            if before.map(|before| before.index) != Some(index) {
                // Views drawn earlier in this frame do not know yet.
                ctx.request_repaint();
            }
        }
        None if before.is_some_and(|before| before.by == by) => {
            ctx.data_mut(|data| data.remove::<Hovered>(id()));
            ctx.request_repaint();
        }
        None => {}
    }
}

/// What was said in this frame or the last; a view that has gone since says nothing.
fn current(ctx: &Context) -> Option<Hovered> {
    let said: Option<Hovered> = ctx.data(|data| data.get_temp(id()));
    said.filter(|said| said.pass + 1 >= ctx.cumulative_pass_nr())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is hovered after each of `frames`, in each of which a view says something or is not there.
    fn after(frames: &[Option<(&str, Option<u32>)>]) -> Option<u32> {
        let ctx = Context::default();
        let mut seen = None;
        for said in frames {
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                if let Some((by, index)) = said {
                    hover_image(ui.ctx(), Id::unique(by), *index);
                }
                seen = hovered_image(ui.ctx());
            });
            // No GPU is there to take them.
            output.textures_delta.clear();
        }
        seen
    }

    #[test]
    fn an_image_is_hovered_until_its_view_says_otherwise() {
        assert_eq!(after(&[Some(("a", Some(7)))]), Some(7));
        assert_eq!(after(&[Some(("a", Some(7))), Some(("a", None))]), None);
        let other = after(&[Some(("a", Some(7))), Some(("b", None))]);
        assert_eq!(other, Some(7), "another view does not know");
    }

    #[test]
    fn a_view_that_has_gone_hovers_nothing() {
        assert_eq!(after(&[Some(("a", Some(7))), None]), Some(7));
        assert_eq!(after(&[Some(("a", Some(7))), None, None]), None);
    }
}
