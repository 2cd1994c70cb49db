//! The legend of a plot: names beside their colours, in as many lines as they need.

use super::{Anchor, Paint, Stroke, Svg, shortened, text_width};
use crate::export::palette::Colour;

/// Height of a line.
const LINE: f64 = 18.0;
/// From an entry's swatch to its name, and between entries.
const SWATCH: f64 = 24.0;
const APART: f64 = 16.0;
/// Longer names are shortened.
const LETTERS: usize = 32;

/// One name.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub name: String,
    pub colour: Option<Colour>,
    pub dashed: bool,
}

/// The place of each entry within `width`, and the height of all.
fn places(entries: &[Entry], width: f64) -> (Vec<[f64; 2]>, f64) {
    let (mut x, mut y) = (0.0, 0.0);
    let mut places = Vec::new();
    for entry in entries {
        let wide = SWATCH + text_width(&shortened(&entry.name, LETTERS));
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
        let stroke = Stroke {
            paint: entry.colour.map_or(Paint::Weak, Paint::Colour),
            width: if entry.dashed { 1.5 } else { 2.5 },
            dashed: entry.dashed,
        };
        svg.polyline(&[[x, y], [x + SWATCH - 8.0, y]], stroke);
        let name = shortened(&entry.name, LETTERS);
        svg.label([x + SWATCH - 2.0, y + 4.0], Anchor::Start, false, &name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_legends_take_more_lines() {
        let entry = |name: &str| Entry {
            name: name.into(),
            colour: None,
            dashed: false,
        };
        assert_eq!(height(&[], 100.0), 0.0);
        let two = [entry("one"), entry("two")];
        assert_eq!(height(&two, 200.0), 18.0);
        assert_eq!(height(&two, 60.0), 36.0);
    }
}
