//! Error against code size, with what principal components leave.

use super::axis::Axis;
use super::chart::Chart;
use super::legend::{self, Entry};
use super::{Anchor, Paint, Stroke, Svg, shortened, text_width};
use crate::export::palette;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 12.0;
const BELOW: f64 = 40.0;

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
        y: Axis::around(errors(), true, 0.08, "MSE on the test images")?,
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
    for point in finite {
        let Some([x, y]) = chart.at(point.code as f64, point.mse) else {
            continue;
        };
        svg.dot([x, y], 5.0, Paint::Colour(palette::variant(point.colour)));
        let name = shortened(&point.name, 24);
        if x + 9.0 + text_width(&name) > LEFT + wide {
            svg.label([x - 9.0, y + 4.0], Anchor::End, false, &name);
        } else {
            svg.label([x + 9.0, y + 4.0], Anchor::Start, false, &name);
        }
    }
    let top = TOP + HEIGHT + BELOW;
    legend::draw(&mut svg, &legend, [LEFT, top], wide);
    Some(svg)
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
}
