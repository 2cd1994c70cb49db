//! The loss curves as a plot: solid on the training images, dashed on the validation or test images.

use super::axis::Axis;
use super::chart::Chart;
use super::legend::{self, Entry};
use super::{Anchor, Paint, Stroke, Svg};
use crate::export::loss::Diverged;
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
    pub diverged: Option<Diverged>,
}

/// The plot of `curves`, whose watched images are called `watched`, `log` for a logarithmic axis of values where all
/// are positive. `None` while there is no finite point.
pub fn curves(curves: &[Curve], watched: &str, [x, y]: [&str; 2], log: bool) -> Option<Svg> {
    let points = || {
        curves
            .iter()
            .flat_map(|curve| curve.training.iter().chain(&curve.watched))
            .filter(|(x, y)| x.is_finite() && y.is_finite())
    };
    let diverged = || curves.iter().filter_map(|curve| curve.diverged.as_ref());
    // It leaves through the top, unless there is nothing else.
    let way = || diverged().flat_map(|diverged| diverged.way.iter().map(|point| point.1));
    let ways = points().next().is_none().then(way).into_iter().flatten();
    let values = points().map(|point| point.1).chain(ways);
    let places = points().map(|point| point.0);
    let places = places.chain(diverged().map(|diverged| diverged.at));
    let wide = WIDTH - LEFT - RIGHT;
    let legend = entries(curves, watched);
    let height = TOP + HEIGHT + BELOW + legend::height(&legend, wide) + 4.0;
    let chart = Chart {
        left: LEFT,
        top: TOP,
        width: wide,
        height: HEIGHT,
        x: Axis::around(places, false, 0.0, x)?.starting_at_zero(),
        y: Axis::around(values, log, 0.05, y)?,
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
        if let Some(diverged) = &curve.diverged {
            mark(&mut svg, &chart, diverged, stroke(1.0, false));
        }
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

/// The way to a divergence as far as the plot goes, and where it was seen.
fn mark(svg: &mut Svg, chart: &Chart, diverged: &Diverged, stroke: Stroke) {
    let bottom = chart.top + chart.height;
    let way = chart.line(&diverged.way).into_iter();
    let way: Vec<_> = way.map(|[x, y]| [x, y.clamp(chart.top, bottom)]).collect();
    svg.polyline(&way, stroke);
    if let Some(place) = chart.x.place(diverged.at) {
        let x = chart.left + place * chart.width;
        svg.polyline(&[[x, chart.top], [x, bottom]], stroke);
        // On the side where there is room.
        let (anchor, beside) = match place > 0.5 {
            true => (Anchor::End, x - 5.0),
            false => (Anchor::Start, x + 5.0),
        };
        svg.label([beside, bottom - 8.0], anchor, true, "diverged");
    }
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
            diverged: None,
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
    fn a_divergence_is_marked_and_leaves_the_values_their_room() {
        let calm = Curve {
            training: vec![(0.0, 1.0), (4.0, 0.5)],
            ..Curve::default()
        };
        let names = ["step", "Loss"];
        let ticks = |curve: &Curve| {
            let svg = curves(std::slice::from_ref(curve), "test", names, false).unwrap();
            let text = svg.document();
            let marked = text.contains(">diverged</text>");
            (
                points_of(&text, false),
                marked,
                text.contains(">1.0</text>"),
            )
        };
        let (lines, marked, one) = ticks(&calm);
        assert_eq!((lines, marked), (vec![2, 2], false));
        let way = vec![(4.0, 0.5), (5.0, 90.0), (6.0, 1e30)];
        let wild = Curve {
            diverged: Some(Diverged { at: 7.0, way }),
            ..calm
        };
        let (lines, marked, same) = ticks(&wild);
        // The curve, the way, the mark and the legend's line.
        assert_eq!((lines, marked), (vec![2, 3, 2, 2], true));
        assert_eq!(one, same);
        // At once, with nothing before it.
        let sudden = Curve {
            diverged: Some(Diverged {
                at: 2.0,
                way: vec![(1.0, 0.5)],
            }),
            ..Curve::default()
        };
        assert!(ticks(&sudden).1);
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
