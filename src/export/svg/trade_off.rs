//! The plot of error against code size, with the PCA baseline.

use super::axis::Axis;
use super::chart::{ABOVE, BELOW, Chart, LEFT, RIGHT};
use super::drawing::{Paint, Stroke, Svg};
use super::figure::Figure;
use super::legend::{self, Entry, Mark};
use super::page::Page;
use super::text::{Anchor, Style};
use crate::eval::bounds::Bounds;
use crate::export::names;

/// The page it wants, and the least part of it for the plot.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;
const LEAST: [f64; 2] = [160.0, 100.0];
/// Below the legend.
const FOOT: f64 = 4.0;
/// Longer names are shortened.
const LONGEST: f64 = 150.0;
/// Height of a name, and how far below its top the letters stand.
const LINE: f64 = 14.0;
const BASELINE: f64 = 11.0;

/// One variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub name: String,
    /// Index into the palette of variants.
    pub colour: u8,
    /// Along both axes; without a place where one of them is not finite.
    pub at: [f64; 2],
}

/// Two numbers of each variant against each other: its error against the size of its code.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TradeOff {
    pub points: Vec<Point>,
    /// What principal components reach, as many as a code has numbers.
    pub pca: Vec<[f64; 2]>,
    /// Of the axes.
    pub names: [String; 2],
    /// Which axes are logarithmic, where all values are positive.
    pub log: [bool; 2],
}

impl TradeOff {
    /// Errors by code size, both axes logarithmic.
    pub fn of_errors(points: Vec<Point>, pca: &[(usize, f64)]) -> Self {
        Self {
            points,
            pca: pca
                .iter()
                .map(|&(size, error)| [size as f64, error])
                .collect(),
            names: ["code size (numbers)".into(), "MSE on the test part".into()],
            log: [true; 2],
        }
    }
}

impl Figure for TradeOff {
    fn size(&self) -> [f64; 2] {
        [WIDTH, HEIGHT + self.beside()]
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        self.drawn(page)
            .ok_or_else(|| "no variant has both numbers".into())
    }
}

impl TradeOff {
    fn legend(&self) -> Vec<Entry> {
        let baseline = Entry {
            name: "PCA, as many components".into(),
            colour: None,
            variant: None,
            mark: Mark::Dashes,
        };
        let is_there = !self.pca.is_empty();
        is_there.then_some(baseline).into_iter().collect()
    }

    /// Height of all but the plot.
    fn beside(&self) -> f64 {
        ABOVE + BELOW + legend::height(&self.legend(), WIDTH) + FOOT
    }

    fn drawn(&self, page: &Page) -> Option<Svg> {
        let is_finite = |at: &[f64; 2]| at.iter().all(|value| value.is_finite());
        let finite: Vec<&Point> = self.points.iter().filter(|p| is_finite(&p.at)).collect();
        if finite.is_empty() {
            return None;
        }
        let line: Vec<(f64, f64)> = self.pca.iter().map(|&[x, y]| (x, y)).collect();
        let axis = |axis: usize| {
            let of_variants = finite.iter().map(|point| point.at[axis]);
            let values = of_variants.chain(self.pca.iter().map(|at| at[axis]));
            Axis::around(values, self.log[axis], 0.08, &self.names[axis])
        };
        let (x_axis, y_axis) = (axis(0)?, axis(1)?);
        let (around, beside) = (LEFT + RIGHT, self.beside());
        let least = [LEAST[0] + around, LEAST[1] + beside];
        let title = format!("{} by {}", self.names[1], self.names[0]);
        let mut svg = Svg::new(page, self.size(), least, &title);
        let [width, height] = svg.room();
        let chart = Chart {
            left: LEFT,
            top: ABOVE,
            width: width - around,
            height: height - beside,
            x: x_axis,
            y: y_axis,
        };
        chart.draw(&mut svg);
        let dashes = Stroke {
            paint: Paint::Weak,
            width: 1.5,
            dashed: true,
        };
        svg.polyline(&chart.line(&line), dashes);
        for at in chart.line(&line) {
            svg.dot(at, 2.0, Paint::Weak);
        }
        let placed: Vec<(&Point, [f64; 2])> = finite
            .into_iter()
            .filter_map(|point| Some((point, chart.at(point.at[0], point.at[1])?)))
            .collect();
        for ((point, at), name) in placed.iter().zip(names(&placed, &chart, &line)) {
            svg.variant(*at, 5.0, point.colour);
            let [left, top] = name.min.map(f64::from);
            let at = [left, top + BASELINE];
            svg.label(at, Anchor::Start, Style::TEXT, &shown(point));
        }
        let top = chart.top + chart.height + BELOW;
        legend::draw(&mut svg, &self.legend(), [LEFT, top], chart.width);
        Some(svg)
    }
}

fn shown(point: &Point) -> String {
    Style::TEXT.fitted(&point.name, LONGEST)
}

/// Where the name of each of `points` stands, beside PCA's `line` and each other.
fn names(points: &[(&Point, [f64; 2])], chart: &Chart, line: &[(f64, f64)]) -> Vec<Bounds> {
    let single = |at: [f64; 2]| at.map(|value| value as f32);
    let at: Vec<[f32; 2]> = points.iter().map(|(_, at)| single(*at)).collect();
    let size = |point: &Point| single([Style::TEXT.width(&shown(point)), LINE]);
    let sizes: Vec<[f32; 2]> = points.iter().map(|(point, _)| size(point)).collect();
    let corners: Vec<[f32; 2]> = chart.line(line).into_iter().map(single).collect();
    let frame = Bounds {
        min: single([chart.left + 4.0, chart.top + 4.0]),
        max: single([
            chart.left + chart.width - 4.0,
            chart.top + chart.height - 4.0,
        ]),
    };
    names::place(&at, &sizes, &names::along(&corners), frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(points: &[Point], pca: &[(usize, f64)]) -> Option<Svg> {
        let figure = TradeOff::of_errors(points.to_vec(), pca);
        figure.draw(&Page::default()).ok()
    }

    #[test]
    fn every_variant_and_every_size_of_pca_has_a_dot() {
        let point = |name: &str, code: u32, mse| Point {
            name: name.into(),
            colour: 0,
            at: [f64::from(code), mse],
        };
        let points = [
            point("A", 2, 0.04),
            point("B & C", 32, 0.01),
            point("lost", 8, f64::NAN),
        ];
        let pca = [(2, 0.055), (8, 0.037), (32, 0.017)];
        let text = drawn(&points, &pca).unwrap().document();
        assert_eq!(text.matches("<circle").count(), 5);
        assert!(text.contains("B &amp; C") && !text.contains("lost"));
        assert!(drawn(&points[2..], &pca).is_none());
        assert!(drawn(&points, &[]).is_some());
    }

    #[test]
    fn names_stand_beside_the_line_and_each_other() {
        let point = |name: &str, code: u32, mse| Point {
            name: name.into(),
            colour: 0,
            at: [f64::from(code), mse],
        };
        // Two at nearly one place, a third whose line goes on to its right.
        let points = [
            point("twin one", 8, 0.0200),
            point("twin two", 8, 0.0201),
            point("on the line", 2, 0.05),
        ];
        let pca = [(2, 0.05), (8, 0.05), (32, 0.05)];
        let text = drawn(&points, &pca).unwrap().document();
        let place = |name: &str| {
            let ending = format!(">{name}</text>");
            let line = text.lines().find(|line| line.ends_with(&ending)).unwrap();
            let number = |attribute: &str| -> f64 {
                let from = line.find(attribute).unwrap() + attribute.len();
                line[from..].split('"').next().unwrap().parse().unwrap()
            };
            [number(" x=\""), number(" y=\"") - BASELINE]
        };
        let apart = |a: [f64; 2], b: [f64; 2], wide: f64| {
            (a[0] - b[0]).abs() >= wide || (a[1] - b[1]).abs() >= LINE - 0.02
        };
        let twins = [place("twin one"), place("twin two")];
        assert!(
            apart(twins[0], twins[1], Style::TEXT.width("twin one")),
            "{twins:?}"
        );
        let dots = text.lines().filter(|line| line.starts_with("<circle"));
        let first = dots.clone().next().unwrap();
        let height: f64 = first.split('"').nth(3).unwrap().parse().unwrap();
        let name = place("on the line");
        let crosses = (name[1]..name[1] + LINE).contains(&height);
        assert!(!crosses, "{name:?} {height}");
    }
}
