//! The loss curves as a plot: solid on the training images, dashed on the validation or test images.

use super::axis::Axis;
use super::chart::{ABOVE, BELOW, Chart, LEFT, RIGHT};
use super::drawing::{Paint, Stroke, Svg};
use super::figure::Figure;
use super::legend::{self, Entry, Mark};
use super::page::Page;
use super::text::{Anchor, Style};
use crate::export::loss::{Best, Diverged};
use crate::export::palette::{self, Marker};

/// Between two markers of a curve.
const MARKERS: f64 = 90.0;
/// The page it wants, and the least part of it for the plot.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;
const LEAST: [f64; 2] = [160.0, 100.0];
/// Of the words above the plot.
const WORDS: f64 = 14.0;
/// Below the legend.
const FOOT: f64 = 4.0;

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

/// The curves of all variants on the same axes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curves {
    pub curves: Vec<Curve>,
    /// What the watched images are called.
    pub watched: String,
    /// Of the axes.
    pub names: [String; 2],
    /// A logarithmic axis of values, where all are positive.
    pub log: bool,
    /// Values that curves are compared with, and what they are.
    pub levels: Vec<(f64, String)>,
    /// Places where something began, and what.
    pub marks: Vec<(f64, String)>,
    /// Which of the watched values of a curve is marked as its best one.
    pub best: Option<Best>,
}

impl Figure for Curves {
    fn size(&self) -> [f64; 2] {
        [WIDTH, HEIGHT + self.beside(WIDTH - LEFT - RIGHT)]
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        self.drawn(page)
            .ok_or_else(|| "no loss is a finite number".into())
    }
}

impl Curves {
    /// Height of all but the plot, which is so wide.
    fn beside(&self, wide: f64) -> f64 {
        let legend = entries(&self.curves, &self.watched);
        self.above() + BELOW + legend::height(&legend, wide) + FOOT
    }

    /// Height of what stands over the plot.
    fn above(&self) -> f64 {
        if self.marks.is_empty() {
            ABOVE
        } else {
            ABOVE + WORDS
        }
    }

    fn drawn(&self, page: &Page) -> Option<Svg> {
        let (curves, watched, [x, y]) = (&self.curves, &*self.watched, &self.names);
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
        let levels = self.levels.iter().map(|level| level.0);
        let values = points().map(|point| point.1).chain(ways).chain(levels);
        let places = points().map(|point| point.0);
        let places = places.chain(diverged().map(|diverged| diverged.at));
        let x_axis = Axis::around(places, false, 0.0, x)?.starting_at_zero();
        let y_axis = Axis::around(values, self.log, 0.05, y)?;
        let around = LEFT + RIGHT;
        let wide = page
            .size
            .map_or(WIDTH, |size| size[0])
            .max(LEAST[0] + around)
            - around;
        let beside = self.beside(wide);
        let least = [LEAST[0] + around, LEAST[1] + beside];
        let mut svg = Svg::new(page, self.size(), least, &format!("{y} by {x}"));
        let [width, height] = svg.room();
        let chart = Chart {
            left: LEFT,
            top: self.above(),
            width: width - around,
            height: height - beside,
            x: x_axis,
            y: y_axis,
        };
        chart.draw(&mut svg);
        for (value, name) in &self.levels {
            level(&mut svg, &chart, *value, name);
        }
        self.marks(&mut svg, &chart);
        for curve in curves {
            let paint = Paint::Colour(palette::variant(curve.colour));
            let stroke = |width, dashed| Stroke {
                paint,
                width,
                dashed,
            };
            let training = chart.line(&curve.training);
            if palette::marker(curve.colour) != Marker::Circle {
                for index in palette::marked(training.iter().map(|at| at[0]), MARKERS) {
                    svg.variant(training[index], 3.0, curve.colour);
                }
            }
            svg.polyline(&training, stroke(1.5, false));
            if let Some(diverged) = &curve.diverged {
                mark(&mut svg, &chart, diverged, stroke(1.0, false));
            }
            let epochs = chart.line(&curve.watched);
            svg.polyline(&epochs, stroke(1.5, true));
            // A single epoch makes no line.
            if epochs.len() <= 60 {
                for at in epochs {
                    svg.variant(at, 2.0, curve.colour);
                }
            }
            let best = self.best.and_then(|best| best_of(&curve.watched, best));
            if let Some(at) = best.and_then(|(x, y)| chart.at(x, y)) {
                svg.ring(at, 4.0, paint);
            }
        }
        let top = chart.top + chart.height + BELOW;
        legend::draw(&mut svg, &entries(curves, watched), [LEFT, top], wide);
        Some(svg)
    }
}

impl Curves {
    /// Hairlines with words above the plot, as far as these have room.
    fn marks(&self, svg: &mut Svg, chart: &Chart) {
        let (right, bottom) = (chart.left + chart.width, chart.top + chart.height);
        let stroke = Stroke {
            paint: Paint::Weak,
            width: 0.5,
            dashed: false,
        };
        let mut free = chart.left;
        for (place, words) in &self.marks {
            let Some(share) = chart.x.place(*place).filter(|share| *share <= 1.0) else {
                continue;
            };
            let x = chart.left + share * chart.width;
            svg.polyline(&[[x, chart.top - 4.0], [x, bottom]], stroke);
            let end = x + Style::WEAK.width(words);
            if x >= free && end <= right {
                svg.label([x, chart.top - 7.0], Anchor::Start, Style::WEAK, words);
                free = end + 8.0;
            }
        }
    }
}

/// The best of the finite `points`.
fn best_of(points: &[(f64, f64)], best: Best) -> Option<(f64, f64)> {
    let finite = points.iter().filter(|(_, value)| value.is_finite());
    let by_value = |a: &&(f64, f64), b: &&(f64, f64)| a.1.total_cmp(&b.1);
    match best {
        Best::Lowest => finite.min_by(by_value),
        Best::Highest => finite.max_by(by_value),
    }
    .copied()
}

/// A value that curves are compared with.
fn level(svg: &mut Svg, chart: &Chart, value: f64, name: &str) {
    let Some([_, y]) = chart.at(0.0, value).filter(|[_, y]| y.is_finite()) else {
        return;
    };
    let right = chart.left + chart.width;
    let stroke = Stroke {
        paint: Paint::Weak,
        width: 1.0,
        dashed: true,
    };
    svg.polyline(&[[chart.left, y], [right, y]], stroke);
    svg.label([right - 5.0, y - 4.0], Anchor::End, Style::WEAK, name);
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
        svg.label([beside, bottom - 8.0], anchor, Style::WEAK, "diverged");
    }
}

fn entries(curves: &[Curve], watched: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = curves
        .iter()
        .map(|curve| Entry {
            name: curve.name.clone(),
            colour: Some(palette::variant(curve.colour)),
            variant: Some(curve.colour),
            mark: match curve.training.is_empty() {
                true => Mark::Dashes,
                false => Mark::Line,
            },
        })
        .collect();
    let kinds = [
        (
            "training",
            Mark::Line,
            curves.iter().any(|c| !c.training.is_empty()),
        ),
        (
            watched,
            Mark::Dashes,
            curves.iter().any(|c| !c.watched.is_empty()),
        ),
    ];
    entries.extend(kinds.into_iter().filter(|kind| kind.2).map(|kind| Entry {
        name: kind.0.into(),
        colour: None,
        variant: None,
        mark: kind.1,
    }));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(curves: &[Curve], watched: &str, [x, y]: [&str; 2], log: bool) -> Option<Svg> {
        let figure = Curves {
            curves: curves.to_vec(),
            watched: watched.into(),
            names: [x.into(), y.into()],
            log,
            ..Curves::default()
        };
        figure.draw(&Page::default()).ok()
    }

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
        let svg = drawn(&[curve], "test", ["epoch", "Loss"], true).unwrap();
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
    fn beginnings_and_best_values_are_marked() {
        let figure = Curves {
            curves: vec![Curve {
                watched: vec![(1.0, 0.6), (2.0, 0.2), (3.0, 0.4)],
                ..Curve::default()
            }],
            marks: vec![
                (0.0, "phase 1: all".into()),
                (0.1, "phase 2: encoder".into()),
                (2.0, "phase 3: decoder".into()),
            ],
            best: Some(Best::Lowest),
            ..Curves::default()
        };
        let text = figure.draw(&Page::default()).unwrap().document();
        // The second has no room for its words beside the first.
        assert!(text.contains(">phase 1: all<") && text.contains(">phase 3: decoder<"));
        assert!(!text.contains(">phase 2"));
        assert_eq!(text.matches(r#"stroke-width="0.5""#).count(), 3);
        // Two thirds of the way, and one ring alone.
        let place = 70.0 + (760.0 - 86.0) * 2.0 / 3.0;
        let ring = format!(r#"<circle cx="{place:.2}""#);
        assert_eq!(text.matches(r#"stroke-width="1.5"/>"#).count(), 1);
        assert!(text.lines().any(|line| line.starts_with(&ring)), "{text}");
        assert_eq!(best_of(&[(0.0, f64::NAN)], Best::Highest), None);
    }

    #[test]
    fn a_divergence_is_marked_and_leaves_the_values_their_room() {
        let calm = Curve {
            training: vec![(0.0, 1.0), (4.0, 0.5)],
            ..Curve::default()
        };
        let names = ["step", "Loss"];
        let ticks = |curve: &Curve| {
            let svg = drawn(std::slice::from_ref(curve), "test", names, false).unwrap();
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
        let drawn = |curve| drawn(&[curve], "validation", ["epoch", "Loss"], true);
        assert!(drawn(Curve::default()).is_none());
        let nan = Curve {
            training: vec![(1.0, f64::NAN)],
            ..Curve::default()
        };
        assert!(drawn(nan).is_none());
    }
}
