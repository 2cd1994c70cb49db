//! Pictures of the user interface without a window or a GPU: egui's triangles drawn by the CPU.
//!
//! Three things need them: the terminal mode's picture, saved pictures of panels, and tests.

pub mod overview;
mod raster;
mod textures;

use egui::epaint::ClippedPrimitive;
use egui::{Color32, TexturesDelta};
use image::RgbaImage;

use super::theme;
use textures::Textures;

/// Passes before the picture: sizes of one pass settle the layout of the next, and plots find their bounds.
const PASSES: usize = 4;

/// Largest side of a picture in pixels; more is cut off.
const LARGEST: u32 = 16_384;

/// Draws what `content` puts into a fresh window of `size` pixels, with `pixels_per_point` pixels to one unit of
/// layout, on the background colour of the mode. `content` runs several times. No animation is under way in
/// the picture and no pointer is over it.
pub fn render(
    size: [u32; 2],
    pixels_per_point: f32,
    dark: bool,
    mut content: impl FnMut(&mut egui::Ui),
) -> RgbaImage {
    let size = size.map(|side| side.clamp(1, LARGEST));
    let scale = if pixels_per_point.is_finite() && pixels_per_point > 0.0 {
        pixels_per_point
    } else {
        1.0
    };
    let context = egui::Context::default();
    context.set_theme(if dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    });
    theme::install(&context);
    context.all_styles_mut(|style| style.animation_time = 0.0);

    let mut rasteriser = Rasteriser::default();
    let mut primitives = Vec::new();
    for pass in 0..PASSES {
        let mut output = context.run_ui(input(size, scale, pass), &mut content);
        rasteriser.update(&mut output.textures_delta);
        if pass + 1 == PASSES {
            primitives = context.tessellate(output.shapes, scale);
        }
    }
    let background = if dark { theme::DARK } else { theme::LIGHT }.background;
    rasteriser.paint(&primitives, size, scale, background)
}

fn input(size: [u32; 2], scale: f32, pass: usize) -> egui::RawInput {
    let points = egui::vec2(size[0] as f32, size[1] as f32) / scale;
    let mut input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, points)),
        // Far enough apart that nothing is still fading in when the last pass comes.
        time: Some(pass as f64),
        focused: false,
        ..Default::default()
    };
    if let Some(viewport) = input.viewports.get_mut(&egui::ViewportId::ROOT) {
        viewport.native_pixels_per_point = Some(scale);
    }
    input
}

/// Keeps egui's textures and draws its triangles. The way into it for harnesses that run egui themselves;
/// [`render`] does it all.
#[derive(Default)]
pub struct Rasteriser {
    textures: Textures,
}

impl Rasteriser {
    /// Takes in new, changed and freed textures; `delta` is empty afterwards. Every output of egui must pass
    /// through here, in order.
    pub fn update(&mut self, delta: &mut TexturesDelta) {
        self.textures.update(delta);
    }

    /// Draws tessellated output on `background`. Blending happens on gamma-encoded values with premultiplied
    /// alpha, as egui's own painters do it; with a transparent background the result stays premultiplied.
    /// Paint callbacks are left out: they need a GPU.
    pub fn paint(
        &self,
        primitives: &[ClippedPrimitive],
        size: [u32; 2],
        pixels_per_point: f32,
        background: Color32,
    ) -> RgbaImage {
        let mut image = RgbaImage::from_pixel(size[0], size[1], image::Rgba(background.to_array()));
        raster::paint(&mut image, primitives, &self.textures, pixels_per_point);
        image
    }
}

#[cfg(test)]
mod tests;
