//! The reconstruction gallery as a picture: the same test images down the columns, a row a variant.

use super::canvas::{self, Canvas};
use super::palette::{self, Colour};
use crate::data::{Dataset, ImageShape};
use crate::training::GalleryView;

/// Behind the images of a picture.
const MAT: Colour = [0xfb, 0xfb, 0xfc];
const TEXT: Colour = [0x1b, 0x1e, 0x24];
const WEAK: Colour = [0x59, 0x61, 0x6d];
/// Longer names are cut in pictures.
const LETTERS: usize = 18;
/// Images are shown about this many pixels wide.
const SIDE: usize = 56;
/// An absolute error from which on error maps are brightest.
const BRIGHTEST: f32 = 1.0;

/// One variant's reconstructions.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub name: &'a str,
    /// Index into the palette of variants.
    pub colour: u8,
    pub view: &'a GalleryView,
}

/// Images side by side as colours, image after image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    pub pixels: Vec<Colour>,
    pub shape: ImageShape,
}

impl Strip {
    /// The test images at `indices`; black where there is none.
    pub fn of_inputs(dataset: &Dataset, indices: &[u32]) -> Self {
        let (test, shape) = (&dataset.test, shape_of(dataset));
        let chosen = indices.iter().map(|&index| index as usize);
        let bytes: Vec<f32> = chosen
            .flat_map(|index| match index < test.len() {
                true => test.image(index).to_vec(),
                false => vec![0; shape.size()],
            })
            .map(|byte| f32::from(byte) / 255.0)
            .collect();
        Self::of_values(&bytes, shape)
    }

    /// Values in the display scale, nominally [0, 1].
    pub fn of_values(values: &[f32], shape: ImageShape) -> Self {
        let byte = |value: f32| (value.clamp(0.0, 1.0) * 255.0).round() as u8;
        let pixels = values
            .chunks_exact(shape.channels.max(1))
            .map(|pixel| match *pixel {
                [red, green, blue, ..] => [byte(red), byte(green), byte(blue)],
                [grey, ..] => [byte(grey); 3],
                [] => [0; 3],
            })
            .collect();
        Self { pixels, shape }
    }

    /// Absolute errors of `view`'s outputs against the test images, mean over the channels, in magma from 0 to 1.
    pub fn of_errors(dataset: &Dataset, view: &GalleryView) -> Self {
        let (test, shape) = (&dataset.test, shape_of(dataset));
        let images = view.indices.iter().zip(view.outputs.chunks(shape.size()));
        let pixels = images
            .filter(|(index, _)| (**index as usize) < test.len())
            .flat_map(|(&index, output)| {
                let image = test.image(index as usize);
                let channels = shape.channels.max(1);
                let pairs = output.chunks(channels).zip(image.chunks(channels));
                pairs.map(|(output, image)| error(output, image))
            })
            .map(|error| palette::magma(error / BRIGHTEST))
            .collect();
        Self { pixels, shape }
    }

    pub fn len(&self) -> usize {
        self.pixels.len() / self.area()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn area(&self) -> usize {
        (self.shape.width * self.shape.height).max(1)
    }

    fn size(&self) -> [usize; 2] {
        [self.shape.width, self.shape.height]
    }

    /// All images in one row, each pixel once, a clear line between images.
    pub fn picture(&self) -> Canvas {
        let [width, height] = self.size();
        let step = width + 1;
        let mut canvas = Canvas::new(
            (self.len() * step).saturating_sub(1) as u32,
            height as u32,
            None,
        );
        self.draw(&mut canvas, [0, 0], 1);
        canvas
    }

    /// Draws the images side by side at `scale`, one line (of that scale) between them.
    fn draw(&self, canvas: &mut Canvas, [left, top]: [u32; 2], scale: u32) {
        let step = (self.shape.width as u32 + 1) * scale;
        for (place, image) in self.pixels.chunks(self.area()).enumerate() {
            let at = [left + place as u32 * step, top];
            canvas.image(at, self.size(), scale, image);
        }
    }
}

/// Most images of a [`small_picture`].
const FEW: usize = 12;

/// The first inputs of `view` above what was made of them, each pixel once and without words; `None` where samples are
/// no images, or there are none.
pub fn small_picture(dataset: &Dataset, view: &GalleryView) -> Option<Canvas> {
    let shape = dataset.shape().image()?;
    let count = view.indices.len().min(FEW);
    let outputs = view.outputs.get(..count * shape.size())?;
    let inputs = Strip::of_inputs(dataset, &view.indices[..count]).picture();
    let outputs = Strip::of_values(outputs, shape).picture();
    let mut canvas = Canvas::new(inputs.width(), 2 * inputs.height() + 1, None);
    canvas.paste([0, 0], &inputs);
    canvas.paste([0, inputs.height() + 1], &outputs);
    (count > 0).then_some(canvas)
}

/// The shape of its images; without any where samples are no images.
fn shape_of(dataset: &Dataset) -> ImageShape {
    dataset.shape().image().unwrap_or(ImageShape {
        height: 0,
        width: 0,
        channels: 1,
    })
}

fn error(output: &[f32], image: &[u8]) -> f32 {
    let each = output.iter().zip(image);
    let sum: f32 = each
        .map(|(value, byte)| (value - f32::from(*byte) / 255.0).abs())
        .sum();
    sum / output.len().max(1) as f32
}

/// How many times their size images are shown.
pub fn scale(shape: ImageShape) -> u32 {
    (SIDE / shape.width.max(shape.height).max(1)).max(1) as u32
}

/// The picture of `rows`: the images, then what each variant saw (where that differs), made and, with `errors`, how
/// far off it is. `note` stands above, at the left. `None` without images.
pub fn picture(dataset: &Dataset, rows: &[Row], errors: bool, note: &str) -> Option<Canvas> {
    let shape = shape_of(dataset);
    let lines = lines(dataset, rows, errors);
    let images = lines.iter().map(|line| line.strip.len()).max()?;
    if images == 0 {
        return None;
    }
    let scale = scale(shape);
    let gutter = 12 + canvas::text_width(&"m".repeat(LETTERS), 1);
    let (wide, high) = (shape.width as u32 * scale, shape.height as u32 * scale);
    let head = if note.is_empty() { 8 } else { 28 };
    let width = gutter + images as u32 * (wide + scale) + 8;
    let height = head + lines.iter().map(|line| line.above + high + 2).sum::<u32>() + 6;
    let mut canvas = Canvas::new(width, height, Some(MAT));
    canvas.text([8, 8], note, 2, TEXT);
    let mut top = head;
    for line in &lines {
        top += line.above;
        if let Some(colour) = line.colour {
            canvas.fill([2, top], [3, high], palette::variant(colour));
        }
        let names = line.names.iter().zip([TEXT, WEAK]).zip(0..);
        for ((name, colour), place) in names {
            let name: String = name.chars().take(LETTERS).collect();
            canvas.text([10, top + 2 + place * 11], &name, 1, colour);
        }
        line.strip.draw(&mut canvas, [gutter, top], scale);
        top += high + 2;
    }
    Some(canvas)
}

/// One line of images.
struct Line {
    /// What is in it, and more about that.
    names: [String; 2],
    colour: Option<u8>,
    strip: Strip,
    /// Pixels between it and the line before.
    above: u32,
}

fn lines(dataset: &Dataset, rows: &[Row], errors: bool) -> Vec<Line> {
    let shape = shape_of(dataset);
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
        // Best and worst images differ from variant to variant.
        if inputs != Some(&view.indices[..]) {
            let strip = Strip::of_inputs(dataset, &view.indices);
            add(
                ["Input", ""],
                None,
                strip,
                if inputs.is_some() { 12 } else { 0 },
            );
            inputs = Some(&view.indices);
        }
        let colour = Some(row.colour);
        let mut above = 6;
        if let Some(corrupted) = &view.corrupted {
            let strip = Strip::of_values(corrupted, shape);
            add([row.name, "with noise"], colour, strip, above);
            above = 0;
        }
        let mean = mean(&view.errors).map_or(String::new(), |mse| {
            format!("MSE {}", super::digits::three_digits(mse))
        });
        let strip = Strip::of_values(&view.outputs, shape);
        add([row.name, &mean], colour, strip, above);
        if errors {
            add(
                ["Error", "0 to 1"],
                colour,
                Strip::of_errors(dataset, view),
                0,
            );
        }
    }
    lines
}

/// The mean of some errors; `None` without any.
pub fn mean(errors: &[f32]) -> Option<f64> {
    let sum: f64 = errors.iter().copied().map(f64::from).sum();
    (!errors.is_empty()).then(|| sum / errors.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Samples;

    const SHAPE: ImageShape = ImageShape {
        height: 1,
        width: 2,
        channels: 1,
    };

    fn dataset() -> Dataset {
        let images = |pixels: &[u8]| Samples::images(SHAPE, pixels.to_vec(), None).unwrap();
        Dataset::new("two", images(&[0, 0]), images(&[0, 255, 51, 102]))
    }

    fn view() -> GalleryView {
        GalleryView {
            indices: vec![1, 0],
            outputs: vec![0.2, 1.4, 0.0, f32::NAN],
            errors: vec![0.25, 0.75],
            ..GalleryView::default()
        }
    }

    #[test]
    fn a_small_picture_has_inputs_above_outputs() {
        let picture = small_picture(&dataset(), &view()).unwrap().into_image();
        assert_eq!(picture.dimensions(), (5, 3));
        let at = |x, y| picture.get_pixel(x, y).0[0];
        assert_eq!([at(0, 0), at(1, 0), at(4, 0)], [51, 102, 255]);
        assert_eq!([at(0, 2), at(1, 2), at(4, 2)], [51, 255, 0]);
        assert_eq!(small_picture(&dataset(), &GalleryView::default()), None);
    }

    #[test]
    fn strips_hold_images_one_after_another() {
        let inputs = Strip::of_inputs(&dataset(), &[1, 0, 7]);
        assert_eq!(inputs.len(), 3);
        assert_eq!(inputs.pixels[..4], [[51; 3], [102; 3], [0; 3], [255; 3]]);
        let outputs = Strip::of_values(&view().outputs, SHAPE);
        assert_eq!(outputs.pixels, [[51; 3], [255; 3], [0; 3], [0; 3]]);
        let errors = Strip::of_errors(&dataset(), &view());
        assert_eq!(errors.pixels[0], palette::magma(0.0));
        assert_eq!(errors.pixels[1], palette::magma(1.0));
        let picture = inputs.picture().into_image();
        assert_eq!(picture.dimensions(), (8, 1));
        let at = |x| picture.get_pixel(x, 0).0;
        assert_eq!(
            [at(1), at(2), at(4)],
            [[102, 102, 102, 255], [0; 4], [255; 4]]
        );
    }

    #[test]
    fn a_picture_has_a_line_for_inputs_outputs_and_errors() {
        let (dataset, view) = (dataset(), view());
        let row = Row {
            name: "A",
            colour: 0,
            view: &view,
        };
        let high = |errors, rows: &[Row]| picture(&dataset, rows, errors, "").unwrap().height();
        // Images of 2 x 1 pixels at 28 times their size, and what is around them.
        assert_eq!(high(false, &[row]), 8 + 30 + 6 + 30 + 6);
        assert_eq!(high(true, &[row]), 8 + 30 + 6 + 30 + 30 + 6);
        assert_eq!(high(false, &[row, row]), 8 + 30 + 6 + 30 + 6 + 30 + 6);
        assert!(picture(&dataset, &[], true, "").is_none());
        let nothing = GalleryView::default();
        let row = Row {
            view: &nothing,
            ..row
        };
        assert!(picture(&dataset, &[row], true, "").is_none());
        assert_eq!(mean(&view.errors), Some(0.5));
    }
}
