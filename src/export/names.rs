//! Places the names of points in a plot so that they do not overlap. Lengths are in pixels, from the top down.

use crate::eval::bounds::Bounds;

/// From the middle of a point to its name.
const GAP: f32 = 11.0;
/// Between two places on a line.
const APART: f32 = 6.0;

/// A place for a name of each of `sizes` beside the point at the same index, inside of `frame`: at the right where that
/// is free, else where it covers the least of points, of names placed before and of what lies at `others`.
pub fn place(
    points: &[[f32; 2]],
    sizes: &[[f32; 2]],
    others: &[[f32; 2]],
    frame: Bounds,
) -> Vec<Bounds> {
    let mut taken: Vec<Bounds> = Vec::new();
    let around_each = |places: &[[f32; 2]], side: f32| -> Vec<Bounds> {
        places.iter().map(|&at| centred(at, [side; 2])).collect()
    };
    let (dots, others) = (around_each(points, 12.0), around_each(others, 4.0));
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
                let cut = if contains(frame, rect) {
                    0.0
                } else {
                    size[0] * size[1] - overlap(rect, frame)
                };
                (covered + 4.0 * cut + 0.3 * crossed + far, rect)
            })
            .into_iter()
            .min_by(|a, b| a.0.total_cmp(&b.0));
        taken.push(best.map_or(centred(point, size), |(_, rect)| rect));
    }
    taken
}

/// Places on the line through `corners`, a few pixels apart.
pub fn along(corners: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let between = corners.windows(2).flat_map(|pair| {
        let (from, to) = (pair[0], pair[1]);
        let distance = (to[0] - from[0]).hypot(to[1] - from[1]);
        let count = (distance / APART).ceil().clamp(1.0, 500.0);
        (0..=count as usize).map(move |i| {
            let part = i as f32 / count;
            [0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis]))
        })
    });
    between.collect()
}

/// Places for a name, the better first, and how much worse those are that stand off.
fn around(point: [f32; 2], size: [f32; 2]) -> [(Bounds, f32); 10] {
    let [w, h] = size.map(|side| side / 2.0);
    let near = GAP * 0.7;
    [
        ([GAP + w, 0.0], 0.0),
        ([-GAP - w, 0.0], 0.0),
        ([0.0, -GAP - h], 0.0),
        ([0.0, GAP + h], 0.0),
        ([near + w, -near - h], 0.0),
        ([near + w, near + h], 0.0),
        ([-near - w, -near - h], 0.0),
        ([-near - w, near + h], 0.0),
        ([0.0, -GAP - 3.0 * h], 100.0),
        ([0.0, GAP + 3.0 * h], 100.0),
    ]
    .map(|([x, y], far)| (centred([point[0] + x, point[1] + y], size), far))
}

fn centred(at: [f32; 2], size: [f32; 2]) -> Bounds {
    Bounds {
        min: [0, 1].map(|axis| at[axis] - size[axis] / 2.0),
        max: [0, 1].map(|axis| at[axis] + size[axis] / 2.0),
    }
}

fn contains(frame: Bounds, rect: Bounds) -> bool {
    (0..2).all(|axis| frame.min[axis] <= rect.min[axis] && rect.max[axis] <= frame.max[axis])
}

/// The area that both have.
fn overlap(a: Bounds, b: Bounds) -> f32 {
    let side = |axis: usize| a.max[axis].min(b.max[axis]) - a.min[axis].max(b.min[axis]);
    side(0).max(0.0) * side(1).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Bounds = Bounds {
        min: [0.0, 0.0],
        max: [300.0, 200.0],
    };
    const SIZE: [f32; 2] = [40.0, 12.0];

    #[test]
    fn a_name_alone_stands_at_the_right_and_inside() {
        let middle = place(&[[100.0, 100.0]], &[SIZE], &[], FRAME);
        assert_eq!(middle[0].min, [111.0, 94.0]);
        let edge = place(&[[290.0, 100.0]], &[SIZE], &[], FRAME);
        assert_eq!(edge[0].max, [279.0, 106.0]);
    }

    #[test]
    fn a_name_keeps_off_what_lies_beside() {
        let line = along(&[[120.0, 100.0], [130.0, 100.0]]);
        assert_eq!(line, [[120.0, 100.0], [125.0, 100.0], [130.0, 100.0]]);
        let name = place(&[[100.0, 100.0]], &[SIZE], &line, FRAME);
        assert_eq!(name[0].max, [89.0, 106.0]);
    }

    #[test]
    fn names_of_close_points_do_not_cover_each_other() {
        let points = [[100.0, 100.0], [106.0, 100.0], [103.0, 104.0]];
        let names = place(&points, &[SIZE; 3], &[], FRAME);
        for (index, name) in names.iter().enumerate() {
            assert!(contains(FRAME, *name));
            for other in &names[..index] {
                assert_eq!(overlap(*name, *other), 0.0, "{name:?} {other:?}");
            }
        }
    }
}
