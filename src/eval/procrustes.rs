//! Lays one set of points in the plane onto another: rotated, reflected, scaled and moved, nothing else.
//!
//! Orthogonal Procrustes analysis with scaling (Schoenemann, "A generalized solution of the orthogonal Procrustes
//! problem", Psychometrika 1966; Gower, "Generalized Procrustes analysis", Psychometrika 1975): the s > 0, orthogonal R
//! and t that make `sum |y - (s R x + t)|^2` smallest. With x and y centred and M = `sum y x^T`, R maximises
//! `tr(R^T M)`. In the plane R is a rotation by `atan2(m21 - m12, m11 + m22)`, or a reflection with
//! `atan2(m12 + m21, m11 - m22)`, whichever has the larger trace T; then `s = T / sum |x|^2`.

/// A map of the plane that keeps angles and ratios of lengths, and how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Procrustes {
    /// s R, row after row.
    linear: [[f64; 2]; 2],
    /// t
    shift: [f64; 2],
    /// Squared distances that are left, as a share of those of the target from its mean: 0 where the two sets have
    /// one shape, 1 where they have nothing in common.
    pub disparity: f64,
}

impl Procrustes {
    /// The map that lays `from` onto `onto`, point by point; pairs that are not finite are left out. `None` where there
    /// is nothing to turn: sets of different lengths, all points of one of them equal, or no shape in common at all.
    pub fn fit(from: &[[f32; 2]], onto: &[[f32; 2]]) -> Option<Self> {
        if from.len() != onto.len() {
            return None;
        }
        let finite = |point: &[f32; 2]| point.iter().all(|number| number.is_finite());
        let pairs = || {
            let pairs = from.iter().zip(onto);
            let pairs = pairs.filter(|(x, y)| finite(x) && finite(y));
            pairs.map(|(x, y)| (x.map(f64::from), y.map(f64::from)))
        };
        let (mut count, mut x_mean, mut y_mean) = (0u32, [0.0; 2], [0.0; 2]);
        for (x, y) in pairs() {
            count += 1;
            for axis in 0..2 {
                x_mean[axis] += x[axis];
                y_mean[axis] += y[axis];
            }
        }
        let [x_mean, y_mean] = [x_mean, y_mean].map(|sum| sum.map(|sum| sum / f64::from(count)));

        let (mut x_squares, mut y_squares, mut m) = (0.0, 0.0, [[0.0; 2]; 2]);
        for (x, y) in pairs() {
            let x = [x[0] - x_mean[0], x[1] - x_mean[1]];
            let y = [y[0] - y_mean[0], y[1] - y_mean[1]];
            x_squares += x[0] * x[0] + x[1] * x[1];
            y_squares += y[0] * y[0] + y[1] * y[1];
            for row in 0..2 {
                for column in 0..2 {
                    m[row][column] += y[row] * x[column];
                }
            }
        }
        let turned = [m[0][0] + m[1][1], m[1][0] - m[0][1]];
        let mirrored = [m[0][0] - m[1][1], m[0][1] + m[1][0]];
        let [turned_trace, mirrored_trace] = [turned, mirrored].map(|[a, b]| f64::hypot(a, b));
        let mirror = mirrored_trace > turned_trace;
        let ([cosine, sine], trace) = if mirror {
            (mirrored, mirrored_trace)
        } else {
            (turned, turned_trace)
        };
        // s cos and s sin: the trace that makes unit length of both cancels out.
        let (a, b) = (cosine / x_squares, sine / x_squares);
        let linear = if mirror {
            [[a, b], [b, -a]]
        } else {
            [[a, -b], [b, a]]
        };
        let disparity = 1.0 - (trace / x_squares) * (trace / y_squares);
        // Equal points are not quite where their mean is.
        let spread = |squares: f64, mean: [f64; 2]| {
            squares > 1e-24 * f64::from(count) * (mean[0] * mean[0] + mean[1] * mean[1])
        };
        let spread = spread(x_squares, x_mean) && spread(y_squares, y_mean);
        let shares_a_shape = spread && trace > 1e-12 * (x_squares * y_squares).sqrt();
        let found = shares_a_shape && disparity.is_finite() && a.is_finite() && b.is_finite();
        found.then(|| Self {
            linear,
            shift: [0, 1]
                .map(|row| y_mean[row] - linear[row][0] * x_mean[0] - linear[row][1] * x_mean[1]),
            disparity: disparity.clamp(0.0, 1.0),
        })
    }

    /// Where a point of the first set comes to lie; what is not finite stays so.
    pub fn place(&self, point: [f32; 2]) -> [f32; 2] {
        let [x, y] = point.map(f64::from);
        let along = |row: usize| self.linear[row][0] * x + self.linear[row][1] * y;
        [0, 1].map(|row| (along(row) + self.shift[row]) as f32)
    }

    /// As [`Self::place`], but turned and mirrored about the origin alone: neither scaled nor moved.
    pub fn turn(&self, point: [f32; 2]) -> [f32; 2] {
        let [x, y] = point.map(f64::from);
        let scale = self.scale();
        let along = |row: usize| (self.linear[row][0] * x + self.linear[row][1] * y) / scale;
        [0, 1].map(|row| along(row) as f32)
    }

    /// How much longer lengths become.
    pub fn scale(&self) -> f64 {
        f64::hypot(self.linear[0][0], self.linear[1][0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No two of its turned and mirrored copies are the same.
    const SHAPE: [[f32; 2]; 4] = [[0.0, 0.0], [4.0, 0.0], [4.0, 1.0], [1.0, 3.0]];

    fn close(found: &[[f32; 2]], wanted: &[[f32; 2]]) {
        for (a, b) in found.iter().zip(wanted) {
            let near = (a[0] - b[0]).abs() < 1e-4 && (a[1] - b[1]).abs() < 1e-4;
            assert!(near, "{found:?} is not {wanted:?}");
        }
    }

    fn laid(from: &[[f32; 2]], onto: &[[f32; 2]]) -> (Procrustes, Vec<[f32; 2]>) {
        let fit = Procrustes::fit(from, onto).unwrap();
        (fit, from.iter().map(|&point| fit.place(point)).collect())
    }

    #[test]
    fn a_turned_scaled_and_moved_copy_comes_back() {
        // By 90 degrees, twice as large, moved by (10, -20).
        let copy = SHAPE.map(|[x, y]| [-2.0 * y + 10.0, 2.0 * x - 20.0]);
        let (fit, points) = laid(&SHAPE, &copy);
        close(&points, &copy);
        assert!(fit.disparity < 1e-9, "{}", fit.disparity);
        assert!((fit.scale() - 2.0).abs() < 1e-9);
        let (back, points) = laid(&copy, &SHAPE);
        close(&points, &SHAPE);
        assert!((back.scale() - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_turn_keeps_lengths_and_the_origin() {
        // By 90 degrees, twice as large, moved by (10, -20).
        let copy = SHAPE.map(|[x, y]| [-2.0 * y + 10.0, 2.0 * x - 20.0]);
        let fit = Procrustes::fit(&SHAPE, &copy).unwrap();
        close(&[fit.turn([3.0, 1.0])], &[[-1.0, 3.0]]);
        close(&[fit.turn([0.0, 0.0])], &[[0.0, 0.0]]);
    }

    #[test]
    fn a_mirrored_copy_comes_back() {
        for copy in [
            SHAPE.map(|[x, y]| [-x, y]),
            SHAPE.map(|[x, y]| [y, x]),
            SHAPE.map(|[x, y]| [0.3 * x, -0.3 * y]),
        ] {
            let (fit, points) = laid(&SHAPE, &copy);
            close(&points, &copy);
            assert!(fit.disparity < 1e-9, "{}", fit.disparity);
        }
    }

    #[test]
    fn what_cannot_be_laid_over_is_the_disparity() {
        // A flat cross onto a square one: lengths 2 and 1 against 1 and 1. T = 2 (2 + 1), sums of squares 10 and 4.
        let flat = [[2.0, 0.0], [-2.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
        let even = [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
        let (fit, points) = laid(&flat, &even);
        assert!((fit.disparity - (1.0 - 36.0 / 40.0)).abs() < 1e-9);
        close(&points, &[[1.2, 0.0], [-1.2, 0.0], [0.0, 0.6], [0.0, -0.6]]);
    }

    #[test]
    fn there_must_be_something_to_turn() {
        let one = [[0.1, 0.3]; 4];
        assert_eq!(Procrustes::fit(&one, &SHAPE), None);
        assert_eq!(Procrustes::fit(&SHAPE, &one), None);
        assert_eq!(Procrustes::fit(&SHAPE[..3], &SHAPE), None);
        assert_eq!(Procrustes::fit(&[], &[]), None);
        let nothing = [[f32::NAN, 0.0]; 4];
        assert_eq!(Procrustes::fit(&nothing, &SHAPE), None);
        // Every turn of the one is as far from the other.
        let cross = [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
        let pairs = [[1.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]];
        assert_eq!(Procrustes::fit(&cross, &pairs), None);
    }

    #[test]
    fn points_that_are_no_numbers_are_left_out_and_stay_so() {
        let mut from = SHAPE.to_vec();
        let mut onto = SHAPE.map(|[x, y]| [y, -x]).to_vec();
        from.push([f32::NAN, 1.0]);
        onto.push([1e9, 1e9]);
        from.push([2.0, 2.0]);
        onto.push([f32::INFINITY, 0.0]);
        let (fit, points) = laid(&from, &onto);
        close(&points[..4], &onto[..4]);
        assert!(fit.disparity < 1e-9);
        assert!(points[4][0].is_nan());
        close(&points[5..], &[[2.0, -2.0]]);
    }
}
