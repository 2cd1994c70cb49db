//! The legend of a drawing: names beside their colours in as many lines as they need, or a scale of numbers.

use super::drawing::{Paint, Stroke, Svg};
use super::text::{Anchor, Style};
use crate::export::colouring::{Colouring, LEVELS, Legend};
use crate::export::digits::trimmed;
use crate::export::palette::{Colour, Marker, marker};

/// Height of a line.
const LINE: f64 = 18.0;
/// From a line to its name, from a dot to its name, and between entries.
const SWATCH: f64 = 24.0;
const DOT: f64 = 13.0;
const APART: f64 = 16.0;
/// Longer names are shortened, unless there is room for one alone.
const LONGEST: f64 = 220.0;
/// More classes than this have no legend: their colours repeat.
const MOST: usize = 26;
/// Of a bar of colours.
pub(super) const BAR: [f64; 2] = [96.0, 8.0];

/// What stands before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Line,
    Dashes,
    Dot,
}

/// One name.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub name: String,
    pub colour: Option<Colour>,
    /// Palette index of the variant whose marker stands on the line.
    pub variant: Option<u8>,
    pub mark: Mark,
}

impl Entry {
    fn shown(&self, width: f64) -> String {
        Style::TEXT.fitted(&self.name, LONGEST.min(width - SWATCH))
    }

    fn before(&self) -> f64 {
        if self.mark == Mark::Dot { DOT } else { SWATCH }
    }
}

/// The place of each entry within `width`, and the height of all.
fn places(entries: &[Entry], width: f64) -> (Vec<[f64; 2]>, f64) {
    let (mut x, mut y) = (0.0, 0.0);
    let mut places = Vec::new();
    for entry in entries {
        let wide = entry.before() + Style::TEXT.width(&entry.shown(width));
        if x > 0.0 && x + wide > width {
            x = 0.0;
            y += LINE;
        }
        places.push([x, y]);
        x += wide + APART;
    }
    (places, if entries.is_empty() { 0.0 } else { y + LINE })
}

pub(super) fn height(entries: &[Entry], width: f64) -> f64 {
    places(entries, width).1
}

pub(super) fn draw(svg: &mut Svg, entries: &[Entry], [left, top]: [f64; 2], width: f64) {
    let (places, _) = places(entries, width);
    for (entry, [x, y]) in entries.iter().zip(places) {
        let (x, y) = (left + x, top + y + LINE / 2.0);
        let paint = entry.colour.map_or(Paint::Weak, Paint::Colour);
        match entry.mark {
            Mark::Dot => svg.dot([x + 4.0, y], 4.0, paint),
            mark => {
                let dashed = mark == Mark::Dashes;
                let stroke = Stroke {
                    paint,
                    width: if dashed { 1.5 } else { 2.5 },
                    dashed,
                };
                svg.polyline(&[[x, y], [x + SWATCH - 8.0, y]], stroke);
                let marked = entry.variant.filter(|own| marker(*own) != Marker::Circle);
                if let Some(variant) = marked {
                    svg.variant([x + SWATCH / 2.0 - 4.0, y], 4.0, variant);
                }
            }
        }
        let at = [x + entry.before() - 2.0, y + 4.0];
        svg.label(at, Anchor::Start, Style::TEXT, &entry.shown(width));
    }
}

/// The names of classes; of the column whose answers they are, that first.
fn classes(colouring: &Colouring) -> Vec<Entry> {
    match &colouring.legend {
        Legend::Classes { names, .. } if names.len() <= MOST => (0u32..)
            .zip(names)
            .map(|(class, name)| Entry {
                name: name.clone(),
                colour: Some(colouring.colour(class)),
                variant: None,
                mark: Mark::Dot,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// What the colours of points need within `width`.
pub(super) fn height_of_colours(colouring: &Colouring, width: f64) -> f64 {
    let classes = classes(colouring);
    match &colouring.legend {
        Legend::Scale { .. } => LINE,
        Legend::Classes { of: Some(of), .. } if !classes.is_empty() => {
            height(&classes, width - Style::WEAK.width(of) - APART)
        }
        _ => height(&classes, width),
    }
}

/// What the colours of points stand for.
pub(super) fn colours(svg: &mut Svg, colouring: &Colouring, [left, top]: [f64; 2], width: f64) {
    let mut x = left;
    let base = top + LINE / 2.0 + 4.0;
    if let Legend::Classes { of: Some(of), .. } | Legend::Scale { of, .. } = &colouring.legend {
        svg.label([x, base], Anchor::Start, Style::WEAK, of);
        x += Style::WEAK.width(of) + APART;
    }
    if let Legend::Scale { low, high, .. } = &colouring.legend {
        let colour = |share: f32| colouring.colour((share * (LEVELS - 1) as f32).round() as u32);
        let ends = [low, high].map(|&end| trimmed(f64::from(end), 4));
        bar(svg, [x, top + (LINE - BAR[1]) / 2.0], ends, colour);
        return;
    }
    draw(svg, &classes(colouring), [x, top], width - (x - left));
}

/// A bar of colours between the two numbers it goes from and to.
pub(super) fn bar(
    svg: &mut Svg,
    [left, top]: [f64; 2],
    [low, high]: [String; 2],
    colour: impl Fn(f32) -> Colour,
) {
    let base = top + BAR[1];
    svg.label([left, base], Anchor::Start, Style::WEAK, &low);
    let left = left + Style::WEAK.width(&low) + 6.0;
    let steps = 32;
    let step = BAR[0] / f64::from(steps);
    for place in 0..steps {
        let paint = Paint::Colour(colour(place as f32 / (steps - 1) as f32));
        let at = [left + step * f64::from(place), top];
        // A little over the next one: no line of paper between them.
        svg.block(at, [step + 0.5, BAR[1]], 0.0, paint);
    }
    svg.label(
        [left + BAR[0] + 6.0, base],
        Anchor::Start,
        Style::WEAK,
        &high,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_legends_take_more_lines() {
        let entry = |name: &str| Entry {
            name: name.into(),
            colour: None,
            variant: None,
            mark: Mark::Line,
        };
        assert_eq!(height(&[], 100.0), 0.0);
        let two = [entry("one"), entry("two")];
        assert_eq!(height(&two, 200.0), 18.0);
        assert_eq!(height(&two, 60.0), 36.0);
    }
}
