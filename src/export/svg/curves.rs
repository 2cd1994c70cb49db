//! The loss curves as a plot: solid on the training images, dashed on the validation or test images.

use super::axis::Axis;
use super::chart::Chart;
use super::legend::{self, Entry};
use super::{Paint, Stroke, Svg};
use crate::export::palette;

const WIDTH: f64 = 760.0;
/// Of the plot alone.
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 12.0;
/// Marks and name of the horizontal axis.
const BELOW: f64 = 40.0;

/// One variant's curves: horizontal place and value of each point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve {
    pub name: String,
    /// Index into the palette of variants.
    pub colour: u8,
    /// On the training images; may be empty.
    pub training: Vec<(f64, f64)>,
    /// On the watched images, one point an epoch.
    pub watched: Vec<(f64, f64)>,
}

/// The plot of `curves`, whose watched images are called `watched`, `log` for a logarithmic axis of values where all are positive. `None` while there is no
/// finite point.
pub fn curves(curves: &[Curve], watched: &str, [x, y]: [&str; 2], log: bool) -> Option<Svg> {
    let points = || {
        curves
            .iter()
            .flat_map(|curve| curve.training.iter().chain(&curve.watched))
            .filter(|(x, y)| x.is_finite() && y.is_finite())
    };
    let wide = WIDTH - LEFT - RIGHT;
    let legend = entries(curves, watched);
    let height = TOP + HEIGHT + BELOW + legend::height(&legend, wide) + 4.0;
    let chart = Chart {
        left: LEFT,
        top: TOP,
        width: wide,
        height: HEIGHT,
        x: Axis::around(points().map(|point| point.0), false, 0.0, x)?.starting_at_zero(),
        y: Axis::around(points().map(|point| point.1), log, 0.05, y)?,
    };
    let mut svg = Svg::new(WIDTH, height, &format!("{y} by {x}"));
    chart.draw(&mut svg);
    for curve in curves {
        let paint = Paint::Colour(palette::variant(curve.colour));
        let stroke = |width, dashed| Stroke {
            paint,
            width,
            dashed,
        };
        svg.polyline(&chart.line(&curve.training), stroke(1.5, false));
        let epochs = chart.line(&curve.watched);
        svg.polyline(&epochs, stroke(1.5, true));
        // A single epoch makes no line.
        if epochs.len() <= 60 {
            for at in epochs {
                svg.dot(at, 2.0, paint);
            }
        }
    }
    let top = TOP + HEIGHT + BELOW;
    legend::draw(&mut svg, &legend, [LEFT, top], wide);
    Some(svg)
}

fn entries(curves: &[Curve], watched: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = curves
        .iter()
        .map(|curve| Entry {
            name: curve.name.clone(),
            colour: Some(palette::variant(curve.colour)),
            dashed: curve.training.is_empty(),
        })
        .collect();
    let kinds = [
        (
            "training",
            false,
            curves.iter().any(|c| !c.training.is_empty()),
        ),
        (watched, true, curves.iter().any(|c| !c.watched.is_empty())),
    ];
    entries.extend(kinds.into_iter().filter(|kind| kind.2).map(|kind| Entry {
        name: kind.0.into(),
        colour: None,
        dashed: kind.1,
    }));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points_of(text: &str, dashed: bool) -> Vec<usize> {
        let lines = text.lines().filter(|line| line.starts_with("<polyline"));
        lines
            .filter(|line| line.contains("stroke-dasharray") == dashed)
            .filter(|line| !line.contains("weak-stroke"))
            .map(|line| line.split('"').nth(1).unwrap_or_default())
            .map(|list| list.split(' ').count())
            .collect()
    }

    #[test]
    fn every_finite_point_is_drawn() {
        let curve = Curve {
            name: "<A>".into(),
            colour: 1,
            training: vec![(0.0, 1.0), (1.0, 0.5), (2.0, f64::NAN), (3.0, 0.25)],
            watched: vec![(1.0, 0.6), (2.0, 0.4)],
        };
        let svg = curves(&[curve], "test", ["epoch", "Loss"], true).unwrap();
        let text = svg.document();
        // The second of each is the legend's.
        assert_eq!(points_of(&text, false), [3, 2]);
        assert_eq!(points_of(&text, true), [2]);
        assert_eq!(text.matches("<circle").count(), 2);
        assert!(text.contains("&lt;A&gt;") && !text.contains("<A>"));
        assert!(text.contains("#e69f00"));
        assert!(text.contains(">training</text>") && text.contains(">test</text>"));
        assert!(!text.contains("validation"));
    }

    #[test]
    fn nothing_to_draw_is_no_drawing() {
        let drawn = |curve| curves(&[curve], "validation", ["epoch", "Loss"], true);
        assert!(drawn(Curve::default()).is_none());
        let nan = Curve {
            training: vec![(1.0, f64::NAN)],
            ..Curve::default()
        };
        assert!(drawn(nan).is_none());
    }
}
