//! The plot of error against code size, with the PCA baseline.

use super::axis::Axis;
use super::chart::Chart;
use super::legend::{self, Entry};
use super::{Anchor, Paint, Stroke, Svg, shortened, text_width};
use crate::eval::bounds::Bounds;
use crate::export::{names, palette};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 12.0;
const BELOW: f64 = 40.0;
/// Longer names are shortened.
const LETTERS: usize = 24;
/// Height of a name, and how far below its top the letters stand.
const LINE: f64 = 14.0;
const BASELINE: f64 = 11.0;

/// One variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub name: String,
    /// Index into the palette of variants.
    pub colour: u8,
    /// Numbers in a code.
    pub code: usize,
    /// Mean squared error on the test images.
    pub mse: f64,
}

/// The plot of `points`, and of the errors that principal components (`pca`, ascending by their number) leave. `None`
/// without a variant whose error is finite.
pub fn trade_off(points: &[Point], pca: &[(usize, f64)]) -> Option<Svg> {
    let finite: Vec<&Point> = points.iter().filter(|p| p.mse.is_finite()).collect();
    if finite.is_empty() {
        return None;
    }
    let line: Vec<(f64, f64)> = pca.iter().map(|&(code, mse)| (code as f64, mse)).collect();
    let sizes = || {
        let of_variants = finite.iter().map(|point| point.code as f64);
        of_variants.chain(line.iter().map(|point| point.0))
    };
    let errors = || {
        let of_variants = finite.iter().map(|point| point.mse);
        of_variants.chain(line.iter().map(|point| point.1))
    };
    let wide = WIDTH - LEFT - RIGHT;
    let baseline = Entry {
        name: "PCA, as many components".into(),
        colour: None,
        dashed: true,
    };
    let chart = Chart {
        left: LEFT,
        top: TOP,
        width: wide,
        height: HEIGHT,
        x: Axis::around(sizes(), true, 0.08, "code size (numbers)")?,
        y: Axis::around(errors(), true, 0.08, "MSE on the test part")?,
    };
    let legend = [baseline];
    let height = TOP + HEIGHT + BELOW + legend::height(&legend, wide) + 4.0;
    let mut svg = Svg::new(WIDTH, height, "Error by code size");
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
        .filter_map(|point| Some((point, chart.at(point.code as f64, point.mse)?)))
        .collect();
    for ((point, at), name) in placed.iter().zip(names(&placed, &chart, &line)) {
        svg.dot(*at, 5.0, Paint::Colour(palette::variant(point.colour)));
        let [left, top] = name.min.map(f64::from);
        let text = shortened(&point.name, LETTERS);
        svg.label([left, top + BASELINE], Anchor::Start, false, &text);
    }
    let top = TOP + HEIGHT + BELOW;
    legend::draw(&mut svg, &legend, [LEFT, top], wide);
    Some(svg)
}

/// Where the name of each of `points` stands, beside PCA's `line` and each other.
fn names(points: &[(&Point, [f64; 2])], chart: &Chart, line: &[(f64, f64)]) -> Vec<Bounds> {
    let single = |at: [f64; 2]| at.map(|value| value as f32);
    let at: Vec<[f32; 2]> = points.iter().map(|(_, at)| single(*at)).collect();
    let size = |point: &Point| single([text_width(&shortened(&point.name, LETTERS)), LINE]);
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

    #[test]
    fn every_variant_and_every_size_of_pca_has_a_dot() {
        let point = |name: &str, code, mse| Point {
            name: name.into(),
            colour: 0,
            code,
            mse,
        };
        let points = [
            point("A", 2, 0.04),
            point("B & C", 32, 0.01),
            point("lost", 8, f64::NAN),
        ];
        let pca = [(2, 0.055), (8, 0.037), (32, 0.017)];
        let text = trade_off(&points, &pca).unwrap().document();
        assert_eq!(text.matches("<circle").count(), 5);
        assert!(text.contains("B &amp; C") && !text.contains("lost"));
        assert!(trade_off(&points[2..], &pca).is_none());
        assert!(trade_off(&points, &[]).is_some());
    }

    #[test]
    fn names_stand_beside_the_line_and_each_other() {
        let point = |name: &str, code, mse| Point {
            name: name.into(),
            colour: 0,
            code,
            mse,
        };
        // Two at nearly one place, a third whose line goes on to its right.
        let points = [
            point("twin one", 8, 0.0200),
            point("twin two", 8, 0.0201),
            point("on the line", 2, 0.05),
        ];
        let pca = [(2, 0.05), (8, 0.05), (32, 0.05)];
        let text = trade_off(&points, &pca).unwrap().document();
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
            apart(twins[0], twins[1], text_width("twin one")),
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
