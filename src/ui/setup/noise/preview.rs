//! A preview of the noise on a few training images, sequences or texts.

use std::sync::Arc;

use egui::{Label, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use crate::app::SampleKind;
use crate::data::{Corruption, Draw, Prepared, gather_inputs};
use crate::ui::sample::Tile;
use crate::ui::tiles::{GAP, Same, Tiles, fitted, mat, multiple, size};

/// Largest side of an image, in points.
const SIDE: f32 = 32.0;
/// More would slow a drag of the strength down for large images.
const MOST: usize = 12;
/// Texts, a line each.
const TEXTS: usize = 3;

/// Keeps the pictures' texture.
#[derive(Default)]
pub struct Preview {
    tiles: Tiles<Key>,
}

#[derive(Clone, PartialEq)]
struct Key {
    data: Same<Prepared>,
    corruption: Corruption,
    count: usize,
    dark: bool,
}

impl Preview {
    /// Draws a row of images and below it what the noise makes of them.
    pub fn show(&mut self, ui: &mut Ui, data: &Arc<Prepared>, corruption: Corruption) {
        let train = &data.dataset.train;
        if train.shape().columns().is_some() {
            return;
        }
        if let Some(text) = train.shape().text() {
            let count = TEXTS.min(train.len());
            for seen in noisy(data, corruption, count).chunks(text.steps * text.vocabulary.len()) {
                let tokens = text.likeliest(seen);
                let line = RichText::new(text.text(&tokens)).size(11.0);
                ui.add(Label::new(line).truncate());
            }
            return;
        }
        let Some(tile) = Tile::of(data, ui.visuals().dark_mode) else {
            return;
        };
        let shape = tile.size();
        let scale = ui.pixels_per_point();
        let image = [shape.width, shape.height];
        let area = size(image, multiple(image, vec2(SIDE, SIDE), scale), scale);
        let fit = (ui.available_width() - GAP) / (area.x + GAP);
        let count = (fit as usize).clamp(1, MOST).min(train.len());
        let key = Key {
            data: Same::of(data),
            corruption,
            count,
            dark: tile.is_dark(),
        };
        self.tiles.update(ui.ctx(), key, shape, || {
            let mut colours = Vec::new();
            for index in 0..count {
                colours.extend(tile.of_sample(train, index));
            }
            let noisy = noisy(data, corruption, count);
            colours.extend(tile.of_outputs(&noisy));
            colours
        });
        let kind = SampleKind::of(train.shape());
        let step = area + vec2(GAP, GAP);
        let whole = vec2(count as f32, 2.0) * step + vec2(GAP, GAP);
        let (rect, response) = ui.allocate_exact_size(whole, Sense::hover());
        response.widget_info(|| {
            let name = format!("Training {} with noise", kind.many());
            WidgetInfo::labeled(Role::Image, ui.is_enabled(), name)
        });
        ui.painter().rect_filled(rect, 0.0, mat(ui));
        for place in 0..2 * count {
            let at = vec2((place % count) as f32, (place / count) as f32);
            let corner = rect.min + vec2(GAP, GAP) + at * step;
            self.tiles
                .draw(ui.painter(), place, fitted(corner, area, scale));
        }
        response.on_hover_text(format!(
            "Training {} as they are, and below them as the model sees them",
            kind.many()
        ));
    }
}

/// The first `count` training images with noise, in the display scale.
fn noisy(data: &Prepared, corruption: Corruption, count: usize) -> Vec<f32> {
    let indices: Vec<u32> = (0..count as u32).collect();
    let (mut clean, mut out) = (Vec::new(), Vec::new());
    gather_inputs(&data.dataset.train, &indices, &data.scaler, &mut clean);
    let seen = corruption.corrupted(&clean, &indices, &data.scaler, Draw::Fixed, &mut out);
    let mut shown = seen.to_vec();
    data.scaler.unscale(&mut shown);
    shown
}
