//! Where names stand beside their points, out of each other's way.

use egui::{Pos2, Rect, Vec2, vec2};

/// From the middle of a point to its name.
const GAP: f32 = 11.0;

/// A place for a name of each of `sizes` beside the point at the same index, inside of `frame`: at the right where that
/// is free, else where it covers the least of points, of names placed before and of what lies at `others`.
pub fn place(points: &[Pos2], sizes: &[Vec2], others: &[Pos2], frame: Rect) -> Vec<Rect> {
    let mut taken: Vec<Rect> = Vec::new();
    let dots: Vec<Rect> = points
        .iter()
        .map(|&point| Rect::from_center_size(point, Vec2::splat(12.0)))
        .collect();
    let others: Vec<Rect> = others
        .iter()
        .map(|&other| Rect::from_center_size(other, Vec2::splat(4.0)))
        .collect();
    for (index, (&point, &size)) in points.iter().zip(sizes).enumerate() {
        let best = around(point, size)
            .map(|(rect, far)| {
                let dots = dots.iter().enumerate().filter(|(dot, _)| *dot != index);
                let covered: f32 = taken
                    .iter()
                    .chain(dots.map(|(_, dot)| dot))
                    .map(|other| overlap(rect, *other))
                    .sum();
                // A line can be seen through a name, and a name far off is taken for another point's.
                let crossed: f32 = others.iter().map(|other| overlap(rect, *other)).sum();
                // What is cut off reads worse than what is crowded.
                let cut = if frame.contains_rect(rect) {
                    0.0
                } else {
                    size.x * size.y - overlap(rect, frame)
                };
                (covered + 4.0 * cut + 0.3 * crossed + far, rect)
            })
            .into_iter()
            .min_by(|a, b| a.0.total_cmp(&b.0));
        taken.push(best.map_or(Rect::from_min_size(point, size), |(_, rect)| rect));
    }
    taken
}

/// Places for a name, the better first, and how much worse those are that stand off.
fn around(point: Pos2, size: Vec2) -> [(Rect, f32); 10] {
    let (w, h) = (size.x / 2.0, size.y / 2.0);
    let near = GAP * 0.7;
    [
        (vec2(GAP + w, 0.0), 0.0),
        (vec2(-GAP - w, 0.0), 0.0),
        (vec2(0.0, -GAP - h), 0.0),
        (vec2(0.0, GAP + h), 0.0),
        (vec2(near + w, -near - h), 0.0),
        (vec2(near + w, near + h), 0.0),
        (vec2(-near - w, -near - h), 0.0),
        (vec2(-near - w, near + h), 0.0),
        (vec2(0.0, -GAP - 3.0 * h), 100.0),
        (vec2(0.0, GAP + 3.0 * h), 100.0),
    ]
    .map(|(offset, far)| (Rect::from_center_size(point + offset, size), far))
}

fn overlap(a: Rect, b: Rect) -> f32 {
    let common = a.intersect(b);
    if common.is_positive() {
        common.area()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    const FRAME: Rect = Rect {
        min: pos2(0.0, 0.0),
        max: pos2(300.0, 200.0),
    };
    const SIZE: Vec2 = vec2(40.0, 12.0);

    #[test]
    fn a_name_alone_stands_at_the_right_and_inside() {
        let middle = place(&[pos2(100.0, 100.0)], &[SIZE], &[], FRAME);
        assert_eq!(middle[0].min, pos2(111.0, 94.0));
        let edge = place(&[pos2(290.0, 100.0)], &[SIZE], &[], FRAME);
        assert_eq!(edge[0].max, pos2(279.0, 106.0));
    }

    #[test]
    fn a_name_keeps_off_what_lies_beside() {
        let line = [pos2(120.0, 100.0), pos2(130.0, 100.0)];
        let name = place(&[pos2(100.0, 100.0)], &[SIZE], &line, FRAME);
        assert_eq!(name[0].max, pos2(89.0, 106.0));
    }

    #[test]
    fn names_of_close_points_do_not_cover_each_other() {
        let points = [pos2(100.0, 100.0), pos2(106.0, 100.0), pos2(103.0, 104.0)];
        let names = place(&points, &[SIZE; 3], &[], FRAME);
        for (index, name) in names.iter().enumerate() {
            assert!(FRAME.contains_rect(*name));
            for other in &names[..index] {
                assert_eq!(overlap(*name, *other), 0.0, "{name:?} {other:?}");
            }
        }
    }
}
