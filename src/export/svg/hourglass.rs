//! The drawing of a model: one bar a layer from input to output, as high as the logarithm of its width, feature maps as
//! plates, and the code in the accent.

use super::drawing::{Paint, Stroke, Svg};
use super::figure::Figure;
use super::page::Page;
use super::text::{Anchor, Style, Tone};
use crate::data::SampleShape;
use crate::export::layer_bars::{bar_sizes, plates};
use crate::export::palette::{Tones, between};
use crate::model::edit::extent::Extent;
use crate::model::edit::place::{self, Place, places};
use crate::model::{Activation, Architecture};

/// Around everything.
const MARGIN: f64 = 12.0;
/// Of the line with the name, and of the two below the bars.
const HEAD: f64 = 28.0;
const FOOT: f64 = 36.0;
/// Room for each bar, and for all of them to be high.
const SLOT: f64 = 52.0;
const LEAST: f64 = 14.0;
const HEIGHT: f64 = 160.0;
/// Lines that run through the model from bar to bar.
const FLOW_LINES: u32 = 5;
/// Between two labels.
const APART: f64 = 5.0;

/// One variant's model.
#[derive(Debug, Clone, PartialEq)]
pub struct Hourglass {
    pub name: String,
    /// Index into the palette of variants.
    pub colour: u8,
    /// Beside the name.
    pub note: String,
    pub architecture: Architecture,
    /// Of the samples.
    pub shape: SampleShape,
}

/// A bar: left, top, width, height.
type Bar = [f64; 4];

impl Figure for Hourglass {
    fn size(&self) -> [f64; 2] {
        self.size_with(SLOT, HEIGHT)
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        let least = self.size_with(LEAST, HEIGHT / 2.0);
        let title = format!("Layers of {}", self.name);
        let mut svg = Svg::new(page, self.size(), least, &title);
        let [width, height] = svg.room();
        self.heading(&mut svg, width);
        let places = places(&self.architecture);
        let extent = |place: &Place| place::extent(&self.architecture, *place, &self.shape);
        let extents: Vec<Extent> = places.iter().map(extent).collect();
        let area = [
            MARGIN,
            MARGIN + HEAD,
            width - 2.0 * MARGIN,
            height - 2.0 * MARGIN - HEAD - FOOT,
        ];
        let bars = bars(area, &extents);
        flow(&mut svg, &bars);
        for ((place, extent), bar) in places.iter().zip(&extents).zip(&bars) {
            self.bar(&mut svg, *place, *extent, *bar);
        }
        self.labels(&mut svg, &places, &extents, &bars, area);
        Ok(svg)
    }
}

/// A tint between the paper and captions.
fn tone(tones: &Tones, strength: f32) -> Paint {
    Paint::Colour(between(tones.background, tones.weak, strength))
}

/// One bar an extent in `area`, at equal distances.
fn bars([left, top, wide, high]: Bar, extents: &[Extent]) -> Vec<Bar> {
    let slot = wide / extents.len().max(1) as f64;
    let sizes = bar_sizes(extents, slot as f32, high as f32);
    let each = sizes.into_iter().enumerate();
    each.map(|(index, size)| {
        let [width, height] = size.map(f64::from);
        let centre = left + slot * (index as f64 + 0.5);
        [
            centre - width / 2.0,
            top + (high - height) / 2.0,
            width,
            height,
        ]
    })
    .collect()
}

fn flow(svg: &mut Svg, bars: &[Bar]) {
    let (fill, line) = (tone(svg.tones(), 0.08), tone(svg.tones(), 0.22));
    for pair in bars.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let right = from[0] + from[2];
        let at = |bar: Bar, part: f64| bar[1] + bar[3] * part;
        svg.polygon(
            &[
                [right, at(from, 0.0)],
                [to[0], at(to, 0.0)],
                [to[0], at(to, 1.0)],
                [right, at(from, 1.0)],
            ],
            fill,
        );
        for index in 0..FLOW_LINES {
            let part = f64::from(index) / f64::from(FLOW_LINES - 1);
            let stroke = Stroke {
                paint: line,
                width: 1.0,
                dashed: false,
            };
            svg.polyline(&[[right, at(from, part)], [to[0], at(to, part)]], stroke);
        }
    }
}

impl Hourglass {
    fn size_with(&self, slot: f64, high: f64) -> [f64; 2] {
        let bars = places(&self.architecture).len() as f64;
        let width = (bars * slot).max(160.0) + 2.0 * MARGIN;
        [width, high + HEAD + FOOT + 2.0 * MARGIN]
    }

    fn heading(&self, svg: &mut Svg, width: f64) {
        let base = MARGIN + 11.0;
        svg.variant([MARGIN + 4.0, base - 4.0], 4.0, self.colour);
        let note = Style::WEAK.width(&self.note);
        let room = width - 2.0 * MARGIN - 14.0 - note - 12.0;
        let name = Style::HEADING.fitted(&self.name, room);
        svg.label([MARGIN + 14.0, base], Anchor::Start, Style::HEADING, &name);
        svg.label([width - MARGIN, base], Anchor::End, Style::WEAK, &self.note);
    }

    fn bar(&self, svg: &mut Svg, place: Place, extent: Extent, [left, top, wide, high]: Bar) {
        let paint = match place {
            Place::Input | Place::Output => tone(svg.tones(), 0.35),
            Place::Code => Paint::Colour(svg.tones().accent),
            // Training leaves its weights.
            _ if place::is_frozen(&self.architecture, place) => tone(svg.tones(), 0.3),
            _ => tone(svg.tones(), 0.62),
        };
        let plates = match extent {
            Extent::Row(_) => 1,
            Extent::Maps(maps) => plates(maps.channels, wide as f32),
            Extent::Steps(shape) => plates(shape.features, wide as f32),
        };
        let thick = (wide - (plates - 1) as f64) / plates as f64;
        for plate in 0..plates {
            let at = [left + plate as f64 * (thick + 1.0), top];
            svg.block(at, [thick, high], (thick * 0.25).min(3.0), paint);
        }
        // The mean and the log-variance.
        if place == Place::Code && place::is_gaussian(&self.architecture) {
            let seam = Paint::Colour(svg.tones().background);
            svg.block([left + wide / 2.0 - 0.75, top], [1.5, high], 0.0, seam);
        }
    }

    /// Widths and activations under the bars, pixels and channels under maps; where they would touch, the less wanted
    /// go.
    fn labels(
        &self,
        svg: &mut Svg,
        places: &[Place],
        extents: &[Extent],
        bars: &[Bar],
        [left, top, wide, high]: Bar,
    ) {
        let last = places.len().saturating_sub(1);
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|&index| {
            let rank = match places[index] {
                Place::Code => 0,
                Place::Input | Place::Output => 1,
                _ => 2,
            };
            (rank, index.min(last - index))
        });
        let mut taken: Vec<[f64; 2]> = Vec::new();
        for index in order {
            let (place, bar) = (places[index], bars[index]);
            let [first, second] = match extents[index] {
                Extent::Row(width) => [width.to_string(), self.under(place).into()],
                Extent::Steps(shape) => [shape.steps.to_string(), format!("×{}", shape.features)],
                Extent::Maps(maps) => [
                    format!("{}×{}", maps.height, maps.width),
                    match place::is_frozen(&self.architecture, place) {
                        true => "frozen".into(),
                        false => format!("×{}", maps.channels),
                    },
                ],
            };
            let style = Style {
                tone: match place {
                    Place::Code => Tone::Accent,
                    _ => Tone::Text,
                },
                ..Style::TEXT
            };
            let half = style.width(&first).max(Style::WEAK.width(&second)) / 2.0;
            let middle = (bar[0] + bar[2] / 2.0).clamp(left + half, left + wide - half);
            let span = [middle - half - APART / 2.0, middle + half + APART / 2.0];
            if taken
                .iter()
                .any(|other| span[0] < other[1] && other[0] < span[1])
            {
                continue;
            }
            taken.push(span);
            let base = top + high + 18.0;
            svg.label([middle, base], Anchor::Middle, style, &first);
            svg.label([middle, base + 14.0], Anchor::Middle, Style::WEAK, &second);
        }
    }

    /// What stands under the width of a dense layer.
    fn under(&self, place: Place) -> &'static str {
        match place::activation(&self.architecture, place) {
            Some(activation) => short_activation(activation),
            None if place == Place::Code => "gauss",
            None => "in",
        }
    }
}

/// An activation in few letters.
pub fn short_activation(activation: Activation) -> &'static str {
    match activation {
        Activation::Identity => "id",
        Activation::Relu => "ReLU",
        Activation::LeakyRelu => "leaky",
        Activation::Tanh => "tanh",
        Activation::Sigmoid => "sigm",
        Activation::Silu => "SiLU",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;
    use crate::model::Pyramid;

    const DIGIT: ImageShape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };

    fn drawn(architecture: Architecture, size: Option<[f64; 2]>) -> String {
        let figure = Hourglass {
            name: "A".into(),
            colour: 0,
            note: "535,818 parameters".into(),
            architecture,
            shape: DIGIT.into(),
        };
        let page = Page {
            size,
            ..Page::default()
        };
        figure.draw(&page).unwrap().document()
    }

    #[test]
    fn every_layer_has_its_bar_and_its_label() {
        let architecture = Architecture::default();
        let count = places(&architecture).len();
        let text = drawn(architecture, None);
        assert_eq!(text.matches("<polygon").count(), count - 1);
        // And the paper.
        assert_eq!(text.matches("<rect").count(), count + 1);
        assert_eq!(text.matches(">784</text>").count(), 2);
        assert!(text.contains(">ReLU</text>") && text.contains(">535,818 parameters</text>"));
    }

    #[test]
    fn maps_are_plates_and_labels_that_would_touch_are_left_out() {
        let architecture = Architecture {
            pyramid: Some(Pyramid::default()),
            ..Architecture::default()
        };
        let wide = drawn(architecture.clone(), None);
        assert!(wide.contains(">28\u{d7}28</text>") && wide.contains(">\u{d7}1</text>"));
        let narrow = drawn(architecture, Some([200.0, 150.0]));
        let labels = |text: &str| text.matches("</text>").count();
        assert!(labels(&narrow) < labels(&wide));
    }
}
