//! Markers along a curve, where its colour does not say alone whose it is.

use egui::{Color32, Painter, Pos2};

use crate::export::palette::{Marker, marked, marker};
use crate::ui::theme;

/// Between two of them, in points.
const APART: f32 = 70.0;

/// Paints the markers of the variant with palette index `variant` along `points`, from left to right; those of the first
/// seven have none.
pub fn show(painter: &Painter, points: &[Pos2], variant: u8, colour: Color32) {
    if marker(variant) == Marker::Circle {
        return;
    }
    let radius = 3.0 * theme::emphasis(painter.ctx());
    for at in places(points) {
        theme::variant_marker(painter, at, radius, variant, colour);
    }
}

/// The middle of a short line; otherwise points at least [`APART`] from one another, from half of it on.
fn places(points: &[Pos2]) -> Vec<Pos2> {
    let [Some(first), Some(last)] = [points.first(), points.last()] else {
        return Vec::new();
    };
    if last.x - first.x < APART {
        return vec![first.lerp(*last, 0.5)];
    }
    let points: Vec<Pos2> = points.iter().copied().filter(|at| at.is_finite()).collect();
    let xs = points.iter().map(|point| f64::from(point.x));
    let marked = marked(xs, f64::from(APART)).into_iter();
    marked.map(|index| points[index]).collect()
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    #[test]
    fn they_stand_apart_along_a_curve() {
        let line: Vec<Pos2> = (0..200u8).map(|x| pos2(f32::from(x), 1.0)).collect();
        let xs: Vec<f32> = places(&line).iter().map(|at| at.x).collect();
        assert_eq!(xs, [35.0, 105.0, 175.0]);
        let sample = [pos2(4.0, 2.0), pos2(14.0, 2.0)];
        assert_eq!(places(&sample), [pos2(9.0, 2.0)]);
        assert!(places(&[]).is_empty());
    }
}
