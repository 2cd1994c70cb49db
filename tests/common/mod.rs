//! Shared by the tests that draw: the window's pictures without a display.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::path::PathBuf;

use egui_kittest::TestRenderer;
use hourglass::ui::picture::Rasteriser;

/// Lets a kittest harness make pictures with the CPU: `Harness::builder().renderer(PictureRenderer::default())`,
/// then `harness.render()`.
#[derive(Default)]
pub struct PictureRenderer {
    rasteriser: Rasteriser,
}

impl TestRenderer for PictureRenderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.rasteriser.update(delta);
    }

    fn render(
        &mut self,
        ctx: &egui::Context,
        output: &egui::FullOutput,
    ) -> Result<image::RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let primitives = ctx.tessellate(output.shapes.clone(), scale);
        let size = [size.x.round() as u32, size.y.round() as u32];
        let background = egui::Color32::TRANSPARENT;
        Ok(self.rasteriser.paint(&primitives, size, scale, background))
    }
}

/// Writes a picture for a person to look at, under the build folder.
pub fn keep_picture(name: &str, image: &image::RgbaImage) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    let path = folder.join(format!("{name}.png"));
    let written = std::fs::create_dir_all(&folder)
        .map_err(|error| error.to_string())
        .and_then(|()| image.save(&path).map_err(|error| error.to_string()));
    if let Err(error) = written {
        println!("the picture was not kept, {error}: {}", path.display());
    }
}
