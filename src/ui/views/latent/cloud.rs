//! The scatter as one texture, cached until something about it changes.

use std::sync::Arc;

use egui::{
    Color32, ColorImage, Context, Painter, Pos2, Rect, TextureHandle, TextureOptions, pos2,
};

use super::drawing::{Pixels, picture};
use super::look::Look;
use crate::export::colouring::Colouring;
use crate::ui::later::Later;

/// The name of the textures that show points.
pub const TEXTURE: &str = "latent points";
/// More points than this that have only moved are drawn in the background.
const MANY: usize = 20_000;

/// The picture of the last frame. A frame that shows the same again draws one rectangle, however many points there are.
#[derive(Default)]
pub struct Cloud {
    drawn: Option<Drawn>,
    coming: Later<Made>,
    /// Many points that are shown for the first time come later, too.
    patient: bool,
}

/// A picture on its way to the screen.
struct Made {
    of: (Look, f32),
    image: ColorImage,
    options: TextureOptions,
    place: Rect,
}

struct Drawn {
    /// And how many pixels to a point.
    of: (Look, f32),
    texture: TextureHandle,
    place: Rect,
}

impl Cloud {
    /// One of several: many points come in one of the next frames also when they are shown for the first time.
    pub fn patient() -> Self {
        Self {
            patient: true,
            ..Self::default()
        }
    }

    /// Draws `points` into the frame of `look`. The picture is made anew only when `look` is another than last time; of
    /// many points that have moved in an unmoved plane, it comes in one of the next frames.
    pub fn paint(
        &mut self,
        painter: &Painter,
        look: Look,
        points: &Arc<[[f32; 2]]>,
        colouring: &Colouring,
    ) {
        let context = painter.ctx();
        let of = (look, painter.pixels_per_point());
        if let Some(made) = self.coming.take()
            && (self.moves(made.of) || self.drawn.is_none())
        {
            self.show(context, made);
        }
        if self.drawn.as_ref().is_none_or(|drawn| drawn.of != of) {
            self.draw(context, of, points, colouring);
        }
        if let Some(drawn) = &self.drawn {
            let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
            painter.image(drawn.texture.id(), drawn.place, whole, Color32::WHITE);
        }
    }

    fn draw(
        &mut self,
        context: &Context,
        of: (Look, f32),
        points: &Arc<[[f32; 2]]>,
        colouring: &Colouring,
    ) {
        let most = context.input(|input| input.max_texture_side);
        let Some(pixels) = Pixels::of(of.0.frame, of.1, most) else {
            (self.drawn, self.coming) = (None, Later::default());
            return;
        };
        let waits = self.moves(of) || (self.patient && self.drawn.is_none());
        if points.len() <= MANY || !waits {
            self.coming.forget();
            self.show(context, Made::new(of, &pixels, points, colouring));
        } else if !self.coming.is_under_way() {
            let (points, colouring) = (Arc::clone(points), colouring.clone());
            let make = move || Made::new(of, &pixels, &points, &colouring);
            self.coming.begin(context, make);
        }
    }

    /// Whether the picture on the screen can stay until the points in it have moved.
    fn moves(&self, (look, pixels_per_point): (Look, f32)) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| {
            let points = drawn.of.0.points;
            drawn.of == (Look { points, ..look }, pixels_per_point)
        })
    }

    fn show(&mut self, context: &Context, made: Made) {
        let texture = match self.drawn.take() {
            Some(Drawn { mut texture, .. }) => {
                texture.set(made.image, made.options);
                texture
            }
            None => context.load_texture(TEXTURE, made.image, made.options),
        };
        self.drawn = Some(Drawn {
            of: made.of,
            texture,
            place: made.place,
        });
    }
}

impl Made {
    fn new(of: (Look, f32), pixels: &Pixels, points: &[[f32; 2]], colouring: &Colouring) -> Self {
        Self {
            of,
            image: picture(&of.0, pixels, points, colouring).image(),
            options: if pixels.density == of.1 {
                TextureOptions::NEAREST
            } else {
                TextureOptions::LINEAR
            },
            place: pixels.place(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use egui::Vec2;

    use super::*;

    fn look() -> Look {
        Look {
            points: 0,
            colours: 0,
            origin: pos2(50.0, 50.0),
            scale: [10.0, -10.0],
            frame: Rect::from_min_size(Pos2::ZERO, Vec2::splat(100.0)),
            front: None,
            plain: Color32::WHITE,
            backdrop: Color32::GRAY,
            one_in: 1,
            emphasis: 1.0,
        }
    }

    /// How many textures a frame with `points` makes.
    fn made(context: &Context, cloud: &mut Cloud, look: Look, points: usize) -> usize {
        let painter = Painter::new(context.clone(), egui::LayerId::background(), look.frame);
        cloud.paint(
            &painter,
            look,
            &vec![[0.0, 0.0]; points].into(),
            &Colouring::default(),
        );
        let mut delta = context.tex_manager().write().take_delta();
        let made = delta.set.len();
        delta.clear();
        made
    }

    #[test]
    fn the_picture_is_kept_while_nothing_changes() {
        let (context, mut cloud) = (Context::default(), Cloud::default());
        let mut made = |look| made(&context, &mut cloud, look, 70_000);
        made(look());
        assert_eq!([made(look()), made(look())], [0, 0]);
        let zoomed = Look {
            scale: [20.0, -10.0],
            ..look()
        };
        assert_eq!([made(zoomed), made(zoomed)], [1, 0]);
    }

    #[test]
    fn many_points_that_have_moved_are_drawn_without_a_frame_that_waits() {
        let (context, mut cloud) = (Context::default(), Cloud::default());
        let (asked, asks) = std::sync::mpsc::channel();
        context.set_request_repaint_callback(move |_| {
            let _ = asked.send(());
        });
        let moved = |points| Look { points, ..look() };
        made(&context, &mut cloud, moved(0), 1_000);
        assert_eq!(
            made(&context, &mut cloud, moved(1), 1_000),
            1,
            "few at once"
        );
        assert_eq!(made(&context, &mut cloud, moved(2), 70_000), 0);
        asks.recv_timeout(Duration::from_mins(1)).unwrap();
        assert_eq!(made(&context, &mut cloud, moved(2), 70_000), 1);
        assert_eq!(made(&context, &mut cloud, moved(2), 70_000), 0);
        // On other axes the picture would be wrong.
        let zoomed = Look {
            scale: [20.0, -10.0],
            ..moved(3)
        };
        assert_eq!(made(&context, &mut cloud, zoomed, 70_000), 1);
    }
}
