//! Curves and bars that a use of trained models draws: those of each variant in its colour, dashed what they are held
//! against.

use super::axis::Axis;
use super::chart::{ABOVE, BELOW, Chart, LEFT, RIGHT};
use super::drawing::{Paint, Stroke, Svg};
use super::figure::Figure;
use super::legend::{self, Entry, Mark};
use super::page::Page;
use super::text::{Anchor, Style};
use crate::eval::{CurveForm, Curves};
use crate::export::{ToldCurve, palette, told_apart};

/// The page it wants, and the least part of it for the plot.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 260.0;
const LEAST: [f64; 2] = [120.0, 80.0];
/// Below the legend.
const FOOT: f64 = 4.0;

/// The same plot of several variants.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FoundCurves {
    /// Name, index into the palette, and curves of each variant, the one first whose bars and baselines are drawn.
    pub variants: Vec<(String, u8, Curves)>,
}

impl Figure for FoundCurves {
    fn size(&self) -> [f64; 2] {
        [WIDTH, HEIGHT + self.beside(WIDTH - LEFT - RIGHT)]
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        self.drawn(page).ok_or_else(|| "there is no curve".into())
    }
}

impl FoundCurves {
    fn all(&self) -> Vec<ToldCurve<'_>> {
        let variants = self.variants.iter();
        told_apart(variants.map(|(name, colour, curves)| (&**name, *colour, curves)))
    }

    fn entries(&self) -> Vec<Entry> {
        let all = self.all().into_iter();
        all.map(|told| Entry {
            name: told.name,
            colour: told.colour.map(palette::variant),
            variant: told.colour.filter(|_| told.form == CurveForm::Line),
            mark: match told.form {
                CurveForm::Line => Mark::Line,
                CurveForm::Dashed => Mark::Dashes,
                CurveForm::Bars => Mark::Dot,
            },
        })
        .collect()
    }

    /// Height of all but the plot, which is so wide.
    fn beside(&self, wide: f64) -> f64 {
        ABOVE + BELOW + legend::height(&self.entries(), wide) + FOOT
    }

    fn drawn(&self, page: &Page) -> Option<Svg> {
        let (_, _, first) = self.variants.first()?;
        let all = self.all();
        let points = || all.iter().flat_map(|drawn| drawn.points);
        let has_bars = all.iter().any(|drawn| drawn.form == CurveForm::Bars);
        let ends = all.iter().filter(|drawn| drawn.form == CurveForm::Bars);
        let ends = ends.filter_map(|drawn| Some(drawn.points.last()?[0] + bar(drawn.points)));
        let x = Axis::around(
            points().map(|[x, _]| *x).chain(ends),
            first.log,
            0.02,
            &first.x,
        )?;
        let y = Axis::around(points().map(|[_, y]| *y), false, 0.05, &first.y)?;
        let y = if has_bars { y.starting_at_zero() } else { y };
        let around = LEFT + RIGHT;
        let wide = page
            .size
            .map_or(WIDTH, |size| size[0])
            .max(LEAST[0] + around)
            - around;
        let beside = self.beside(wide);
        let least = [LEAST[0] + around, LEAST[1] + beside];
        let mut svg = Svg::new(page, self.size(), least, &first.title);
        let [width, height] = svg.room();
        let chart = Chart {
            left: LEFT,
            top: ABOVE,
            width: width - around,
            height: height - beside,
            x,
            y,
        };
        chart.draw(&mut svg);
        for drawn in &all {
            let colour = drawn.colour.map(palette::variant);
            let paint = colour.map_or(Paint::Weak, Paint::Colour);
            let stroke = Stroke {
                paint,
                width: 1.5,
                dashed: drawn.form == CurveForm::Dashed,
            };
            let places = || drawn.points.iter().filter_map(|[x, y]| chart.at(*x, *y));
            match drawn.form {
                CurveForm::Bars => {
                    let width = bar(drawn.points);
                    for [x, y] in drawn.points {
                        let corners = chart.at(*x, *y).zip(chart.at(x + width, 0.0));
                        if let Some(([left, top], [right, bottom])) = corners {
                            let size = [(right - left - 0.5).max(0.5), bottom - top];
                            svg.block([left, top], size, 0.0, paint);
                        }
                    }
                }
                CurveForm::Line | CurveForm::Dashed => {
                    svg.polyline(&places().collect::<Vec<_>>(), stroke);
                    if let Some(variant) = drawn.colour.filter(|_| drawn.points.len() <= 24) {
                        places().for_each(|at| svg.variant(at, 2.5, variant));
                    }
                }
            }
        }
        let bottom = chart.top + chart.height;
        for (words, at) in &first.marks {
            let Some(share) = chart
                .x
                .place(*at)
                .filter(|share| (0.0..=1.0).contains(share))
            else {
                continue;
            };
            let x = chart.left + share * chart.width;
            let stroke = Stroke {
                paint: Paint::Weak,
                width: 1.0,
                dashed: true,
            };
            svg.polyline(&[[x, chart.top], [x, bottom]], stroke);
            let (anchor, beside) = match share > 0.5 {
                true => (Anchor::End, x - 5.0),
                false => (Anchor::Start, x + 5.0),
            };
            svg.label([beside, chart.top + 12.0], anchor, Style::WEAK, words);
        }
        let top = bottom + BELOW;
        legend::draw(&mut svg, &self.entries(), [LEFT, top], wide);
        Some(svg)
    }
}

/// How wide a bar is.
fn bar(points: &[[f64; 2]]) -> f64 {
    match points {
        [.., [before, _], [last, _]] => last - before,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Curve;

    #[test]
    fn bars_and_baselines_are_of_the_first_variant_alone() {
        let curves = Curves {
            title: "Scores".into(),
            x: "score".into(),
            y: "samples".into(),
            log: false,
            curves: vec![
                Curve::new("model", CurveForm::Line, [[0.0, 0.0], [2.0, 8.0]]),
                Curve::new("PCA", CurveForm::Dashed, [[0.0, 0.0], [1.0, 4.0]]),
                Curve::new("odd", CurveForm::Bars, [[0.0, 4.0], [1.0, 8.0]]),
            ],
            marks: vec![("threshold".into(), 1.0)],
        };
        let figure = FoundCurves {
            variants: vec![("A".into(), 0, curves.clone()), ("B".into(), 1, curves)],
        };
        let text = figure.draw(&Page::default()).unwrap().document();
        for name in ["A", "B", "PCA", "odd", "threshold", "samples"] {
            assert_eq!(
                text.matches(&format!(">{name}</text>")).count(),
                1,
                "{name}"
            );
        }
        assert!(FoundCurves::default().draw(&Page::default()).is_err());
    }
}
