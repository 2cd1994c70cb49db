//! The layout of the samples: how many, and how large.

use egui::Vec2;

use super::source::Kind;
use crate::ui::tiles::{GAP, multiple, size};

/// Samples grow while so many of them still fit.
const ENOUGH: usize = 40;
/// A lattice of fewer columns tells little.
const LATTICE: usize = 8;
/// More columns than this are more than anybody looks at, and cost the training time.
const MOST_LATTICE: usize = 16;
const MOST: usize = 160;
/// Samples do not grow beyond this side, in points.
const LARGEST: f32 = 96.0;

/// Sizes in points, and how many samples there are along each side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    pub image: Vec2,
    pub columns: usize,
    pub rows: usize,
}

impl Layout {
    pub fn count(self) -> usize {
        self.columns * self.rows
    }
}

/// Fills `room` points with samples of `image` pixels: the largest ones of which there are still enough.
pub fn layout(room: Vec2, image: [usize; 2], kind: Kind, pixels_per_point: f32) -> Layout {
    let largest = multiple(image, Vec2::splat(LARGEST), pixels_per_point);
    let with = |multiple: usize| {
        let image = size(image, multiple, pixels_per_point);
        let fit = |room: f32, side: f32| ((room - GAP) / (side + GAP)).max(1.0) as usize;
        let (columns, rows) = (fit(room.x, image.x), fit(room.y, image.y));
        match kind {
            Kind::Draws => Layout {
                image,
                columns: columns.min(MOST),
                rows: rows.min((MOST / columns.min(MOST)).max(1)),
            },
            Kind::Manifold => {
                // A low panel is filled by finer steps along one number than along the other.
                let (columns, rows) = (columns.min(MOST_LATTICE), rows.min(MOST_LATTICE));
                Layout {
                    image,
                    columns: columns.min(2 * rows),
                    rows: rows.min(2 * columns),
                }
            }
        }
    };
    let enough = |layout: &Layout| match kind {
        Kind::Draws => layout.count() >= ENOUGH,
        Kind::Manifold => layout.columns.min(layout.rows) >= LATTICE,
    };
    let mut found = (1..=largest).rev().map(with);
    let mut found = found.find(enough).unwrap_or_else(|| with(1));
    if kind == Kind::Manifold {
        // Larger than the room: it scrolls.
        (found.columns, found.rows) = (found.columns.max(4), found.rows.max(4));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    const DIGIT: [usize; 2] = [28, 28];

    #[test]
    fn samples_grow_while_there_are_enough() {
        let of = |room| {
            let layout = layout(room, DIGIT, Kind::Draws, 1.0);
            (layout.image.x, layout.columns, layout.rows)
        };
        // (800 - 1) / 57 = 14.01, (300 - 1) / 57 = 5.2.
        assert_eq!(of(vec2(800.0, 300.0)), (56.0, 14, 5));
        assert_eq!(of(vec2(400.0, 200.0)), (28.0, 13, 6));
        assert_eq!(of(vec2(1_000.0, 700.0)), (84.0, 11, 8));
        assert_eq!(of(vec2(10.0, 10.0)), (28.0, 1, 1));
    }

    #[test]
    fn there_are_never_too_many() {
        for room in [vec2(4_000.0, 3_000.0), vec2(90_000.0, 10.0)] {
            let layout = layout(room, [4, 4], Kind::Draws, 1.0);
            assert!(layout.count() <= MOST, "{layout:?}");
        }
    }

    #[test]
    fn a_lattice_fills_the_room_up_to_twice_as_wide_as_high() {
        let of = |room, image| {
            let layout = layout(room, image, Kind::Manifold, 1.0);
            (layout.image.x, layout.columns, layout.rows)
        };
        assert_eq!(of(vec2(600.0, 500.0), DIGIT), (56.0, 10, 8));
        assert_eq!(of(vec2(600.0, 260.0), DIGIT), (28.0, 16, 8));
        assert_eq!(of(vec2(600.0, 200.0), DIGIT), (28.0, 12, 6));
        assert_eq!(of(vec2(300.0, 200.0), [128, 128]), (128.0, 4, 4));
        assert_eq!(of(vec2(2_000.0, 2_000.0), DIGIT), (84.0, 16, 16));
    }
}
