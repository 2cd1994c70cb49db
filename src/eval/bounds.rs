//! The bounds of a scatter plot: around the points, a few strays left out.

/// A rectangle of the plane: `[x, y]` of its lowest and highest corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    pub min: [f32; 2],
    pub max: [f32; 2],
}

/// Room around the points, as a part of their extent.
const ROOM: f32 = 0.05;
/// Points that may lie outside on each side, as a part of all: one stray code must not squeeze the rest.
const STRAY: f64 = 0.0005;
/// Old bounds stay while the points still fill this much of them, so that the axes do not twitch in training.
const FILLED: f32 = 0.75;

impl Bounds {
    /// Around the points, a few strays left out. `None` without a finite point.
    pub fn around(points: &[[f32; 2]]) -> Option<Self> {
        let mut bounds = Self {
            min: [0.0; 2],
            max: [0.0; 2],
        };
        for axis in 0..2 {
            let mut values: Vec<f32> = points
                .iter()
                .map(|point| point[axis])
                .filter(|value| value.is_finite())
                .collect();
            if values.is_empty() {
                return None;
            }
            let stray = (values.len() as f64 * STRAY) as usize;
            let last = values.len() - 1;
            let low = *values.select_nth_unstable_by(stray, f32::total_cmp).1;
            let high = *values
                .select_nth_unstable_by(last - stray, f32::total_cmp)
                .1;
            // Where all codes are the same there must still be a plane to look at.
            let room = ((high - low) * ROOM).max(high.abs().max(1.0) * 1e-3);
            bounds.min[axis] = low - room;
            bounds.max[axis] = high + room;
        }
        Some(bounds)
    }

    /// What to show next, when `self` is shown and the points have moved to `wanted`.
    pub fn follow(self, wanted: Self) -> Self {
        let mut next = self;
        for axis in 0..2 {
            let inside = wanted.min[axis] >= self.min[axis] && wanted.max[axis] <= self.max[axis];
            let filled =
                (wanted.max[axis] - wanted.min[axis]) >= FILLED * (self.max[axis] - self.min[axis]);
            if !(inside && filled) {
                next.min[axis] = wanted.min[axis];
                next.max[axis] = wanted.max[axis];
            }
        }
        next
    }

    /// Around both.
    pub fn union(self, other: Self) -> Self {
        Self {
            min: [0, 1].map(|axis| self.min[axis].min(other.min[axis])),
            max: [0, 1].map(|axis| self.max[axis].max(other.max[axis])),
        }
    }

    pub fn size(self) -> [f32; 2] {
        [self.max[0] - self.min[0], self.max[1] - self.min[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_leave_room_around_the_points() {
        let bounds = Bounds::around(&[[0.0, -10.0], [100.0, 10.0]]).unwrap();
        assert_eq!(bounds.min, [-5.0, -11.0]);
        assert_eq!(bounds.max, [105.0, 11.0]);
    }

    #[test]
    fn a_stray_point_does_not_squeeze_the_rest() {
        let mut points: Vec<[f32; 2]> = (0..4_000).map(|i| [i as f32 / 4_000.0, 0.5]).collect();
        points[17] = [1e6, 1e6];
        let bounds = Bounds::around(&points).unwrap();
        assert!(bounds.max[0] < 1.1, "{bounds:?}");
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        assert_eq!(Bounds::around(&[]), None);
        assert_eq!(Bounds::around(&[[f32::NAN, f32::NAN]]), None);
        let bounds = Bounds::around(&[[f32::NAN, 0.0], [1.0, 2.0], [3.0, f32::INFINITY]]);
        assert_eq!(bounds.unwrap().min[0], 1.0 - 0.1);
    }

    #[test]
    fn equal_codes_still_span_a_plane() {
        let bounds = Bounds::around(&[[0.0, 7.0], [0.0, 7.0]]).unwrap();
        assert!(bounds.size().iter().all(|side| *side > 0.0));
    }

    #[test]
    fn small_moves_leave_the_axes_alone() {
        let shown = Bounds {
            min: [0.0, 0.0],
            max: [10.0, 10.0],
        };
        let smaller = Bounds {
            min: [1.0, 0.5],
            max: [9.0, 9.5],
        };
        assert_eq!(shown.follow(smaller), shown);
        let wider_in_x = Bounds {
            min: [1.0, 0.5],
            max: [11.0, 9.5],
        };
        let next = shown.follow(wider_in_x);
        assert_eq!((next.min, next.max), ([1.0, 0.0], [11.0, 10.0]));
        let tiny = Bounds {
            min: [4.0, 4.0],
            max: [5.0, 5.0],
        };
        assert_eq!(shown.follow(tiny), tiny);
    }
}
