//! The images of the reconstruction gallery as pixels.

use image::{Rgba, RgbaImage, imageops};

use super::palette::{self, Colour};
use crate::data::{Dataset, ImageShape};
use crate::training::GalleryView;

/// Images are shown about this many pixels wide.
const SIDE: usize = 56;
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

    /// Absolute errors of `view`'s outputs against the test images, mean over the channels, in magma from 0 to `top`.
    pub fn of_errors(dataset: &Dataset, view: &GalleryView, top: f32) -> Self {
        let errors = errors(dataset, view);
        Self {
            pixels: errors.map(|error| palette::magma(error / top)).collect(),
            shape: shape_of(dataset),
        }
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

    /// All images in one row, each pixel once, a clear line between images.
    pub fn picture(&self) -> RgbaImage {
        self.in_columns(self.len())
    }

    /// All images in so many columns, each pixel once, a clear line between images.
    pub fn in_columns(&self, columns: usize) -> RgbaImage {
        let columns = columns.max(1);
        let (width, height) = (self.shape.width.max(1), self.shape.height);
        let side = |count: usize, side: usize| (count * (side + 1)).saturating_sub(1) as u32;
        let rows = self.len().div_ceil(columns);
        let mut picture = RgbaImage::new(side(columns, width), side(rows, height));
        for (place, image) in self.pixels.chunks_exact(self.area()).enumerate() {
            let corner = [
                place % columns * (width + 1),
                place / columns * (height + 1),
            ];
            for (index, &[red, green, blue]) in image.iter().enumerate() {
                let (x, y) = (corner[0] + index % width, corner[1] + index / width);
                picture.put_pixel(x as u32, y as u32, Rgba([red, green, blue, 255]));
            }
        }
        picture
    }
}

/// Most images of a [`small_picture`].
const FEW: usize = 12;

/// The first inputs of `view` above what was made of them, each pixel once and without words; `None` where samples are
/// no images, or there are none.
pub fn small_picture(dataset: &Dataset, view: &GalleryView) -> Option<RgbaImage> {
    let shape = dataset.shape().image()?;
    let count = view.indices.len().min(FEW);
    let outputs = view.outputs.get(..count * shape.size())?;
    let inputs = Strip::of_inputs(dataset, &view.indices[..count]).picture();
    let outputs = Strip::of_values(outputs, shape).picture();
    let mut picture = RgbaImage::new(inputs.width(), 2 * inputs.height() + 1);
    imageops::replace(&mut picture, &inputs, 0, 0);
    imageops::replace(&mut picture, &outputs, 0, i64::from(inputs.height() + 1));
    (count > 0).then_some(picture)
}

/// The shape of its images; without any where samples are no images.
fn shape_of(dataset: &Dataset) -> ImageShape {
    dataset.shape().image().unwrap_or(ImageShape {
        height: 0,
        width: 0,
        channels: 1,
    })
}

/// The largest finite error that `rows` show; 1 where there is none.
pub fn brightest(dataset: &Dataset, rows: &[Row]) -> f32 {
    let all = rows.iter().flat_map(|row| errors(dataset, row.view));
    let largest = all.filter(|error| error.is_finite()).fold(0.0, f32::max);
    if largest > 0.0 { largest } else { 1.0 }
}

/// The error of each pixel of each image.
fn errors<'a>(dataset: &'a Dataset, view: &'a GalleryView) -> impl Iterator<Item = f32> + 'a {
    let (test, shape) = (&dataset.test, shape_of(dataset));
    let images = view
        .indices
        .iter()
        .zip(view.outputs.chunks(shape.size().max(1)));
    images
        .filter(|(index, _)| (**index as usize) < test.len())
        .flat_map(move |(&index, output)| {
            let image = test.image(index as usize);
            let channels = shape.channels.max(1);
            let pairs = output.chunks(channels).zip(image.chunks(channels));
            pairs.map(|(output, image)| error(output, image))
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
        let picture = small_picture(&dataset(), &view()).unwrap();
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
        let errors = Strip::of_errors(&dataset(), &view(), 1.0);
        assert_eq!(errors.pixels[0], palette::magma(0.0));
        assert_eq!(errors.pixels[1], palette::magma(1.0));
        let picture = inputs.picture();
        assert_eq!(picture.dimensions(), (8, 1));
        let at = |x| picture.get_pixel(x, 0).0;
        assert_eq!(
            [at(1), at(2), at(4)],
            [[102, 102, 102, 255], [0; 4], [255; 4]]
        );
    }

    #[test]
    fn the_largest_error_is_the_brightest() {
        let (dataset, view) = (dataset(), view());
        let row = Row {
            name: "A",
            colour: 0,
            view: &view,
        };
        assert_eq!(brightest(&dataset, &[row]), 1.0);
        assert_eq!(brightest(&dataset, &[]), 1.0);
        let half = GalleryView {
            outputs: vec![0.7, 0.4, 0.0, 1.0],
            ..view.clone()
        };
        let half = brightest(&dataset, &[Row { view: &half, ..row }]);
        assert!((half - 0.5).abs() < 1e-6, "{half}");
        assert_eq!(mean(&view.errors), Some(0.5));
    }
}
