//! One image as a texture, drawn with whole pixels.

use egui::{Color32, ColorImage, Image, TextureHandle, TextureOptions, Ui, vec2};

use crate::data::ImageShape;

/// Largest side on the screen.
const SIDE: usize = 112;

/// A texture that follows one image.
#[derive(Default)]
pub struct OneImage {
    texture: Option<TextureHandle>,
    shown: Vec<u8>,
}

impl OneImage {
    /// Draws `bytes` at the largest whole multiple that fits.
    pub fn show(&mut self, ui: &mut Ui, bytes: &[u8], shape: ImageShape, name: &str) {
        if bytes.len() != shape.size() || bytes.is_empty() {
            return;
        }
        let multiple = multiple(shape);
        let size = vec2(shape.width as f32, shape.height as f32) * multiple as f32;
        if self.texture.is_none() || self.shown != bytes {
            let image = colours(bytes, shape);
            match &mut self.texture {
                Some(texture) => texture.set(image, TextureOptions::NEAREST),
                none => {
                    let texture = ui.ctx().load_texture(name, image, TextureOptions::NEAREST);
                    *none = Some(texture);
                }
            }
            self.shown = bytes.to_vec();
        }
        if let Some(texture) = &self.texture {
            ui.add(Image::new((texture.id(), size)).alt_text(name));
        }
    }
}

fn multiple(shape: ImageShape) -> usize {
    (SIDE / shape.height.max(shape.width).max(1)).max(1)
}

/// Values in [0, 1] to bytes; what lies beyond is clipped, what is no number is black.
pub fn bytes(values: &[f32]) -> Vec<u8> {
    values
        .iter()
        .map(|value| (value * 255.0).round() as u8)
        .collect()
}

fn colours(bytes: &[u8], shape: ImageShape) -> ColorImage {
    let pixels = bytes
        .chunks_exact(shape.channels)
        .map(|pixel| match *pixel {
            [red, green, blue, ..] => Color32::from_rgb(red, green, blue),
            [grey, ..] => Color32::from_gray(grey),
            [] => Color32::BLACK,
        });
    ColorImage::new([shape.width, shape.height], pixels.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_shown_at_a_whole_multiple() {
        let square = |side| ImageShape {
            height: side,
            width: side,
            channels: 1,
        };
        assert_eq!(multiple(square(28)), 4);
        assert_eq!(multiple(square(32)), 3);
        assert_eq!(multiple(square(200)), 1);
    }

    #[test]
    fn values_beyond_the_range_are_clipped() {
        assert_eq!(
            bytes(&[0.0, 0.5, 1.0, -3.0, 7.0, f32::NAN]),
            [0, 128, 255, 0, 255, 0]
        );
    }

    #[test]
    fn three_channels_are_colours() {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 3,
        };
        let image = colours(&[1, 2, 3, 4, 5, 6], shape);
        assert_eq!(
            image.pixels,
            [Color32::from_rgb(1, 2, 3), Color32::from_rgb(4, 5, 6)]
        );
    }
}
