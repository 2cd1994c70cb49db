//! The image of the point under the pointer, drawn with whole pixels.

use egui::{Color32, Role, Sense, Ui, WidgetInfo, vec2};

use crate::data::ImageShape;
use crate::ui::tiles::{Tiles, fitted, multiple, size};

/// Largest side, in points.
const SIDE: f32 = 112.0;

/// A texture that follows one image.
#[derive(Default)]
pub struct OneImage {
    tiles: Tiles<Vec<Color32>>,
}

impl OneImage {
    /// Draws `pixels`, row by row, at the largest whole multiple that fits; nothing when they are not of `shape`.
    pub fn show(&mut self, ui: &mut Ui, pixels: Vec<Color32>, shape: ImageShape, name: &str) {
        if pixels.len() != shape.width * shape.height || pixels.is_empty() {
            return;
        }
        self.tiles
            .update(ui.ctx(), pixels.clone(), shape, || pixels);
        let image = [shape.width, shape.height];
        let scale = ui.pixels_per_point();
        let area = size(image, multiple(image, vec2(SIDE, SIDE), scale), scale);
        let (rect, response) = ui.allocate_exact_size(area, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
        self.tiles
            .draw(ui.painter(), 0, fitted(rect.min, area, scale));
    }
}
