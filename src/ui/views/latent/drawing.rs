//! Rasterises the scatter.

use std::collections::BTreeMap;

use egui::{Color32, Pos2, Rect, Vec2, vec2};

use super::look::Look;
use super::stamps::{Canvas, Ink, Stamps};
use crate::export::colouring::Colouring;
use crate::ui::theme;

/// The pixels of a picture: those of the screen, or coarser ones where there would be too many.
pub struct Pixels {
    /// Pixels to a point.
    pub density: f32,
    /// The first one's place, in pixels from the screen's corner.
    corner: Vec2,
    size: [usize; 2],
}

impl Pixels {
    /// All that `frame` touches, at most `most` along a side. `None` where there are none.
    pub fn of(frame: Rect, pixels_per_point: f32, most: usize) -> Option<Self> {
        let longest = frame.width().max(frame.height());
        // A frame begins and ends within a pixel.
        let fits = most.saturating_sub(2).max(1) as f32 / longest;
        let density = pixels_per_point.min(fits);
        if !(frame.is_positive() && frame.is_finite() && density > 0.0) {
            return None;
        }
        let first = (frame.min.to_vec2() * density).floor();
        let size = (frame.max.to_vec2() * density).ceil() - first;
        Some(Self {
            density,
            corner: first,
            size: [size.x as usize, size.y as usize],
        })
    }

    /// Where they lie on the screen, in points.
    pub fn place(&self) -> Rect {
        let size = vec2(self.size[0] as f32, self.size[1] as f32);
        let corner = (self.corner / self.density).to_pos2();
        Rect::from_min_size(corner, size / self.density)
    }

    /// A place on the screen in pixels from the first one.
    fn locate(&self, at: Pos2) -> Pos2 {
        (at.to_vec2() * self.density - self.corner).to_pos2()
    }
}

/// Radius of a point in screen units and its opacity, for `count` of them in `area`: crowds get small and
/// translucent, so that what shows is how many lie where.
fn size_and_opacity(count: usize, area: f32) -> (f32, f32) {
    let crowding = (count.max(1) as f32 / area.max(1.0) / 0.065).max(1e-3);
    let radius = (1.5 * crowding.powf(-0.2)).clamp(1.15, 3.5);
    let opacity = (0.6 * crowding.powf(-0.6)).clamp(0.12, 0.9);
    (radius, opacity)
}

/// Picks one of `one_in` points, whatever order their classes come in.
fn is_drawn(index: u32, one_in: u32) -> bool {
    // Knuth's multiplicative hash: steps of the golden ratio.
    (index.wrapping_mul(2_654_435_761) >> 16).is_multiple_of(one_in.max(1))
}

/// The points of `look` on a clear ground, each in its colour.
pub fn picture(look: &Look, pixels: &Pixels, points: &[[f32; 2]], colouring: &Colouring) -> Canvas {
    let area = look.frame.expand(4.0);
    let class = |index: u32| colouring.class(index as usize);
    let is_front = |index| look.front.is_some() && class(index) == look.front;
    let visible: Vec<(u32, Pos2)> = points
        .iter()
        .enumerate()
        .map(|(index, &point)| (index as u32, look.place(point)))
        .filter(|(index, _)| is_drawn(*index, look.one_in) || is_front(*index))
        .filter(|(_, at)| area.contains(*at))
        .collect();
    let (radius, opacity) = size_and_opacity(visible.len(), look.frame.area());
    let stamps = Stamps::new(radius * look.emphasis * pixels.density);
    let mut canvas = Canvas::new(pixels.size, &stamps);
    let ink = |colour: Color32, opacity| stamps.ink(colour.gamma_multiply(opacity));
    let is_back = |index| look.front.is_some() && class(index) != look.front;
    let backdrop = ink(look.backdrop, opacity * 0.35);
    for (_, at) in visible.iter().filter(|(index, _)| is_back(*index)) {
        canvas.stamp(&stamps, &backdrop, pixels.locate(*at));
    }
    let plain = ink(look.plain, opacity);
    let mut colours: BTreeMap<u32, Ink> = BTreeMap::new();
    for (index, at) in visible.iter().filter(|(index, _)| !is_back(*index)) {
        let ink = class(*index).map_or(&plain, |class| {
            let colour = colours.entry(class);
            &*colour.or_insert_with(|| ink(theme::opaque(colouring.colour(class)), opacity))
        });
        canvas.stamp(&stamps, ink, pixels.locate(*at));
    }
    canvas
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    const SIDE: f32 = 100.0;

    fn look() -> Look {
        Look {
            points: 0,
            colours: 0,
            origin: pos2(50.0, 50.0),
            scale: [10.0, -10.0],
            frame: Rect::from_min_max(pos2(0.0, 0.0), pos2(SIDE, SIDE)),
            front: None,
            plain: Color32::WHITE,
            backdrop: Color32::GRAY,
            one_in: 1,
            emphasis: 1.0,
        }
    }

    fn drawn(look: &Look, points: &[[f32; 2]], labels: Option<&[u32]>) -> egui::ColorImage {
        let pixels = Pixels::of(look.frame, 1.0, 2_048).unwrap();
        let colouring = labels.map(Colouring::of_classes).unwrap_or_default();
        picture(look, &pixels, points, &colouring).image()
    }

    /// Alpha of all pixels together, as a multiple of that of one point alone among as many.
    fn mass(image: &egui::ColorImage) -> f32 {
        image.pixels.iter().map(|pixel| f32::from(pixel.a())).sum()
    }

    #[test]
    fn points_in_the_frame_are_seen_where_they_are() {
        let points = [[0.0, 0.0], [3.0, 4.0], [90.0, 0.0], [f32::NAN, 0.0]];
        let image = drawn(&look(), &points, None);
        let seen = |x: usize, y: usize| image[(x, y)].a() > 128;
        assert!(seen(50, 50) && seen(80, 10));
        let one = mass(&drawn(&look(), &points[..1], None));
        assert!((mass(&image) / one - 2.0).abs() < 0.2);
    }

    #[test]
    fn the_class_in_front_covers_the_others_and_keeps_its_colour() {
        let points = [[0.0, 0.0], [0.0, 0.0], [2.0, 0.0]];
        let front = Look {
            front: Some(3),
            ..look()
        };
        let image = drawn(&front, &points, Some(&[3, 1, 1]));
        let own = theme::label_colour(3).gamma_multiply(0.9);
        let near = |a: u8, b: u8| a.abs_diff(b) < 24;
        let middle = image[(50, 50)];
        assert!(
            near(middle.r(), own.r()) && near(middle.g(), own.g()) && near(middle.b(), own.b())
        );
        // Faint and grey behind.
        let behind = image[(70, 50)];
        assert!(behind.a() < 100 && behind.r() == behind.b());
    }

    #[test]
    fn one_in_five_is_drawn_of_each_class_and_all_of_the_one_in_front() {
        let labels: Vec<u32> = (0..10_000).map(|i| i % 10).collect();
        let drawn = |one_in, front: Option<u32>| {
            let kept = (0..10_000u32)
                .filter(|&index| is_drawn(index, one_in) || front == Some(labels[index as usize]));
            kept.count()
        };
        assert!((1_900..2_100).contains(&drawn(5, None)));
        // 1000 in front, about 200 of each other class.
        assert!((2_700..2_900).contains(&drawn(5, Some(3))));
        // And so on the picture: points far apart, a fifth of their number, a fifth of the ink or a bit more, as fewer
        // points are drawn larger.
        let points: Vec<[f32; 2]> = (0..400u16)
            .map(|i| {
                [
                    f32::from(i % 20) * 0.5 - 4.75,
                    f32::from(i / 20) * 0.5 - 4.75,
                ]
            })
            .collect();
        let thinned = Look {
            one_in: 5,
            ..look()
        };
        let seen = |look: &Look| {
            let image = tests::drawn(look, &points, None);
            points
                .iter()
                .filter(|&&point| {
                    let at = look.place(point);
                    image[(at.x as usize, at.y as usize)].a() > 100
                })
                .count()
        };
        assert_eq!(seen(&look()), 400);
        assert!((50..130).contains(&seen(&thinned)), "{}", seen(&thinned));
    }

    #[test]
    fn labels_of_too_few_points_leave_the_rest_plain() {
        let image = drawn(&look(), &[[0.0, 0.0], [1.0, 0.0]], Some(&[3]));
        let plain = image[(60, 50)];
        assert!(plain.a() > 128 && plain.r() == plain.g() && plain.g() == plain.b());
        assert_ne!(image[(50, 50)].r(), image[(50, 50)].b());
    }

    #[test]
    fn crowds_are_smaller_and_more_translucent() {
        let (few, many) = (size_and_opacity(100, 1e5), size_and_opacity(70_000, 1e5));
        assert!(few.0 > many.0 && few.1 > many.1);
        assert!((1.0..4.0).contains(&many.0) && (0.1..0.3).contains(&many.1));
    }

    #[test]
    fn pictures_lie_on_whole_pixels_and_fit_into_a_texture() {
        let frame = Rect::from_min_max(pos2(10.3, 20.0), pos2(110.2, 70.6));
        let pixels = Pixels::of(frame, 2.0, 2_048).unwrap();
        assert_eq!(pixels.size, [201, 102]);
        assert_eq!(pixels.place().min, pos2(10.0, 20.0));
        assert_eq!(pixels.place().size(), vec2(100.5, 51.0));
        assert_eq!(pixels.locate(pos2(11.0, 21.0)), pos2(2.0, 2.0));
        let coarse = Pixels::of(frame, 2.0, 64).unwrap();
        assert!(
            coarse.size.iter().all(|&side| side <= 64),
            "{:?}",
            coarse.size
        );
        assert!(coarse.place().contains_rect(frame));
        assert!(Pixels::of(Rect::NOTHING, 2.0, 64).is_none());
        assert!(Pixels::of(Rect::NAN, 2.0, 64).is_none());
    }
}
