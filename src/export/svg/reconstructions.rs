//! The reconstruction gallery: the same test images down the columns, a row a variant.

use super::drawing::{Paint, Svg};
use super::figure::Figure;
use super::legend::{self, BAR};
use super::page::Page;
use super::text::{Anchor, Style};
use crate::data::Dataset;
use crate::export::digits::three_digits;
use crate::export::gallery::{Row, Strip, brightest, mean};
use crate::export::{palette, png};

/// Images are about this many points wide and high where there is room, and not smaller than the least: the drawing as
/// a whole is.
const SIDE: f64 = 56.0;
const LEAST: f64 = 16.0;
/// Around everything.
const MARGIN: f64 = 10.0;
/// Of the line above all.
const NOTE: f64 = 24.0;
/// Longer names are shortened.
const LONGEST: f64 = 150.0;
/// From the names to the images, with the bar of the variant's colour before the names.
const BEFORE: f64 = 8.0;
const AFTER: f64 = 12.0;
/// Two lines of words beside an image.
const WORDS: f64 = 28.0;
/// Between lines of one variant, between variants, and before other images.
const BETWEEN: [f64; 3] = [2.0, 8.0, 16.0];
/// Below the images, for the scale of the errors.
const SCALE: f64 = 24.0;
/// The scale of errors and its numbers need this width with the words before them.
const NARROWEST: f64 = 300.0;

/// The reconstructions of some variants.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reconstructions {
    lines: Vec<Line>,
    /// Above all.
    note: String,
    /// The error that is brightest, where errors are shown.
    top: Option<f32>,
}

/// One line of images.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    /// What is in it, and more about that.
    names: [String; 2],
    colour: Option<u8>,
    strip: Strip,
    /// Between it and the line before.
    above: f64,
}

impl Reconstructions {
    /// The images, then what each variant saw (where that differs), made and, with `errors`, how far off it is. `note`
    /// stands above.
    pub fn new(dataset: &Dataset, rows: &[Row], errors: bool, note: &str) -> Self {
        let top = errors.then(|| brightest(dataset, rows));
        Self {
            lines: lines(dataset, rows, top),
            note: note.into(),
            top,
        }
    }

    fn above(&self) -> f64 {
        if self.note.is_empty() {
            MARGIN
        } else {
            MARGIN + NOTE
        }
    }

    fn below(&self) -> f64 {
        if self.top.is_some() {
            SCALE + MARGIN
        } else {
            MARGIN
        }
    }

    /// Room for the names.
    fn gutter(&self) -> f64 {
        let names = self.lines.iter().flat_map(|line| {
            let [name, more] = &line.names;
            [Style::TEXT.width(name), Style::WEAK.width(more)]
        });
        MARGIN + BEFORE + names.fold(0.0, f64::max).min(LONGEST) + AFTER
    }

    /// Images side by side, and the pixels of one.
    fn images(&self) -> Option<(usize, [f64; 2])> {
        let count = self.lines.iter().map(|line| line.strip.len()).max()?;
        let shape = self.lines.first()?.strip.shape;
        let size = [shape.width as f64, shape.height as f64];
        (count > 0).then_some((count, size))
    }

    /// Of a page with pixels of `scale` points.
    fn size_with(&self, count: usize, image: [f64; 2], scale: f64) -> [f64; 2] {
        let wide = count as f64 * (image[0] + 1.0) * scale - scale;
        let high = (image[1] * scale).max(WORDS);
        let lines = self.lines.iter().map(|line| line.above + high);
        [
            (self.gutter() + wide + MARGIN).max(NARROWEST),
            self.above() + lines.sum::<f64>() + self.below(),
        ]
    }

    /// The largest pixels with which all fits into `room`; whole points where that is possible.
    fn scale(&self, count: usize, image: [f64; 2], room: [f64; 2]) -> f64 {
        let wide = (room[0] - self.gutter() - MARGIN) / (count as f64 * (image[0] + 1.0));
        let gaps: f64 = self.lines.iter().map(|line| line.above).sum();
        let high = (room[1] - self.above() - self.below() - gaps) / self.lines.len() as f64;
        let scale = wide.min(high / image[1]);
        if scale >= 1.0 { scale.floor() } else { scale }
    }
}

impl Figure for Reconstructions {
    fn size(&self) -> [f64; 2] {
        self.images().map_or([SIDE; 2], |(count, image)| {
            self.size_with(count, image, usual(image))
        })
    }

    fn draw(&self, page: &Page) -> Result<Svg, String> {
        let (count, image) = self.images().ok_or("there are no reconstructions")?;
        let usual = usual(image);
        let least = usual.min(LEAST / image[0].max(image[1]));
        let least = self.size_with(count, image, least);
        let mut svg = Svg::new(page, self.size(), least, "Reconstructions of test images");
        let scale = match page.size {
            Some(_) => self.scale(count, image, svg.room()),
            None => usual,
        };
        if !self.note.is_empty() {
            let at = [MARGIN, MARGIN + 14.0];
            svg.label(at, Anchor::Start, Style::HEADING, &self.note);
        }
        let (gutter, high) = (self.gutter(), image[1] * scale);
        let mut top = self.above();
        for line in &self.lines {
            top += line.above;
            // Words stand at the top of their image, or the image in the middle of its words.
            let shift = ((WORDS - high) / 2.0).max(0.0);
            if let Some(colour) = line.colour {
                let bar = [3.0, high.max(WORDS)];
                let paint = Paint::Colour(palette::variant(colour));
                svg.block([MARGIN, top], bar, 1.5, paint);
            }
            let words = line.names.iter().zip([Style::TEXT, Style::WEAK]);
            let words = words.filter(|(words, _)| !words.is_empty());
            for ((words, style), down) in words.zip([11.0, 24.0]) {
                let at = [MARGIN + BEFORE, top + down];
                svg.label(at, Anchor::Start, style, &style.fitted(words, LONGEST));
            }
            let picture = line.strip.picture();
            let size = [picture.width(), picture.height()].map(|side| f64::from(side) * scale);
            svg.picture([gutter, top + shift], size, &png(&picture)?);
            top += high.max(WORDS);
        }
        if let Some(largest) = self.top {
            let words = "Absolute error";
            let at = [gutter, top + 16.0 + BAR[1]];
            svg.label(at, Anchor::Start, Style::WEAK, words);
            let at = [gutter + Style::WEAK.width(words) + 12.0, top + 16.0];
            let ends = ["0".into(), three_digits(f64::from(largest))];
            legend::bar(&mut svg, at, ends, palette::magma);
        }
        Ok(svg)
    }
}

/// Points of a pixel where there is room.
fn usual(image: [f64; 2]) -> f64 {
    (SIDE / image[0].max(image[1])).floor().max(1.0)
}

fn lines(dataset: &Dataset, rows: &[Row], top: Option<f32>) -> Vec<Line> {
    let Some(shape) = dataset.shape().image() else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    let mut inputs: Option<&[u32]> = None;
    for row in rows {
        let view = row.view;
        let mut add = |names: [&str; 2], colour, strip, above| {
            lines.push(Line {
                names: names.map(str::to_owned),
                colour,
                strip,
                above,
            });
        };
        let [close, apart, other] = BETWEEN;
        // Best and worst images differ from variant to variant.
        if inputs != Some(&view.indices[..]) {
            let strip = Strip::of_inputs(dataset, &view.indices);
            let above = if inputs.is_some() { other } else { 0.0 };
            add(["Input", ""], None, strip, above);
            inputs = Some(&view.indices);
        }
        let colour = Some(row.colour);
        let mut above = apart;
        if let Some(corrupted) = &view.corrupted {
            let strip = Strip::of_values(corrupted, shape);
            add([row.name, "with noise"], colour, strip, above);
            above = close;
        }
        let mean = mean(&view.errors);
        let mean = mean.map_or(String::new(), |mse| format!("MSE {}", three_digits(mse)));
        let strip = Strip::of_values(&view.outputs, shape);
        add([row.name, &mean], colour, strip, above);
        if let Some(top) = top {
            let strip = Strip::of_errors(dataset, view, top);
            add(["", "error"], colour, strip, close);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ImageShape, Samples};
    use crate::training::GalleryView;

    const SHAPE: ImageShape = ImageShape {
        height: 1,
        width: 2,
        channels: 1,
    };

    fn figure(names: &[&str], errors: bool) -> Reconstructions {
        let images = |pixels: &[u8]| Samples::images(SHAPE, pixels.to_vec(), None).unwrap();
        let dataset = Dataset::new("two", images(&[0, 0]), images(&[0, 255, 51, 102]));
        let view = GalleryView {
            indices: vec![1, 0],
            outputs: vec![0.2, 1.4, 0.0, f32::NAN],
            errors: vec![0.25, 0.75],
            ..GalleryView::default()
        };
        let row = |name| Row {
            name,
            colour: 0,
            view: &view,
        };
        let rows: Vec<Row> = names.iter().copied().map(row).collect();
        Reconstructions::new(&dataset, &rows, errors, "")
    }

    #[test]
    fn there_is_a_line_for_inputs_outputs_and_errors() {
        let pictures = |names: &[&str], errors| {
            let svg = figure(names, errors).draw(&Page::default()).unwrap();
            let text = svg.document();
            assert!(text.contains("image-rendering:pixelated"));
            (svg.size()[1], text.matches("<image").count())
        };
        // Images of 1 pixel at 28 times their size, and what is around them.
        assert_eq!(pictures(&["A"], false), (10.0 + 28.0 + 36.0 + 10.0, 2));
        assert_eq!(pictures(&["A"], true), (84.0 + 30.0 + 24.0, 3));
        assert_eq!(pictures(&["A", "B"], false), (84.0 + 36.0, 3));
        assert!(figure(&[], true).draw(&Page::default()).is_err());
    }

    #[test]
    fn images_are_as_large_as_the_page_lets_them_in_whole_points() {
        let figure = figure(&["A"], false);
        let (count, image) = figure.images().unwrap();
        let scale = |room| figure.scale(count, image, room);
        assert_eq!((count, image), (2, [2.0, 1.0]));
        let gutter = figure.gutter() + MARGIN;
        assert_eq!(scale([gutter + 6.0 * 40.9, 1_000.0]), 40.0);
        assert_eq!(scale([gutter + 3.0, 1_000.0]), 0.5);
    }
}
