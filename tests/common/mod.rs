//! Shared by the tests that draw: the window's pictures without a display.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

pub mod digits;
pub mod families;
pub mod made_up;
pub mod pixels;
pub mod screen;
pub mod several;

use std::path::PathBuf;

use egui_kittest::TestRenderer;
use egui_kittest::kittest::NodeT as _;
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

/// Gives a harness the window's fonts and colours; `false` in the first frame, which must stay empty.
pub fn themed(ui: &egui::Ui) -> bool {
    let installed = hourglass::ui::theme::is_installed(ui.ctx());
    if !installed {
        hourglass::ui::theme::install(ui.ctx());
        ui.ctx().request_repaint();
    }
    installed
}

/// Puts content on the background of the mode, with the margin a panel of the window has.
pub fn as_panel(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    if !themed(ui) {
        return;
    }
    let palette = hourglass::ui::theme::palette(ui);
    egui::Frame::new()
        .fill(palette.panel)
        .inner_margin(8)
        .show(ui, content);
}

/// The wheel turned by `points` away from the person.
pub fn wheel(points: f32) -> egui::Event {
    egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, points),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Unknown,
    }
}

/// Whether a widget can be used.
pub fn is_enabled(node: &egui_kittest::Node<'_>) -> bool {
    !node.accesskit_node().is_disabled()
}
