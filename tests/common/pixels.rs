//! What a picture shows, counted in pixels.

use egui::{Color32, Rect};
use image::RgbaImage;

/// Pixels in `rect` (in points, of `scale` pixels each; what lies beyond the picture is left out) that are `wanted`.
pub fn count(image: &RgbaImage, rect: Rect, scale: f32, wanted: impl Fn(Color32) -> bool) -> usize {
    let within = |value: f32, most: u32| ((value * scale).max(0.0) as u32).min(most);
    let xs = within(rect.left(), image.width())..within(rect.right(), image.width());
    let ys = within(rect.top(), image.height())..within(rect.bottom(), image.height());
    let all = ys.flat_map(|y| xs.clone().map(move |x| image.get_pixel(x, y).0));
    let colours = all.map(|[red, green, blue, _]| Color32::from_rgb(red, green, blue));
    colours.filter(|&colour| wanted(colour)).count()
}

/// How many pixels are close to `colour`.
pub fn like(image: &RgbaImage, colour: Color32) -> usize {
    count(image, Rect::EVERYTHING, 1.0, is_near(colour))
}

/// Whether a pixel is `colour` or close to it, as at the edge of a line.
pub fn is_near(colour: Color32) -> impl Fn(Color32) -> bool {
    move |pixel| {
        let parts = pixel.to_array().into_iter().zip(colour.to_array());
        parts.map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0) < 24
    }
}

/// The brightest strokes of a digit.
pub fn is_white(pixel: Color32) -> bool {
    pixel.to_array().into_iter().all(|part| part >= 250)
}

/// The upper half of the colours of errors, red to yellow; the lower half is purple.
pub fn is_an_error(pixel: Color32) -> bool {
    pixel.r() >= 200 && pixel.b() < pixel.r() - 60
}
