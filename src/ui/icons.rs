//! Icons drawn with the painter: the fonts lack most of these signs.

use egui::{Atom, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

/// A sign of 16 x 16 points at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Play,
    Pause,
    /// One step onwards.
    Step,
    Stop,
    /// Begin again.
    Restart,
    Plus,
    Minus,
    Close,
    Check,
    Warning,
    Error,
    Info,
    ChevronUp,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Folder,
    /// Three dots: there is more to do.
    More,
    /// Something that is not shown.
    EyeOff,
    /// Into a file.
    Save,
    /// There is something to know.
    Bell,
}

impl Icon {
    /// Draws the icon into the middle of `rect`.
    pub fn paint(self, painter: &Painter, rect: Rect, colour: Color32) {
        let side = rect.width().min(rect.height());
        let square = Rect::from_center_size(rect.center(), vec2(side, side));
        // Positions below are in a square of -1 to 1.
        let at = |x: f32, y: f32| -> Pos2 { square.center() + vec2(x, y) * (side / 2.0) };
        let stroke = Stroke::new((side / 10.0).max(1.25), colour);
        let filled = |points: Vec<Pos2>| Shape::convex_polygon(points, colour, Stroke::NONE);
        let line = |points: Vec<Pos2>| Shape::line(points, stroke);
        let bar = |left: f32, right: f32| {
            Shape::rect_filled(
                Rect::from_min_max(at(left, -0.7), at(right, 0.7)),
                1.0,
                colour,
            )
        };
        let triangle =
            |left: f32, right: f32| filled(vec![at(left, -0.75), at(right, 0.0), at(left, 0.75)]);
        match self {
            Self::Play => {
                painter.add(triangle(-0.5, 0.75));
            }
            Self::Pause => {
                painter.add(bar(-0.6, -0.15));
                painter.add(bar(0.15, 0.6));
            }
            Self::Step => {
                painter.add(triangle(-0.65, 0.4));
                painter.add(bar(0.45, 0.7));
            }
            Self::Stop => {
                let rect = Rect::from_min_max(at(-0.6, -0.6), at(0.6, 0.6));
                painter.rect_filled(rect, 1.0, colour);
            }
            Self::Restart => paint_restart(painter, &at, stroke),
            Self::Plus | Self::Minus => {
                painter.add(line(vec![at(-0.6, 0.0), at(0.6, 0.0)]));
                if self == Self::Plus {
                    painter.add(line(vec![at(0.0, -0.6), at(0.0, 0.6)]));
                }
            }
            Self::Close => {
                painter.add(line(vec![at(-0.5, -0.5), at(0.5, 0.5)]));
                painter.add(line(vec![at(-0.5, 0.5), at(0.5, -0.5)]));
            }
            Self::Check => {
                painter.add(line(vec![at(-0.65, 0.05), at(-0.2, 0.5), at(0.65, -0.45)]));
            }
            Self::Warning => {
                let corners = vec![at(0.0, -0.75), at(0.85, 0.7), at(-0.85, 0.7)];
                painter.add(Shape::closed_line(corners, stroke));
                painter.add(line(vec![at(0.0, -0.25), at(0.0, 0.2)]));
                painter.circle_filled(at(0.0, 0.45), stroke.width * 0.6, colour);
            }
            Self::Error | Self::Info => {
                painter.circle_stroke(at(0.0, 0.0), side * 0.42, stroke);
                let up = if self == Self::Error { 1.0 } else { -1.0 };
                painter.add(line(vec![at(0.0, -0.42 * up), at(0.0, 0.1 * up)]));
                painter.circle_filled(at(0.0, 0.42 * up), stroke.width * 0.6, colour);
            }
            Self::ChevronUp => {
                painter.add(line(vec![at(-0.5, 0.25), at(0.0, -0.25), at(0.5, 0.25)]));
            }
            Self::ChevronDown => {
                painter.add(line(vec![at(-0.5, -0.25), at(0.0, 0.25), at(0.5, -0.25)]));
            }
            Self::ChevronLeft => {
                painter.add(line(vec![at(0.25, -0.5), at(-0.25, 0.0), at(0.25, 0.5)]));
            }
            Self::ChevronRight => {
                painter.add(line(vec![at(-0.25, -0.5), at(0.25, 0.0), at(-0.25, 0.5)]));
            }
            Self::More => {
                for x in [-0.6, 0.0, 0.6] {
                    painter.circle_filled(at(x, 0.0), (side / 12.0).max(1.1), colour);
                }
            }
            Self::EyeOff => paint_closed_eye(painter, &at, stroke),
            Self::Save => {
                painter.add(line(vec![at(0.0, -0.75), at(0.0, 0.2)]));
                painter.add(line(vec![at(-0.4, -0.2), at(0.0, 0.2), at(0.4, -0.2)]));
                let tray = vec![at(-0.7, 0.3), at(-0.7, 0.7), at(0.7, 0.7), at(0.7, 0.3)];
                painter.add(line(tray));
            }
            Self::Bell => paint_bell(painter, &at, stroke),
            Self::Folder => {
                let body = Rect::from_min_max(at(-0.8, -0.35), at(0.8, 0.65));
                painter.rect_stroke(body, 1.0, stroke, StrokeKind::Middle);
                let tab = vec![
                    at(-0.8, -0.35),
                    at(-0.8, -0.6),
                    at(-0.15, -0.6),
                    at(0.1, -0.35),
                ];
                painter.add(line(tab));
            }
        }
    }

    /// The icon as a part of a button, in the colour of the button's text.
    pub fn atom(self) -> Atom<'static> {
        Atom::paint(vec2(14.0, 14.0), move |ui, args| {
            self.paint(ui.painter(), args.rect, args.fallback_text_color);
        })
    }
}

/// A bell with its clapper below.
fn paint_bell(painter: &Painter, at: &impl Fn(f32, f32) -> Pos2, stroke: Stroke) {
    let dome = (0..=12).map(|i| (180.0 - 15.0 * i as f32).to_radians().sin_cos());
    let dome = dome.map(|(sine, cosine)| at(0.5 * cosine, -0.2 - 0.5 * sine));
    let left = [at(-0.75, 0.45), at(-0.5, 0.15)];
    let right = [at(0.5, 0.15), at(0.75, 0.45)];
    let outline = left.into_iter().chain(dome).chain(right).collect();
    painter.add(Shape::closed_line(outline, stroke));
    painter.circle_filled(at(0.0, 0.72), stroke.width, stroke.color);
}

/// Three quarters of a circle with an arrow head at its end.
fn paint_restart(painter: &Painter, at: &impl Fn(f32, f32) -> Pos2, stroke: Stroke) {
    let on_circle = |degrees: f32| {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        (0.65 * cosine, 0.65 * sine)
    };
    let arc = (0..=18)
        .map(|i| on_circle(-60.0 + 300.0 * i as f32 / 18.0))
        .map(|(x, y)| at(x, y))
        .collect();
    painter.add(Shape::line(arc, stroke));
    let (x, y) = on_circle(-60.0);
    painter.add(Shape::convex_polygon(
        vec![
            at(x - 0.35, y + 0.3),
            at(x + 0.3, y + 0.3),
            at(x + 0.05, y - 0.4),
        ],
        stroke.color,
        Stroke::NONE,
    ));
}

/// An eye with a line through it.
fn paint_closed_eye(painter: &Painter, at: &impl Fn(f32, f32) -> Pos2, stroke: Stroke) {
    let lid = |up: f32| {
        let points = (0..=12).map(|i| {
            let x = -0.9 + 1.8 * i as f32 / 12.0;
            at(x, up * 0.55 * (1.0 - (x / 0.9).powi(2)))
        });
        Shape::line(points.collect(), stroke)
    };
    painter.add(lid(1.0));
    painter.add(lid(-1.0));
    painter.circle_filled(at(0.0, 0.0), stroke.width * 1.2, stroke.color);
    painter.add(Shape::line(vec![at(-0.7, 0.75), at(0.7, -0.75)], stroke));
}

/// The window's icon: an hourglass of bars, 64 x 64, as RGBA bytes.
pub fn app_icon() -> egui::IconData {
    const SIDE: i32 = 64;
    // Left edge, right edge and half-height of each bar, narrowing to the code and widening again.
    const BARS: [(i32, i32, i32); 5] = [
        (6, 13, 28),
        (18, 25, 18),
        (29, 35, 8),
        (39, 46, 18),
        (51, 58, 28),
    ];
    let mut rgba = Vec::with_capacity((SIDE * SIDE * 4) as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let bar = BARS.iter().position(|&(left, right, half)| {
                x >= left && x < right && y >= 32 - half && y < 32 + half
            });
            rgba.extend(match bar {
                Some(2) => [0x4c, 0x8d, 0xff, 0xff],
                Some(_) => [0x9a, 0xa1, 0xad, 0xff],
                None => [0, 0, 0, 0],
            });
        }
    }
    egui::IconData {
        rgba,
        width: SIDE as u32,
        height: SIDE as u32,
    }
}

/// Space around an icon button's icon, so that all of them are 24 points high.
pub const ICON_BUTTON: egui::Vec2 = egui::Vec2::splat(24.0);

/// The middle of `rect`, 14 x 14 points.
pub fn icon_rect(rect: Rect) -> Rect {
    Rect::from_center_size(
        pos2(rect.center().x.round(), rect.center().y.round()),
        vec2(14.0, 14.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn app_icon_is_symmetric_with_the_code_in_the_middle() {
        let icon = app_icon();
        assert_eq!(icon.rgba.len(), 64 * 64 * 4);
        let pixel = |x: usize, y: usize| &icon.rgba[(y * 64 + x) * 4..][..4];
        assert_eq!(pixel(32, 32), [0x4c, 0x8d, 0xff, 0xff]);
        assert_eq!(pixel(8, 10), pixel(55, 10));
        assert_eq!(pixel(0, 0), [0, 0, 0, 0]);
    }
}
