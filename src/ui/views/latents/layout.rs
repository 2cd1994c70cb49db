//! The layout of the small scatter plots.

use egui::{Pos2, Rect, Vec2, vec2};

use super::GAP;
use super::title;

/// A picture is not made smaller than this; what does not fit is scrolled to.
const LEAST: f32 = 120.0;

/// Where cells stand. Sizes in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    pub columns: usize,
    pub rows: usize,
    /// One cell, its title included.
    pub cell: Vec2,
}

/// Lays out `count` cells in `area` so that the shorter side of their pictures is as long as can be.
pub fn layout(area: Vec2, count: usize) -> Layout {
    let count = count.max(1);
    let with = |columns: usize| {
        let rows = count.div_ceil(columns);
        let [columns_f, rows_f] = [columns as f32, rows as f32];
        let width = (area.x - GAP.x * (columns_f - 1.0)) / columns_f;
        let height = (area.y - GAP.y * (rows_f - 1.0)) / rows_f;
        Layout {
            columns,
            rows,
            cell: vec2(
                width.max(LEAST).floor(),
                height.max(LEAST + title::HEIGHT).floor(),
            ),
        }
    };
    let fits = |layout: &Layout| layout.columns == 1 || layout.size().x <= area.x;
    let side = |layout: &Layout| layout.cell.x.min(layout.cell.y - title::HEIGHT);
    (1..=count)
        .map(with)
        .filter(fits)
        // Of equals the first: fewer columns are wider.
        .reduce(|best, next| {
            if side(&next) > side(&best) {
                next
            } else {
                best
            }
        })
        .unwrap_or_else(|| with(1))
}

impl Layout {
    /// Of all cells together.
    pub fn size(&self) -> Vec2 {
        let count = vec2(self.columns as f32, self.rows as f32);
        count * (self.cell + GAP) - GAP
    }

    /// The cell at `place`, row by row from `corner`.
    pub fn cell(&self, corner: Pos2, place: usize) -> Rect {
        let (row, column) = (place / self.columns, place % self.columns);
        let offset = vec2(column as f32, row as f32) * (self.cell + GAP);
        Rect::from_min_size(corner + offset, self.cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(area: Vec2, count: usize) -> usize {
        layout(area, count).columns
    }

    #[test]
    fn pictures_are_as_large_as_can_be() {
        assert_eq!(columns(vec2(900.0, 300.0), 2), 2);
        assert_eq!(columns(vec2(900.0, 400.0), 4), 4);
        assert_eq!(columns(vec2(900.0, 600.0), 4), 2);
        assert_eq!(columns(vec2(900.0, 460.0), 5), 3);
        assert_eq!(columns(vec2(300.0, 900.0), 3), 1);
    }

    #[test]
    fn many_or_little_room_are_scrolled() {
        let many = layout(vec2(600.0, 300.0), 20);
        assert!(many.size().x <= 600.0, "{many:?}");
        assert!(many.size().y > 300.0 && many.cell.y >= LEAST, "{many:?}");
        let tiny = layout(vec2(50.0, 20.0), 1);
        assert_eq!(tiny.cell, vec2(LEAST, LEAST + title::HEIGHT));
        assert_eq!(layout(vec2(500.0, 300.0), 0).columns, 1);
    }

    #[test]
    fn cells_follow_row_by_row() {
        let layout = layout(vec2(612.0, 628.0), 4);
        assert_eq!((layout.columns, layout.rows), (2, 2));
        let third = layout.cell(Pos2::ZERO, 2);
        assert_eq!(third.min, Pos2::new(0.0, 318.0));
        let last = layout.cell(Pos2::ZERO, 3);
        assert_eq!(last.max, Pos2::new(612.0, 628.0));
    }
}
