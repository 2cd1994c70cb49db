//! A small rasteriser for pictures made without a window.

mod font;

use std::io::Cursor;

use image::{ImageFormat, RgbaImage};

use super::palette::Colour;

/// Height of a line of text in pixels, at scale 1.
pub const TEXT_HEIGHT: u32 = 8;
/// Width of one letter with the space after it, at scale 1.
pub const LETTER_WIDTH: u32 = 6;

/// A picture under way, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canvas {
    width: u32,
    height: u32,
    /// Red, green, blue, opacity; colours are not multiplied by it.
    pixels: Vec<[u8; 4]>,
}

impl Canvas {
    /// All of one colour; `None` for nothing at all.
    pub fn new(width: u32, height: u32, fill: Option<Colour>) -> Self {
        let pixel = fill.map_or([0; 4], opaque);
        Self {
            width,
            height,
            pixels: vec![pixel; width as usize * height as usize],
        }
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn height(&self) -> u32 {
        self.height
    }

    /// Opaque, at the place; nothing outside of the picture.
    pub fn set(&mut self, x: u32, y: u32, colour: Colour) {
        if let Some(pixel) = self.pixel(i64::from(x), i64::from(y)) {
            *pixel = opaque(colour);
        }
    }

    /// As [`Self::set`], mixed with what is there.
    pub fn mix(&mut self, x: i64, y: i64, colour: Colour, opacity: f32) {
        let Some(pixel) = self.pixel(x, y) else {
            return;
        };
        let below = f32::from(pixel[3]) / 255.0 * (1.0 - opacity);
        let whole = opacity + below;
        if whole <= 0.0 {
            return;
        }
        for (channel, new) in pixel.iter_mut().zip(colour) {
            let mixed = (f32::from(new) * opacity + f32::from(*channel) * below) / whole;
            *channel = mixed.round() as u8;
        }
        pixel[3] = (whole * 255.0).round() as u8;
    }

    fn pixel(&mut self, x: i64, y: i64) -> Option<&mut [u8; 4]> {
        let inside =
            (0..i64::from(self.width)).contains(&x) && (0..i64::from(self.height)).contains(&y);
        if !inside {
            return None;
        }
        let index = y as usize * self.width as usize + x as usize;
        self.pixels.get_mut(index)
    }

    pub fn fill(&mut self, [left, top]: [u32; 2], [width, height]: [u32; 2], colour: Colour) {
        for y in top..top.saturating_add(height).min(self.height) {
            for x in left..left.saturating_add(width).min(self.width) {
                self.set(x, y, colour);
            }
        }
    }

    /// The outline of a rectangle, one pixel wide.
    pub fn outline(&mut self, [left, top]: [u32; 2], [width, height]: [u32; 2], colour: Colour) {
        if width == 0 || height == 0 {
            return;
        }
        self.fill([left, top], [width, 1], colour);
        self.fill([left, top + height - 1], [width, 1], colour);
        self.fill([left, top], [1, height], colour);
        self.fill([left + width - 1, top], [1, height], colour);
    }

    /// An image of `size` pixels, each `scale` pixels wide and high.
    pub fn image(&mut self, at: [u32; 2], size: [usize; 2], scale: u32, pixels: &[Colour]) {
        let [width, height] = size;
        for (index, &colour) in pixels.iter().take(width * height).enumerate() {
            let x = at[0] + (index % width) as u32 * scale;
            let y = at[1] + (index / width) as u32 * scale;
            self.fill([x, y], [scale, scale], colour);
        }
    }

    /// Another picture on top of this one.
    pub fn paste(&mut self, [left, top]: [u32; 2], other: &Self) {
        for (index, &[red, green, blue, opacity]) in other.pixels.iter().enumerate() {
            let x = i64::from(left) + (index % other.width as usize) as i64;
            let y = i64::from(top) + (index / other.width as usize) as i64;
            self.mix(x, y, [red, green, blue], f32::from(opacity) / 255.0);
        }
    }

    /// One line of text, letters of 5 x 7 pixels times `scale`; letters it does not know are question marks.
    pub fn text(&mut self, [left, top]: [u32; 2], text: &str, scale: u32, colour: Colour) {
        for (place, letter) in text.chars().enumerate() {
            let x = left + place as u32 * LETTER_WIDTH * scale;
            for (column, bits) in font::glyph(letter).into_iter().enumerate() {
                for row in (0..8).filter(|row| bits >> row & 1 == 1) {
                    let at = [x + column as u32 * scale, top + row * scale];
                    self.fill(at, [scale, scale], colour);
                }
            }
        }
    }

    pub fn into_image(self) -> RgbaImage {
        let bytes = self.pixels.into_iter().flatten().collect();
        RgbaImage::from_raw(self.width, self.height, bytes).unwrap_or_default()
    }

    /// The bytes of a PNG file.
    ///
    /// # Errors
    /// One clause, when the picture is empty or too large for one.
    pub fn png(self) -> Result<Vec<u8>, String> {
        let mut bytes = Cursor::new(Vec::new());
        self.into_image()
            .write_to(&mut bytes, ImageFormat::Png)
            .map_err(|error| error.to_string())?;
        Ok(bytes.into_inner())
    }
}

/// Width of `text` in pixels.
pub fn text_width(text: &str, scale: u32) -> u32 {
    text.chars().count() as u32 * LETTER_WIDTH * scale
}

fn opaque([red, green, blue]: Colour) -> [u8; 4] {
    [red, green, blue, 255]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawing_beyond_the_edge_is_left_out() {
        let mut canvas = Canvas::new(4, 3, Some([0; 3]));
        canvas.fill([2, 1], [9, 9], [255; 3]);
        canvas.mix(-1, 0, [9; 3], 1.0);
        canvas.image([3, 2], [2, 1], 2, &[[7; 3], [8; 3]]);
        let image = canvas.into_image();
        let at = |x, y| image.get_pixel(x, y).0[0];
        assert_eq!([at(0, 0), at(1, 1), at(2, 1), at(3, 2)], [0, 0, 255, 7]);
    }

    #[test]
    fn colours_mix_by_opacity() {
        let mut canvas = Canvas::new(2, 1, None);
        canvas.mix(0, 0, [200, 100, 0], 0.5);
        canvas.mix(0, 0, [0, 100, 200], 0.5);
        let image = canvas.into_image();
        assert_eq!(image.get_pixel(0, 0).0, [67, 100, 133, 192]);
        assert_eq!(image.get_pixel(1, 0).0, [0; 4]);
    }

    #[test]
    fn text_is_made_of_letters() {
        let mut canvas = Canvas::new(12, 8, Some([0; 3]));
        canvas.text([0, 0], "1-", 1, [255; 3]);
        let image = canvas.into_image();
        let rows: Vec<String> = (0..7)
            .map(|y| {
                let lit = (0..12).map(|x| image.get_pixel(x, y).0[0] > 0);
                lit.map(|lit| if lit { '#' } else { '.' }).collect()
            })
            .collect();
        assert_eq!(rows[0], "..#.........");
        assert_eq!(rows[1], ".##.........");
        assert_eq!(rows[3], "..#...#####.");
        assert_eq!(rows[6], ".###........");
        assert_eq!(text_width("ab", 2), 24);
    }
}
