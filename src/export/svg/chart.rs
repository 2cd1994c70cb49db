//! The frame of a plot: axes, grid, ticks and titles.

use super::axis::Axis;
use super::drawing::Svg;
use super::text::{Anchor, Style};

/// Above and below a plot: what its ticks and the name of its axis need.
pub(super) const ABOVE: f64 = 12.0;
pub(super) const BELOW: f64 = 40.0;
/// At its left and right.
pub(super) const LEFT: f64 = 70.0;
pub(super) const RIGHT: f64 = 16.0;

/// Where a plot stands in its drawing.
#[derive(Debug, Clone)]
pub(super) struct Chart {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
    pub x: Axis,
    pub y: Axis,
}

impl Chart {
    /// The place of a value pair in the drawing; `None` where it has none.
    pub fn at(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        Some([
            self.left + self.x.place(x)? * self.width,
            self.top + (1.0 - self.y.place(y)?) * self.height,
        ])
    }

    /// Those of `points` that have a place, none of them outside by more than a plot's height.
    pub fn line(&self, points: &[(f64, f64)]) -> Vec<[f64; 2]> {
        let (low, high) = (self.top - self.height, self.top + 2.0 * self.height);
        points
            .iter()
            .filter_map(|&(x, y)| self.at(x, y))
            .map(|[x, y]| [x, y.clamp(low, high)])
            .collect()
    }

    /// Grid, marks, names and frame.
    pub fn draw(&self, svg: &mut Svg) {
        let (right, bottom) = (self.left + self.width, self.top + self.height);
        for (value, text) in self.x.ticks((self.width / 56.0) as usize) {
            if let Some(place) = self.x.place(value) {
                let x = self.left + place * self.width;
                svg.hairline([x, self.top], [x, bottom]);
                svg.label([x, bottom + 15.0], Anchor::Middle, Style::WEAK, &text);
            }
        }
        for (value, text) in self.y.ticks((self.height / 32.0) as usize) {
            if let Some(place) = self.y.place(value) {
                let y = bottom - place * self.height;
                svg.hairline([self.left, y], [right, y]);
                svg.label([self.left - 6.0, y + 4.0], Anchor::End, Style::WEAK, &text);
            }
        }
        svg.frame([self.left, self.top], [self.width, self.height]);
        let middle = self.left + self.width / 2.0;
        svg.label(
            [middle, bottom + 31.0],
            Anchor::Middle,
            Style::WEAK,
            &self.x.name,
        );
        let middle = self.top + self.height / 2.0;
        svg.label_upwards([self.left - 48.0, middle], &self.y.name);
    }
}
