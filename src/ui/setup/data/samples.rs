//! A few random training images or sequences.

use std::sync::Arc;

use egui::{Rect, RichText, Sense, Ui, vec2};

use crate::data::Prepared;
use crate::data::random::{Purpose, stream};
use crate::export::digits::grouped;
use crate::ui::icons::Icon;
use crate::ui::sample::{Sequence, Tile, sequence_ui};
use crate::ui::tiles::{self, GAP, Same, Tiles, fitted, multiple, size};
use crate::ui::{theme, widgets};

/// Largest side of a sample in the panel, in points; enlarged under the pointer.
const SIDE: f32 = 32.0;
/// Rows of samples in the panel.
const ROWS: usize = 2;
/// Room at the right for the button that draws others.
const BESIDE: f32 = 28.0;
const LARGE: f32 = 140.0;
/// Size of a sequence under the pointer.
const CHART: egui::Vec2 = vec2(360.0, 240.0);

/// The samples; keeps the draw and its texture.
pub struct Samples {
    /// Largest side of one, in points.
    side: f32,
    rows: usize,
    /// Side by side, at most.
    columns: usize,
    seed: u64,
    drawn: Option<(Key, Vec<u32>)>,
    tiles: Tiles<Key>,
}

#[derive(Clone, PartialEq)]
struct Key {
    data: Same<Prepared>,
    seed: u64,
    count: usize,
    dark: bool,
}

impl Default for Samples {
    fn default() -> Self {
        Self::sized(SIDE, ROWS, usize::MAX)
    }
}

impl Samples {
    /// At most `rows` by `columns` of them, none larger than `side` points.
    pub fn sized(side: f32, rows: usize, columns: usize) -> Self {
        Self {
            side,
            rows,
            columns,
            seed: 0,
            drawn: None,
            tiles: Tiles::default(),
        }
    }

    pub fn show(&mut self, ui: &mut Ui, data: &Arc<Prepared>) {
        let train = &data.dataset.train;
        // Rows and texts are listed.
        if train.shape().columns().is_some() || train.shape().text().is_some() {
            return;
        }
        let Some(tile) = Tile::of(data, ui.visuals().dark_mode) else {
            return;
        };
        let shape = tile.size();
        let scale = ui.pixels_per_point();
        let image = [shape.width, shape.height];
        let area = size(
            image,
            multiple(image, vec2(self.side, self.side), scale),
            scale,
        );
        let columns = (((ui.available_width() - BESIDE - GAP) / (area.x + GAP)) as usize)
            .clamp(1, self.columns);
        let key = Key {
            data: Same::of(data),
            seed: self.seed,
            count: (columns * self.rows).min(train.len()),
            dark: tile.is_dark(),
        };
        if self.drawn.as_ref().is_none_or(|(drawn, _)| *drawn != key) {
            self.drawn = Some((key.clone(), draw(key.seed, train.len(), key.count)));
        }
        let Some((_, drawn)) = &self.drawn else {
            return;
        };
        self.tiles.update(ui.ctx(), key, shape, || {
            drawn
                .iter()
                .flat_map(|&i| tile.of_sample(train, i as usize))
                .collect()
        });

        let mut again = false;
        ui.horizontal_top(|ui| {
            self.grid(ui, data, columns, area);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                let name = train.shape().say("Draw other training images");
                again = widgets::icon_button(ui, Icon::Restart, &name).clicked();
            });
        });
        if again {
            self.seed = self.seed.wrapping_add(1);
            ui.ctx().request_repaint();
        }
    }

    fn grid(&self, ui: &mut Ui, data: &Prepared, columns: usize, area: egui::Vec2) {
        let Some((_, drawn)) = &self.drawn else {
            return;
        };
        let scale = ui.pixels_per_point();
        let columns = columns.min(drawn.len().max(1));
        let grid = vec2(
            columns as f32 * (area.x + GAP) + GAP,
            drawn.len().div_ceil(columns) as f32 * (area.y + GAP) + GAP,
        );
        let (rect, response) = ui.allocate_exact_size(grid, Sense::hover());
        ui.painter().rect_filled(rect, 0.0, tiles::mat(ui));
        let mut under_pointer = None;
        for (place, &index) in drawn.iter().enumerate() {
            let at = vec2((place % columns) as f32, (place / columns) as f32);
            let corner = rect.min + vec2(GAP, GAP) + at * (area + vec2(GAP, GAP));
            let tile = fitted(corner, area, scale);
            self.tiles.draw(ui.painter(), place, tile);
            if response
                .hover_pos()
                .is_some_and(|pointer| tile.contains(pointer))
            {
                under_pointer = Some((place, index, tile));
            }
        }
        if let Some((place, index, tile)) = under_pointer {
            outline(ui, tile);
            response.on_hover_ui_at_pointer(|ui| self.enlarged(ui, data, place, index));
        }
    }

    fn enlarged(&self, ui: &mut Ui, data: &Prepared, place: usize, index: u32) {
        let shape = data.dataset.shape();
        match shape.image() {
            Some(shape) => {
                let image = [shape.width, shape.height];
                let scale = ui.pixels_per_point();
                let area = size(image, multiple(image, vec2(LARGE, LARGE), scale), scale);
                let (rect, _) = ui.allocate_exact_size(area, Sense::hover());
                self.tiles
                    .draw(ui.painter(), place, fitted(rect.min, area, scale));
            }
            None => {
                ui.set_max_size(CHART);
                sequence_ui(
                    ui,
                    &Sequence {
                        data,
                        samples: &data.dataset.train,
                        index: index as usize,
                        corrupted: None,
                        makers: &[],
                    },
                );
            }
        }
        let noun = shape.noun();
        ui.label(format!("Training {noun} {}", grouped(index.into())));
        if let Some(label) = data.dataset.train.label(index as usize) {
            let text = RichText::new(data.dataset.class_name(label));
            ui.label(text.color(theme::palette(ui).weak));
        }
    }
}

fn outline(ui: &Ui, tile: Rect) {
    let stroke = (1.0, theme::palette(ui).text);
    ui.painter()
        .rect_stroke(tile, 0.0, stroke, egui::StrokeKind::Outside);
}

/// `count` different numbers below `of`, the same ones for the same seed.
fn draw(seed: u64, of: usize, count: usize) -> Vec<u32> {
    // The second coordinate keeps this draw apart from the gallery's.
    let mut random = stream(seed, Purpose::Gallery, 0, 1);
    rand::seq::index::sample(&mut random, of, count.min(of))
        .into_iter()
        .map(|index| index as u32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_seeded_distinct_and_within_the_data() {
        let first = draw(3, 100, 20);
        assert_eq!(first, draw(3, 100, 20));
        assert_ne!(first, draw(4, 100, 20));
        let mut sorted = first.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 20);
        assert!(sorted[19] < 100);
        assert_eq!(draw(3, 2, 20).len(), 2);
        assert!(draw(3, 0, 20).is_empty());
    }
}
