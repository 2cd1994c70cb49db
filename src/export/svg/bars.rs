//! A chart of bars that stand on zero.

use super::axis::Axis;
use super::chart::{ABOVE, BELOW, LEFT, RIGHT};
use super::drawing::{Paint, Stroke, Svg};
use super::figure::Figure;
use super::page::Page;
use super::text::{Anchor, Style};
use crate::export::palette;

/// The page it wants, and the least part of it for the bars.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 220.0;
const LEAST: [f64; 2] = [120.0, 80.0];
/// Of the line with the name.
const HEAD: f64 = 24.0;
/// Of a line of notes.
const NOTE: f64 = 15.0;
/// A bar is not made wider.
const WIDEST: f64 = 48.0;
/// Between two marks of the scale.
const MARKS: f64 = 40.0;

/// What stands under the bars.
#[derive(Debug, Clone, PartialEq)]
pub enum Below {
    /// A name for each bar, as far as there is room.
    Names(Vec<String>),
    /// The numbers at which the first begins and the last ends.
    Ends([f64; 2]),
}

/// How high a bar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    Plain,
    /// Of all.
    Percent,
    /// The value is a decimal logarithm of one plus a count.
    Counts,
}

/// Bars of one variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    pub name: String,
    /// Index into the palette of variants.
    pub colour: u8,
    /// Heights; the weak ones are those that matter less.
    pub bars: Vec<(f64, bool)>,
    pub scale: Scale,
    pub below: Below,
    /// Of the axes.
    pub names: [String; 2],
    /// A line through the bars at this share of their width, and what it says.
    pub mark: Option<(f64, String)>,
    /// Beside the name, one line each.
    pub notes: Vec<String>,
}

impl Figure for Bars {
    fn size(&self) -> [f64; 2] {
        [WIDTH, self.head() + HEIGHT + ABOVE + BELOW]
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        let finite = self.bars.iter().map(|bar| bar.0).filter(|v| v.is_finite());
        let top = finite.fold(0.0, f64::max);
        if self.bars.is_empty() {
            return Err("there are no codes".into());
        }
        let least = [
            LEAST[0] + LEFT + RIGHT,
            LEAST[1] + self.head() + ABOVE + BELOW,
        ];
        let title = format!("{} of {}", self.names[1], self.name);
        let mut svg = Svg::new(page, self.size(), least, &title);
        let [width, height] = svg.room();
        let at = [LEFT, ABOVE + self.head()];
        let size = [width - LEFT - RIGHT, height - at[1] - BELOW];
        let axis = Axis {
            low: 0.0,
            high: if top > 0.0 { top * 1.04 } else { 1.0 },
            log: false,
            name: self.names[1].clone(),
        };
        self.heading(&mut svg, width);
        self.marks(&mut svg, &axis, at, size);
        let step = size[0] / self.bars.len() as f64;
        let wide = if step > 4.0 { step - 1.0 } else { step }.min(WIDEST);
        for (index, &(value, is_weak)) in self.bars.iter().enumerate() {
            let share = axis.place(value).filter(|share| *share > 0.0);
            if let Some(share) = share {
                // Anything above zero can be seen.
                let high = (share.min(1.0) * size[1]).max(1.0);
                let left = at[0] + step * index as f64 + (step - wide).max(0.0) / 2.0;
                let corner = [left, at[1] + size[1] - high];
                let paint = match is_weak {
                    true => Paint::Colour(svg.tones().faint()),
                    false => Paint::Colour(palette::variant(self.colour)),
                };
                svg.block(corner, [wide, high], 0.0, paint);
            }
        }
        self.below(&mut svg, at, size);
        self.mark(&mut svg, at, size);
        Ok(svg)
    }
}

impl Bars {
    fn head(&self) -> f64 {
        HEAD + NOTE * self.notes.len().saturating_sub(1) as f64
    }

    fn heading(&self, svg: &mut Svg, width: f64) {
        let base = ABOVE + 8.0;
        svg.variant([LEFT + 4.0, base - 4.0], 4.0, self.colour);
        let notes = self.notes.iter().map(|note| Style::WEAK.width(note));
        let notes = notes.fold(0.0, f64::max);
        let room = width - LEFT - RIGHT - 14.0 - notes - 12.0;
        let name = Style::HEADING.fitted(&self.name, room);
        svg.label([LEFT + 14.0, base], Anchor::Start, Style::HEADING, &name);
        for (line, note) in self.notes.iter().enumerate() {
            let at = [width - RIGHT, base + NOTE * line as f64];
            svg.label(at, Anchor::End, Style::WEAK, note);
        }
    }

    fn marks(&self, svg: &mut Svg, axis: &Axis, [left, top]: [f64; 2], [wide, high]: [f64; 2]) {
        for (value, text) in axis.ticks((high / MARKS).max(2.0) as usize) {
            let text = match self.scale {
                Scale::Plain => text,
                Scale::Percent => format!("{text}%"),
                Scale::Counts if value == 0.0 => "0".into(),
                // A count between two powers of ten says nothing.
                Scale::Counts if value.fract() != 0.0 => continue,
                Scale::Counts => crate::export::digits::grouped(10u64.saturating_pow(value as u32)),
            };
            let y = top + high * (1.0 - axis.place(value).unwrap_or(0.0));
            svg.hairline([left, y], [left + wide, y]);
            svg.label([left - 6.0, y + 4.0], Anchor::End, Style::WEAK, &text);
        }
        svg.label_upwards([left - 48.0, top + high / 2.0], &axis.name);
    }

    fn below(&self, svg: &mut Svg, [left, top]: [f64; 2], [wide, high]: [f64; 2]) {
        let base = top + high + 15.0;
        let mut write = |x: f64, anchor, text: &str| {
            svg.label([x, base], anchor, Style::WEAK, text);
        };
        match &self.below {
            Below::Names(names) => {
                let step = wide / names.len().max(1) as f64;
                let widest = names.iter().map(|name| Style::WEAK.width(name));
                let room = widest.fold(0.0, f64::max) + 6.0;
                let every = (room / step).ceil().max(1.0) as usize;
                for (place, name) in names.iter().enumerate().step_by(every) {
                    write(left + step * (place as f64 + 0.5), Anchor::Middle, name);
                }
            }
            Below::Ends([low, high]) => {
                let axis = Axis {
                    low: *low,
                    high: *high,
                    log: false,
                    name: String::new(),
                };
                for (value, text) in axis.ticks((wide / 70.0) as usize) {
                    let share = axis.place(value).unwrap_or(0.0);
                    write(left + wide * share, Anchor::Middle, &text);
                }
            }
        }
        let at = [left + wide / 2.0, base + 16.0];
        svg.label(at, Anchor::Middle, Style::WEAK, &self.names[0]);
    }

    fn mark(&self, svg: &mut Svg, [left, top]: [f64; 2], [wide, high]: [f64; 2]) {
        let Some((share, words)) = &self.mark else {
            return;
        };
        let x = left + wide * share;
        let stroke = Stroke {
            paint: Paint::Weak,
            width: 1.0,
            dashed: true,
        };
        svg.polyline(&[[x, top], [x, top + high]], stroke);
        // On the side where there is room.
        let (anchor, beside) = match *share > 0.5 {
            true => (Anchor::End, x - 5.0),
            false => (Anchor::Start, x + 5.0),
        };
        svg.label([beside, top + 11.0], anchor, Style::TEXT, words);
    }
}
