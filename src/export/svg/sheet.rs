//! Images in rows and columns, such as those that a decoder makes of random codes.

use super::drawing::Svg;
use super::figure::Figure;
use super::page::Page;
use super::text::{Anchor, Style};
use crate::export::gallery::Strip;
use crate::export::png;

/// Around everything.
const MARGIN: f64 = 12.0;
/// Of the name, and of a line of words below it.
const HEAD: f64 = 24.0;
const LINE: f64 = 15.0;
/// Images are about this many points wide, and at least so many.
const SIDE: f64 = 42.0;
const LEAST: f64 = 8.0;

/// Images of one variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub name: String,
    /// Index into the palette of variants.
    pub colour: u8,
    /// What the images are.
    pub words: String,
    pub images: Strip,
    pub columns: usize,
}

impl Sheet {
    /// Width and height in pixels of all images, one between them.
    fn pixels(&self) -> [f64; 2] {
        let columns = self.columns.max(1);
        let rows = self.images.len().div_ceil(columns);
        let shape = self.images.shape;
        [
            (columns * (shape.width + 1)) as f64 - 1.0,
            (rows * (shape.height + 1)) as f64 - 1.0,
        ]
    }

    fn longer(&self) -> f64 {
        self.images.shape.width.max(self.images.shape.height).max(1) as f64
    }

    /// Of a page with pixels of `scale` points.
    fn size_with(&self, scale: f64) -> [f64; 2] {
        let [wide, high] = self.pixels().map(|side| side * scale);
        [wide + 2.0 * MARGIN, high + self.head(wide) + 2.0 * MARGIN]
    }

    /// Height of the words above images that are so wide.
    fn head(&self, room: f64) -> f64 {
        HEAD + LINE * Style::WEAK.lines(&self.words, room).len() as f64
    }
}

impl Figure for Sheet {
    fn size(&self) -> [f64; 2] {
        self.size_with((SIDE / self.longer()).floor().max(1.0))
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        if self.images.is_empty() {
            return Err("there are no samples yet".into());
        }
        let least = self.size_with((LEAST / self.longer()).min(1.0));
        let title = format!("Samples of {}", self.name);
        let mut svg = Svg::new(page, self.size(), least, &title);
        let [width, height] = svg.room();
        let base = MARGIN + 11.0;
        svg.variant([MARGIN + 4.0, base - 4.0], 4.0, self.colour);
        let room = width - 2.0 * MARGIN;
        let name = Style::HEADING.fitted(&self.name, room - 14.0);
        svg.label([MARGIN + 14.0, base], Anchor::Start, Style::HEADING, &name);
        for (line, words) in Style::WEAK.lines(&self.words, room).iter().enumerate() {
            let at = [MARGIN, base + 17.0 + LINE * line as f64];
            svg.label(at, Anchor::Start, Style::WEAK, words);
        }
        let head = self.head(room);
        let pixels = self.pixels();
        let scale = (room / pixels[0]).min((height - head - 2.0 * MARGIN) / pixels[1]);
        let scale = if scale >= 1.0 { scale.floor() } else { scale };
        let size = pixels.map(|side| side * scale);
        let picture = self.images.in_columns(self.columns);
        svg.picture([MARGIN, MARGIN + head], size, &png(&picture)?);
        Ok(svg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    #[test]
    fn images_stand_in_their_columns_in_one_picture() {
        let shape = ImageShape {
            height: 2,
            width: 3,
            channels: 1,
        };
        let sheet = Sheet {
            name: "A".into(),
            colour: 0,
            words: "Decoded draws".into(),
            images: Strip::of_values(&[0.5; 5 * 6], shape),
            columns: 2,
        };
        assert_eq!(sheet.pixels(), [7.0, 8.0]);
        assert_eq!(sheet.size(), [7.0 * 14.0 + 24.0, 8.0 * 14.0 + 39.0 + 24.0]);
        let svg = sheet.draw(&Page::default()).unwrap();
        let text = svg.document();
        assert_eq!(text.matches("<image").count(), 1);
        assert!(text.contains(r#"width="98" height="112""#), "{text}");
        let none = Sheet {
            images: Strip::of_values(&[], shape),
            ..sheet
        };
        assert!(none.draw(&Page::default()).is_err());
    }
}
