//! Many small images as one texture, drawn at whole multiples with nearest-neighbour sampling.

use std::sync::{Arc, Weak};

use egui::{Color32, ColorImage, Painter, Rect, TextureHandle, TextureOptions, Vec2, pos2, vec2};

use crate::data::ImageShape;
use crate::ui::colour_map::magma;

/// Space between images, in points.
pub const GAP: f32 = 1.0;

/// An atlas of equally large images. `K` names its content: the texture is made again only when the key changes.
pub struct Tiles<K> {
    atlas: Option<Atlas<K>>,
}

struct Atlas<K> {
    key: K,
    texture: TextureHandle,
    columns: usize,
    count: usize,
}

impl<K> Default for Tiles<K> {
    fn default() -> Self {
        Self { atlas: None }
    }
}

impl<K: PartialEq> Tiles<K> {
    /// Makes sure that the atlas shows the content that `key` names. `paint` gives all pixels, image after image,
    /// each row by row; it runs only for a new key.
    pub fn update(
        &mut self,
        ctx: &egui::Context,
        key: K,
        shape: ImageShape,
        paint: impl FnOnce() -> Vec<Color32>,
    ) {
        if self.atlas.as_ref().is_some_and(|atlas| atlas.key == key) {
            return;
        }
        let image = [shape.width, shape.height];
        let pixels = paint();
        let count = pixels.len() / (shape.width * shape.height).max(1);
        let side = ctx.input(|input| input.max_texture_side).max(1);
        if count == 0 || shape.width > side || shape.height > side {
            self.atlas = None;
            return;
        }
        let columns = columns(image, count, side);
        // What would not fit into the largest texture is left out.
        let count = count.min(columns * (side / shape.height));
        let sheet = arrange(&pixels, image, count, columns);
        // The texture of before is kept and filled anew, so that its id stays the same.
        let texture = match self.atlas.take() {
            Some(mut atlas) => {
                atlas.texture.set(sheet, TextureOptions::NEAREST);
                atlas.texture
            }
            None => ctx.load_texture("tiles", sheet, TextureOptions::NEAREST),
        };
        self.atlas = Some(Atlas {
            key,
            texture,
            columns,
            count,
        });
    }
}

impl<K> Tiles<K> {
    /// How many images there are.
    pub fn len(&self) -> usize {
        self.atlas.as_ref().map_or(0, |atlas| atlas.count)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Draws image `index` over `rect`, which [`fitted`] made; nothing when there is no such image.
    pub fn draw(&self, painter: &Painter, index: usize, rect: Rect) {
        let Some(atlas) = self.atlas.as_ref().filter(|atlas| index < atlas.count) else {
            return;
        };
        let rows = atlas.count.div_ceil(atlas.columns) as f32;
        let (row, column) = (index / atlas.columns, index % atlas.columns);
        let cell = vec2(1.0 / atlas.columns as f32, 1.0 / rows);
        let uv = Rect::from_min_size(pos2(column as f32 * cell.x, row as f32 * cell.y), cell);
        painter.image(atlas.texture.id(), rect, uv, Color32::WHITE);
    }
}

/// Columns of a sheet that is about square and not wider than `side`.
fn columns(image: [usize; 2], count: usize, side: usize) -> usize {
    let square = ((count * image[1]) as f64 / image[0] as f64).sqrt().ceil() as usize;
    square.clamp(1, (side / image[0]).max(1)).min(count)
}

/// Puts images that follow one another onto one sheet.
fn arrange(pixels: &[Color32], image: [usize; 2], count: usize, columns: usize) -> ColorImage {
    let [width, height] = image;
    let size = [columns * width, count.div_ceil(columns) * height];
    let mut sheet = vec![Color32::TRANSPARENT; size[0] * size[1]];
    for (index, tile) in pixels.chunks_exact(width * height).take(count).enumerate() {
        let corner = (index / columns) * height * size[0] + (index % columns) * width;
        for (row, line) in tile.chunks_exact(width).enumerate() {
            let start = corner + row * size[0];
            sheet[start..start + width].copy_from_slice(line);
        }
    }
    ColorImage::new(size, sheet)
}

/// Names what an [`Arc`] points to, without keeping it alive.
#[derive(Debug)]
pub struct Same<T>(Weak<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Weak::clone(&self.0))
    }
}

impl<T> Same<T> {
    pub fn of(content: &Arc<T>) -> Self {
        Self(Arc::downgrade(content))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }
}

/// Colours of images stored as bytes, channels innermost.
pub fn byte_colours(bytes: &[u8], channels: usize) -> impl Iterator<Item = Color32> {
    bytes
        .chunks_exact(channels.max(1))
        .map(|pixel| match pixel {
            [r, g, b] => Color32::from_rgb(*r, *g, *b),
            // Any other number of channels has no agreed colours; the first stands for all.
            _ => Color32::from_gray(pixel[0]),
        })
}

/// Colours of images in the display scale, channels innermost; values beyond [0, 1] are clamped.
pub fn unit_colours(values: &[f32], channels: usize) -> impl Iterator<Item = Color32> {
    values
        .chunks_exact(channels.max(1))
        .map(|pixel| match pixel {
            [r, g, b] => Color32::from_rgb(to_byte(*r), to_byte(*g), to_byte(*b)),
            _ => Color32::from_gray(to_byte(pixel[0])),
        })
}

/// Colours of errors, channels innermost: the mean over the channels, 1 for `scale`.
pub fn error_colours(errors: &[f32], channels: usize, scale: f32) -> impl Iterator<Item = Color32> {
    let factor = if scale > 0.0 { 1.0 / scale } else { 0.0 };
    errors
        .chunks_exact(channels.max(1))
        .map(move |pixel| magma(pixel.iter().sum::<f32>() / pixel.len() as f32 * factor))
}

fn to_byte(value: f32) -> u8 {
    // A cast saturates and turns NaN into 0; with a half added, it rounds without calling a library.
    (value * 255.0 + 0.5) as u8
}

/// The largest whole multiple of `image` (pixels) that is at most `largest` (points), at least 1.
pub fn multiple(image: [usize; 2], largest: Vec2, pixels_per_point: f32) -> usize {
    let fits = |side: usize, points: f32| {
        (points * pixels_per_point / side.max(1) as f32 + 1e-3).floor() as usize
    };
    fits(image[0], largest.x)
        .min(fits(image[1], largest.y))
        .max(1)
}

/// Points that `image` takes when each of its pixels covers `multiple` x `multiple` of the screen's.
pub fn size(image: [usize; 2], multiple: usize, pixels_per_point: f32) -> Vec2 {
    vec2(image[0] as f32, image[1] as f32) * (multiple as f32 / pixels_per_point)
}

/// A rectangle of `size` whose corner is moved to `corner` or the next whole pixel of the screen.
pub fn fitted(corner: egui::Pos2, size: Vec2, pixels_per_point: f32) -> Rect {
    let snap = |v: f32| (v * pixels_per_point).round() / pixels_per_point;
    Rect::from_min_size(pos2(snap(corner.x), snap(corner.y)), size)
}

/// What images lie on: neutral, and told apart from both black and white.
pub fn mat(ui: &egui::Ui) -> Color32 {
    if ui.visuals().dark_mode {
        Color32::from_gray(0x3c)
    } else {
        Color32::from_gray(0xc4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(values: &[u8]) -> Vec<Color32> {
        byte_colours(values, 1).collect()
    }

    #[test]
    fn images_stand_beside_and_below_one_another() {
        // Three images of 2 x 1 pixels on two columns.
        let sheet = arrange(&grey(&[1, 2, 3, 4, 5, 6]), [2, 1], 3, 2);
        assert_eq!(sheet.size, [4, 2]);
        assert_eq!(&sheet.pixels[..6], &grey(&[1, 2, 3, 4, 5, 6])[..]);
        assert_eq!(sheet.pixels[6], Color32::TRANSPARENT);
    }

    #[test]
    fn a_sheet_is_about_square_and_never_too_wide() {
        assert_eq!(columns([28, 28], 36, 2048), 6);
        assert_eq!(columns([28, 28], 3, 2048), 2);
        assert_eq!(columns([28, 28], 1_000, 100), 3);
        assert_eq!(columns([2000, 1], 1, 2048), 1);
    }

    #[test]
    fn whole_multiples_of_screen_pixels() {
        assert_eq!(multiple([28, 28], vec2(60.0, 60.0), 1.0), 2);
        assert_eq!(multiple([28, 28], vec2(60.0, 60.0), 2.0), 4);
        assert_eq!(multiple([28, 28], vec2(84.0, 60.0), 1.0), 2);
        assert_eq!(multiple([28, 28], vec2(84.0, 84.0), 1.0), 3);
        assert_eq!(multiple([200, 200], vec2(84.0, 84.0), 1.0), 1);
        assert_eq!(size([28, 20], 3, 1.5), vec2(56.0, 40.0));
    }

    #[test]
    fn corners_lie_on_screen_pixels() {
        let rect = fitted(pos2(10.3, 7.8), vec2(4.0, 4.0), 2.0);
        assert_eq!(rect.min, pos2(10.5, 8.0));
        assert_eq!(rect.size(), vec2(4.0, 4.0));
    }

    #[test]
    fn bytes_and_unit_values_become_the_same_colours() {
        let bytes: Vec<_> = byte_colours(&[255, 0, 51], 3).collect();
        let unit: Vec<_> = unit_colours(&[1.0, 0.0, 0.2], 3).collect();
        assert_eq!(bytes, [Color32::from_rgb(255, 0, 51)]);
        assert_eq!(bytes, unit);
        let clamped: Vec<_> = unit_colours(&[-0.5, 1.5, f32::NAN], 1).collect();
        assert_eq!(clamped, grey(&[0, 255, 0]));
    }

    #[test]
    fn errors_fill_their_scale() {
        let colours: Vec<_> = error_colours(&[0.0, 0.25, 0.5], 1, 0.5).collect();
        assert_eq!(colours, [magma(0.0), magma(0.5), magma(1.0)]);
        // Mean over three channels; a scale of zero shows no error.
        let mean: Vec<_> = error_colours(&[0.0, 0.3, 0.6], 3, 0.6).collect();
        assert_eq!(mean, [magma(0.5)]);
        assert_eq!(error_colours(&[0.1], 1, 0.0).next(), Some(magma(0.0)));
    }

    #[test]
    fn a_texture_is_made_again_only_for_a_new_key() {
        let ctx = egui::Context::default();
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let mut tiles = Tiles::default();
        let mut painted = 0;
        for key in [1, 1, 2, 2, 2] {
            tiles.update(&ctx, key, shape, || {
                painted += 1;
                grey(&[0, 255, 9, 8])
            });
        }
        assert_eq!((painted, tiles.len()), (2, 2));
    }
}
