//! The decoded samples as a texture and as a picture.

use egui::{Color32, Painter, Rect};

use crate::data::ImageShape;
use crate::export::gallery::Strip;
use crate::training::{Decoded, VariantId};
use crate::ui::sample::Tile;
use crate::ui::tiles::Tiles;

/// Samples as they came back.
#[derive(Default)]
pub struct Sheet {
    /// By how many sheets there were before.
    tiles: Tiles<u64>,
    made: u64,
    of: Option<Of>,
    pub columns: usize,
    pub codes: Vec<f32>,
    outputs: Vec<f32>,
    pixels: Vec<Color32>,
}

/// What a sheet is of, besides numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Of {
    variant: VariantId,
    columns: usize,
    dark: bool,
    /// Of one sample's picture.
    size: ImageShape,
}

impl Sheet {
    /// Takes in `decoded`, which stands in `columns`; nothing to do when it is what is there already.
    pub fn update(&mut self, ctx: &egui::Context, decoded: &Decoded, columns: usize, tile: &Tile) {
        let of = Some(Of {
            variant: decoded.variant,
            columns,
            dark: tile.is_dark(),
            size: tile.size(),
        });
        let same_numbers =
            || same(&self.codes, &decoded.code) && same(&self.outputs, &decoded.output);
        if self.of == of && same_numbers() {
            return;
        }
        self.of = of;
        self.made += 1;
        self.columns = columns.max(1);
        self.codes.clone_from(&decoded.code);
        self.outputs.clone_from(&decoded.output);
        self.pixels = tile.of_outputs(&decoded.output);
        let pixels = &self.pixels;
        self.tiles
            .update(ctx, self.made, tile.size(), || pixels.clone());
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many samples there are.
    pub fn len(&self) -> usize {
        self.tiles.len()
    }

    /// The code of sample `index`.
    pub fn code(&self, index: usize) -> &[f32] {
        let width = self.codes.len() / self.len().max(1);
        let range = index * width..(index + 1) * width;
        self.codes.get(range).unwrap_or_default()
    }

    /// The pixels of sample `index`.
    pub fn pixels(&self, index: usize) -> Vec<Color32> {
        let area = self.pixels.len() / self.len().max(1);
        let range = index * area..(index + 1) * area;
        self.pixels.get(range).unwrap_or_default().to_vec()
    }

    /// The size of one sample's picture; `None` before there is any.
    pub fn size(&self) -> Option<ImageShape> {
        Some(self.of?.size)
    }

    /// What the decoder made of code `index`.
    pub fn output(&self, index: usize) -> &[f32] {
        let width = self.outputs.len() / self.len().max(1);
        let range = index * width..(index + 1) * width;
        self.outputs.get(range).unwrap_or_default()
    }

    pub fn draw(&self, painter: &Painter, index: usize, rect: Rect) {
        self.tiles.draw(painter, index, rect);
    }

    /// All samples as images; `None` before there are any.
    pub fn images(&self) -> Option<Strip> {
        let shape = self.size().filter(|_| self.len() > 0)?;
        let colour = |colour: &Color32| [colour.r(), colour.g(), colour.b()];
        Some(Strip {
            pixels: self.pixels.iter().map(colour).collect(),
            shape,
        })
    }
}

/// Whether all numbers are the same, bit for bit: what is not a number is the same as itself.
fn same(one: &[f32], other: &[f32]) -> bool {
    let bits = |number: &f32| number.to_bits();
    one.len() == other.len() && one.iter().map(bits).eq(other.iter().map(bits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{DataSettings, Dataset, Prepared, Samples};

    fn data() -> Prepared {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0; 4], None).unwrap();
        let dataset = Dataset::new("two", images.clone(), images);
        Prepared::new(dataset, &DataSettings::default()).unwrap()
    }

    #[test]
    fn a_picture_has_all_samples_and_lines_between_them() {
        let ctx = egui::Context::default();
        let decoded = Decoded {
            variant: VariantId(1),
            code: vec![0.0, 1.0, 2.0],
            output: vec![0.0, 1.0, 1.0, 0.0, 1.0, 1.0],
        };
        let mut sheet = Sheet::default();
        let data = data();
        sheet.update(&ctx, &decoded, 2, &Tile::of(&data, true).unwrap());
        assert_eq!((sheet.len(), sheet.code(2)), (3, &[2.0][..]));
        let images = sheet.images().unwrap();
        assert_eq!(images.len(), 3);
        let picture = images.in_columns(sheet.columns);
        // Images of 2 x 1 pixels in 2 columns and 2 rows, a clear line between them.
        assert_eq!(picture.dimensions(), (5, 3));
        let at = |x: u32, y: u32| picture.get_pixel(x, y).0;
        assert_eq!([at(0, 0), at(1, 0)], [[0, 0, 0, 255], [255; 4]]);
        assert_eq!([at(2, 0), at(3, 0), at(0, 2)], [[0; 4], [255; 4], [255; 4]]);
    }

    #[test]
    fn no_samples_make_no_picture() {
        let sheet = Sheet::default();
        assert_eq!(sheet.images(), None);
        assert!(sheet.code(3).is_empty() && sheet.pixels(3).is_empty());
    }
}
