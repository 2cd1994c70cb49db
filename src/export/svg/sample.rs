//! One test image: what went in, what came out, how far that is off, and the code between.

use super::drawing::{Paint, Svg};
use super::figure::Figure;
use super::legend::{self, BAR};
use super::page::Page;
use super::text::{Anchor, Style};
use crate::export::digits::three_digits;
use crate::export::gallery::Strip;
use crate::export::{palette, png};

/// Around everything, and between images.
const MARGIN: f64 = 12.0;
const BETWEEN: f64 = 12.0;
/// Of the lines above the images: heading and captions.
const HEAD: f64 = 22.0;
const CAPTION: f64 = 18.0;
/// Below them: the scale of the error.
const SCALE: f64 = 24.0;
/// Of the code with its caption.
const CODE: f64 = 76.0;
/// A bar of it is not made wider.
const WIDEST: f64 = 40.0;
/// An image is about so wide, and at least.
const SIDE: f64 = 112.0;
const LEAST: f64 = 32.0;

/// What is drawn of one test image.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Which image, and whose code.
    pub title: String,
    /// Index into the palette of variants.
    pub colour: u8,
    /// Beside the title.
    pub note: String,
    /// One image each, and what it is.
    pub images: Vec<(String, Strip)>,
    /// The brightest of the errors.
    pub top: f32,
    pub code: Vec<f32>,
}

impl Sample {
    fn image(&self) -> [f64; 2] {
        let shape = self.images.first().map(|(_, strip)| strip.shape);
        shape.map_or([1.0; 2], |shape| [shape.width as f64, shape.height as f64])
    }

    /// Of a page with pixels of `scale` points.
    fn size_with(&self, scale: f64) -> [f64; 2] {
        let [wide, high] = self.image().map(|side| side * scale);
        let count = self.images.len() as f64;
        [
            count * wide + (count - 1.0) * BETWEEN + 2.0 * MARGIN,
            high + HEAD + CAPTION + SCALE + CODE + 2.0 * MARGIN,
        ]
    }

    fn scale(&self, [width, height]: [f64; 2]) -> f64 {
        let image = self.image();
        let count = self.images.len() as f64;
        let wide = (width - 2.0 * MARGIN - (count - 1.0) * BETWEEN) / count / image[0];
        let high = (height - 2.0 * MARGIN - HEAD - CAPTION - SCALE - CODE) / image[1];
        let scale = wide.min(high);
        if scale >= 1.0 { scale.floor() } else { scale }
    }

    /// Bars that stand on zero.
    fn bars(&self, svg: &mut Svg, [left, top]: [f64; 2], [wide, high]: [f64; 2]) {
        let ends = |pick: fn(f32, f32) -> f32| self.code.iter().copied().fold(0.0, pick);
        let (low, range) = (ends(f32::min), (ends(f32::max) - ends(f32::min)).max(1e-12));
        let y = |value: f32| top + high * (1.0 - f64::from((value - low) / range));
        let step = wide / self.code.len().max(1) as f64;
        let bar = if step > 4.0 { step - 1.0 } else { step }.min(WIDEST);
        for (index, &value) in self.code.iter().enumerate() {
            let (from, to) = (y(value.max(0.0)), y(value.min(0.0)));
            let at = [left + step * index as f64, from];
            let paint = Paint::Colour(palette::variant(self.colour));
            svg.block(at, [bar, to - from], 0.0, paint);
        }
        svg.hairline([left, y(0.0)], [left + wide, y(0.0)]);
    }
}

impl Figure for Sample {
    fn size(&self) -> [f64; 2] {
        let [wide, high] = self.image();
        self.size_with((SIDE / wide.max(high)).floor().max(1.0))
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        if self.images.is_empty() {
            return Err("no image is picked".into());
        }
        let [wide, high] = self.image();
        let least = self.size_with((LEAST / wide.max(high)).min(1.0));
        let mut svg = Svg::new(page, self.size(), least, &self.title);
        let [width, height] = svg.room();
        let scale = self.scale([width, height]);
        let room = width - 2.0 * MARGIN;
        let title = Style::HEADING.fitted(&self.title, room - Style::WEAK.width(&self.note) - 12.0);
        svg.label(
            [MARGIN, MARGIN + 11.0],
            Anchor::Start,
            Style::HEADING,
            &title,
        );
        svg.label(
            [width - MARGIN, MARGIN + 11.0],
            Anchor::End,
            Style::WEAK,
            &self.note,
        );
        let size = [wide * scale, high * scale];
        let top = MARGIN + HEAD + CAPTION;
        let mut left = MARGIN;
        for (name, strip) in &self.images {
            let name = Style::WEAK.fitted(name, size[0] + BETWEEN - 4.0);
            svg.label([left, top - 6.0], Anchor::Start, Style::WEAK, &name);
            svg.picture([left, top], size, &png(&strip.picture())?);
            left += size[0] + BETWEEN;
        }
        let below = top + size[1];
        let ends = ["0".into(), three_digits(f64::from(self.top))];
        let words = "Absolute error";
        svg.label(
            [MARGIN, below + 10.0 + BAR[1]],
            Anchor::Start,
            Style::WEAK,
            words,
        );
        let at = [MARGIN + Style::WEAK.width(words) + 12.0, below + 10.0];
        legend::bar(&mut svg, at, ends, palette::magma);
        let caption = match self.code.len() {
            1 => "Code of 1 number".to_owned(),
            count => format!("Code of {count} numbers"),
        };
        let base = below + SCALE + 16.0;
        svg.label([MARGIN, base], Anchor::Start, Style::WEAK, &caption);
        self.bars(
            &mut svg,
            [MARGIN, base + 6.0],
            [room, height - MARGIN - base - 6.0],
        );
        Ok(svg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    #[test]
    fn every_image_has_its_caption_and_every_number_its_bar() {
        let shape = ImageShape {
            height: 28,
            width: 28,
            channels: 1,
        };
        let image = |name: &str| (name.to_owned(), Strip::of_values(&[0.5; 784], shape));
        let sample = Sample {
            title: "Test image 5 by 变分".into(),
            colour: 1,
            note: "MSE 0.0123".into(),
            images: vec![image("Input"), image("Reconstruction"), image("Error")],
            top: 0.5,
            code: vec![1.0, -2.0, 0.5],
        };
        let svg = sample.draw(&Page::default()).unwrap();
        assert_eq!(svg.size()[0], 3.0 * 112.0 + 2.0 * 12.0 + 24.0);
        let text = svg.document();
        assert_eq!(text.matches("<image").count(), 3);
        // Three bars of the code, 32 of the scale, and the paper.
        assert_eq!(text.matches("<rect").count(), 3 + 32 + 1);
        assert!(text.contains(">Code of 3 numbers</text>") && text.contains(">MSE 0.0123</text>"));
        let none = Sample {
            images: Vec::new(),
            ..sample
        };
        assert!(none.draw(&Page::default()).is_err());
    }
}
