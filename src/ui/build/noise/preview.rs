//! A few training images with and without the noise.

use std::sync::Arc;

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use crate::app::PreparedData;
use crate::data::{Corruption, Draw};
use crate::ui::tiles::{GAP, Same, Tiles, byte_colours, fitted, mat, multiple, size, unit_colours};

/// Largest side of an image, in points.
const SIDE: f32 = 32.0;
/// More would slow a drag of the strength down for large images.
const MOST: usize = 12;

/// Keeps the pictures' texture.
#[derive(Default)]
pub struct Preview {
    tiles: Tiles<Key>,
}

#[derive(Clone, PartialEq)]
struct Key {
    data: Same<PreparedData>,
    corruption: Corruption,
    count: usize,
}

impl Preview {
    /// Draws a row of images and below it what the noise makes of them.
    pub fn show(&mut self, ui: &mut Ui, data: &Arc<PreparedData>, corruption: Corruption) {
        let train = &data.dataset.train;
        let shape = train.shape();
        let scale = ui.pixels_per_point();
        let image = [shape.width, shape.height];
        let area = size(image, multiple(image, vec2(SIDE, SIDE), scale), scale);
        let fit = (ui.available_width() - GAP) / (area.x + GAP);
        let count = (fit as usize).clamp(1, MOST).min(train.len());
        let key = Key {
            data: Same::of(data),
            corruption,
            count,
        };
        self.tiles.update(ui.ctx(), key, shape, || {
            let mut colours = Vec::new();
            for index in 0..count {
                colours.extend(byte_colours(train.image(index), shape.channels));
            }
            let noisy = noisy(data, corruption, count);
            colours.extend(unit_colours(&noisy, shape.channels));
            colours
        });
        let step = area + vec2(GAP, GAP);
        let whole = vec2(count as f32, 2.0) * step + vec2(GAP, GAP);
        let (rect, response) = ui.allocate_exact_size(whole, Sense::hover());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Image, ui.is_enabled(), "Training images with noise")
        });
        ui.painter().rect_filled(rect, 0.0, mat(ui));
        for place in 0..2 * count {
            let at = vec2((place % count) as f32, (place / count) as f32);
            let corner = rect.min + vec2(GAP, GAP) + at * step;
            self.tiles
                .draw(ui.painter(), place, fitted(corner, area, scale));
        }
        response
            .on_hover_text("Training images as they are, and below them as the model sees them");
    }
}

/// The first `count` training images with noise, in the display scale.
fn noisy(data: &PreparedData, corruption: Corruption, count: usize) -> Vec<f32> {
    let train = &data.dataset.train;
    let shape = train.shape();
    let mut clean = vec![0.0; count * shape.size()];
    for (index, row) in clean.chunks_exact_mut(shape.size()).enumerate() {
        data.scaler.scale(train.image(index), row);
    }
    let indices: Vec<u32> = (0..count as u32).collect();
    let mut out = Vec::new();
    let noisy = corruption.corrupted(&clean, &indices, shape, &data.scaler, Draw::Fixed, &mut out);
    noisy.iter().map(|&x| data.scaler.unscale(x)).collect()
}
