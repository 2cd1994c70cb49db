//! One test sequence: a lane a channel with the input, what a model made of it, and how far that is off.

use super::drawing::{Paint, Stroke, Svg};
use super::figure::Figure;
use super::page::Page;
use super::text::{Anchor, Style};
use crate::export::digits::trimmed;
use crate::export::palette;

/// Around everything, between lanes, and of the lines of words.
const MARGIN: f64 = 12.0;
const BETWEEN: f64 = 8.0;
const HEAD: f64 = 24.0;
const FOOT: f64 = 16.0;
/// Left of the lanes, for names and ends of channels.
const NAMES: f64 = 92.0;
/// The page it wants, a lane, and the least of both.
const WIDTH: f64 = 560.0;
const LANE: f64 = 48.0;
const LEAST: [f64; 2] = [220.0, 20.0];

/// What is drawn of one test sequence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Steps {
    /// Which sequence, and by whom.
    pub title: String,
    /// Beside the title.
    pub note: String,
    /// Index into the palette of variants.
    pub colour: u8,
    pub channels: Vec<Lane>,
    /// What the first and the last step are called.
    pub ends: [String; 2],
}

/// One channel, step by step; NaN where nothing is there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lane {
    pub name: String,
    pub input: Vec<f32>,
    pub made: Vec<f32>,
}

impl Lane {
    /// The least and the greatest of both lines.
    fn ends(&self) -> [f32; 2] {
        let all = self.input.iter().chain(&self.made).copied();
        let none = [f32::INFINITY, f32::NEG_INFINITY];
        let ends = all
            .filter(|value| value.is_finite())
            .fold(none, |[low, high], value| [low.min(value), high.max(value)]);
        if ends[0] <= ends[1] { ends } else { [0.0; 2] }
    }

    fn draw(&self, svg: &mut Svg, [left, top]: [f64; 2], [wide, high]: [f64; 2], colour: u8) {
        let [low, greatest] = self.ends().map(f64::from);
        let spread = (greatest - low).max(f64::from(f32::MIN_POSITIVE));
        let steps = self.input.len().max(self.made.len());
        let x = |step: usize| left + wide * step as f64 / steps.saturating_sub(1).max(1) as f64;
        let y = |value: f32| top + high * (1.0 - (f64::from(value) - low) / spread);
        svg.frame([left, top], [wide, high]);
        let text = Paint::Colour(svg.tones().text);
        for (values, paint) in [
            (&self.input, text),
            (&self.made, Paint::Colour(palette::variant(colour))),
        ] {
            let stroke = Stroke {
                paint,
                width: 1.2,
                dashed: false,
            };
            let there = |step: usize| values[step].is_finite().then(|| [x(step), y(values[step])]);
            let mut points = Vec::new();
            for step in 0..=values.len() {
                match (step < values.len()).then(|| there(step)).flatten() {
                    Some(point) => points.push(point),
                    None => {
                        if let [only] = points[..] {
                            svg.dot(only, 1.2, paint);
                        }
                        svg.polyline(&points, stroke);
                        points.clear();
                    }
                }
            }
        }
        let name = Style::TEXT.fitted(&self.name, NAMES - 8.0);
        svg.label([MARGIN, top + 11.0], Anchor::Start, Style::TEXT, &name);
        let ends = self.ends().map(|end| trimmed(f64::from(end), 3));
        let words = Style::WEAK.fitted(&ends.join(" to "), NAMES - 8.0);
        svg.label([MARGIN, top + 24.0], Anchor::Start, Style::WEAK, &words);
    }
}

impl Steps {
    fn height_with(&self, lane: f64) -> f64 {
        let lanes = self.channels.len() as f64;
        2.0 * MARGIN + HEAD + lanes * (lane + BETWEEN) + FOOT
    }
}

impl Figure for Steps {
    fn size(&self) -> [f64; 2] {
        [WIDTH, self.height_with(LANE)]
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        if self.channels.is_empty() {
            return Err("no sequence is picked".into());
        }
        let least = [LEAST[0], self.height_with(LEAST[1])];
        let mut svg = Svg::new(page, self.size(), least, &self.title);
        let [width, height] = svg.room();
        let room = width - 2.0 * MARGIN - Style::WEAK.width(&self.note) - 12.0;
        let title = Style::HEADING.fitted(&self.title, room);
        let y = MARGIN + 11.0;
        svg.label([MARGIN, y], Anchor::Start, Style::HEADING, &title);
        svg.label([width - MARGIN, y], Anchor::End, Style::WEAK, &self.note);
        let lanes = self.channels.len() as f64;
        let lane = (height - self.height_with(0.0)) / lanes;
        let (left, wide) = (MARGIN + NAMES, width - 2.0 * MARGIN - NAMES);
        for (place, channel) in self.channels.iter().enumerate() {
            let top = MARGIN + HEAD + place as f64 * (lane + BETWEEN);
            channel.draw(&mut svg, [left, top], [wide, lane], self.colour);
        }
        let y = height - MARGIN;
        svg.label([left, y], Anchor::Start, Style::WEAK, &self.ends[0]);
        svg.label([left + wide, y], Anchor::End, Style::WEAK, &self.ends[1]);
        Ok(svg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_has_its_lines_and_gaps_part_them() {
        let gap = f32::NAN;
        let lane = |name: &str, input: &[f32]| Lane {
            name: name.into(),
            input: input.to_vec(),
            made: vec![1.0, 2.0, 3.0, 4.0],
        };
        let steps = Steps {
            title: "Test sequence 5 by 变分".into(),
            note: "Error 0.1".into(),
            channels: vec![
                lane("x", &[1.0, 2.0, 3.0, 4.0]),
                lane("y", &[1.0, 2.0, gap, 4.0]),
            ],
            ends: ["step 0".into(), "step 3".into()],
            ..Steps::default()
        };
        let text = steps.draw(&Page::default()).unwrap().document();
        // Two of the first; of the second one, a dot behind the gap, and what was made.
        assert_eq!(text.matches("<polyline").count(), 4);
        assert_eq!(text.matches("<circle").count(), 1);
        assert!(text.contains(">y</text>") && text.contains(">1 to 4</text>"));
        assert!(text.contains(">step 3</text>"));
        assert!(Steps::default().draw(&Page::default()).is_err());
    }
}
