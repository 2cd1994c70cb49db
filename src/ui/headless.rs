//! Runs and times the window's content frame by frame without a window, for `hourglass bench`.

use std::time::{Duration, Instant};

use egui::epaint::{ClippedShape, Primitive};
use egui::{Event, Pos2, Rect, TextureId};

use super::views::LATENT_POINTS as TEXTURE;
use super::{Workbench, theme};
use crate::app::App;

/// Seconds from one frame to the next, as a display of 60 Hz has them.
const FRAME: f64 = 1.0 / 60.0;

/// How long one frame took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameTime {
    /// Input, news from the workers, and the code of all panels.
    pub panels: Duration,
    /// Turning what the panels drew into triangles.
    pub tessellation: Duration,
}

impl FrameTime {
    pub fn total(self) -> Duration {
        self.panels + self.tessellation
    }
}

/// A workbench in a window that nobody sees. Nothing is handed to a GPU.
pub struct Headless {
    pub workbench: Workbench,
    context: egui::Context,
    size: egui::Vec2,
    frames: u64,
    drawn: Drawn,
}

/// What a frame put on the screen.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Where there are latent points.
    pub clouds: Vec<Rect>,
    /// Pictures of latent points that were made anew.
    pub pictures: usize,
    /// Corners of all triangles.
    pub vertices: usize,
}

impl Headless {
    /// A window of `size` points, one pixel to a point.
    pub fn new(app: App, size: [f32; 2]) -> Self {
        let context = egui::Context::default();
        theme::install(&context);
        Self {
            workbench: Workbench::new(app),
            context,
            size: size.into(),
            frames: 0,
            drawn: Drawn::default(),
        }
    }

    /// Runs one frame with the pointer at `pointer`, in points from the window's top left corner.
    pub fn frame(&mut self, pointer: Option<[f32; 2]>) -> FrameTime {
        let input = self.input(pointer);
        let began = Instant::now();
        let workbench = &mut self.workbench;
        let mut output = self.context.run_ui(input, |ui| workbench.frame_ui(ui));
        let panels = began.elapsed();
        let clouds = self.clouds(&output.shapes);
        let changed = output.textures_delta.set.keys();
        let pictures = changed.filter(|id| self.shows_points(**id)).count();
        // egui insists that textures reach a GPU; here there is none.
        output.textures_delta.clear();
        let began = Instant::now();
        let triangles = self
            .context
            .tessellate(output.shapes, output.pixels_per_point);
        let tessellation = began.elapsed();
        let meshes = triangles.iter().map(|part| match &part.primitive {
            Primitive::Mesh(mesh) => mesh.vertices.len(),
            Primitive::Callback(_) => 0,
        });
        self.drawn = Drawn {
            clouds,
            pictures,
            vertices: meshes.sum(),
        };
        FrameTime {
            panels,
            tessellation,
        }
    }

    /// Left, top, right and bottom of the plot of latent points in the last frame, the largest where there are several.
    pub fn points(&self) -> Option<[f32; 4]> {
        let clouds = self.drawn.clouds.iter();
        let rect = clouds.max_by(|a, b| a.area().total_cmp(&b.area()))?;
        Some([rect.min.x, rect.min.y, rect.max.x, rect.max.y])
    }

    /// What the last frame drew.
    pub fn drawn(&self) -> &Drawn {
        &self.drawn
    }

    fn clouds(&self, shapes: &[ClippedShape]) -> Vec<Rect> {
        let shown = shapes.iter();
        let clouds = shown.filter(|clipped| self.shows_points(clipped.shape.texture_id()));
        clouds.map(|clipped| clipped.clip_rect).collect()
    }

    fn shows_points(&self, texture: TextureId) -> bool {
        let manager = self.context.tex_manager();
        let textures = manager.read();
        textures
            .meta(texture)
            .is_some_and(|meta| meta.name == TEXTURE)
    }

    fn input(&mut self, pointer: Option<[f32; 2]>) -> egui::RawInput {
        let mut input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.frames as f64 * FRAME),
            predicted_dt: FRAME as f32,
            ..Default::default()
        };
        if let Some(viewport) = input.viewports.get_mut(&egui::ViewportId::ROOT) {
            viewport.native_pixels_per_point = Some(1.0);
        }
        if let Some([x, y]) = pointer {
            input.events.push(Event::PointerMoved(Pos2::new(x, y)));
        }
        self.frames += 1;
        input
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Document;

    #[test]
    fn frames_are_drawn_and_timed() {
        let mut headless = Headless::new(App::detached(Document::default()), [900.0, 600.0]);
        let first = headless.frame(None);
        let second = headless.frame(Some([450.0, 300.0]));
        for time in [first, second] {
            assert!(time.panels > Duration::ZERO && time.total() > time.panels);
        }
    }
}
