//! One variant's images as a texture: inputs clean and corrupted, outputs and errors.

use std::sync::Arc;

use egui::{Color32, Painter, Rect};

use crate::data::Prepared;
use crate::training::GalleryView;
use crate::ui::tiles::{Same, Tiles, byte_colours, error_colours, unit_colours};
use crate::ui::views::comparison::{absolute_errors, largest};

/// Which picture of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    Input,
    Output,
    Error,
    /// The input as the model saw it, where that is not the image itself.
    Corrupted,
}

#[derive(PartialEq, Clone)]
struct Key {
    data: Same<Prepared>,
    view: Same<GalleryView>,
}

/// Images of one variant, kept until its view changes.
#[derive(Default)]
pub struct Sheet {
    key: Option<Key>,
    images: Tiles<Key>,
    /// Apart, for another variant's error can change the scale of all.
    error_maps: Tiles<(Key, u32)>,
    /// Absolute errors of all shown images, one after another.
    errors: Vec<f32>,
    /// The largest of them.
    pub largest: f32,
    count: usize,
}

impl Sheet {
    /// Takes in `view`; `false` when it does not belong to `data` (made from a dataset of before).
    pub fn update(&mut self, data: &Arc<Prepared>, view: &Arc<GalleryView>) -> bool {
        let key = Key {
            data: Same::of(data),
            view: Same::of(view),
        };
        if self.key.as_ref() == Some(&key) {
            return true;
        }
        let size = data.dataset.shape().target_width();
        if !belongs(data, view) {
            return false;
        }
        self.errors.clear();
        for (&index, output) in view.indices.iter().zip(view.outputs.chunks_exact(size)) {
            let input = data.dataset.test.image(index as usize);
            self.errors.extend(absolute_errors(input, output));
        }
        self.largest = largest(&self.errors);
        self.count = view.indices.len();
        self.key = Some(key);
        true
    }

    /// Makes the texture, with errors up to `top` on the colour scale.
    pub fn paint_texture(
        &mut self,
        ctx: &egui::Context,
        data: &Prepared,
        view: &GalleryView,
        top: f32,
    ) {
        let Some(key) = self.key.clone() else { return };
        let Some(shape) = data.dataset.shape().image() else {
            return;
        };
        let channels = shape.channels;
        self.images
            .update(ctx, key.clone(), shape, || -> Vec<Color32> {
                let mut pixels = Vec::with_capacity(3 * view.outputs.len() / channels);
                for &index in &view.indices {
                    let input = data.dataset.test.image(index as usize);
                    pixels.extend(byte_colours(input, channels));
                }
                pixels.extend(unit_colours(&view.outputs, channels));
                if let Some(corrupted) = &view.corrupted {
                    pixels.extend(unit_colours(corrupted, channels));
                }
                pixels
            });
        let errors = &self.errors;
        self.error_maps
            .update(ctx, (key, top.to_bits()), shape, || {
                error_colours(errors, channels, top).collect()
            });
    }

    /// Draws one picture of the image in `column` over `rect`.
    pub fn draw(&self, painter: &Painter, row: Row, column: usize, rect: Rect) {
        let images = |row: usize| self.images.draw(painter, row * self.count + column, rect);
        match row {
            Row::Input => images(0),
            Row::Output => images(1),
            Row::Corrupted => images(2),
            Row::Error => self.error_maps.draw(painter, column, rect),
        }
    }

    /// Absolute errors of the image in `column`, which has `size` numbers.
    pub fn errors(&self, column: usize, size: usize) -> &[f32] {
        self.errors
            .get(column * size..(column + 1) * size)
            .unwrap_or_default()
    }
}

fn belongs(data: &Prepared, view: &GalleryView) -> bool {
    let count = view.indices.len();
    let test = &data.dataset.test;
    test.shape() == data.dataset.shape()
        && view.outputs.len() == count * test.shape().target_width()
        && view
            .corrupted
            .as_ref()
            .is_none_or(|corrupted| corrupted.len() == view.outputs.len())
        && view.errors.len() == count
        && view.indices.iter().all(|&i| (i as usize) < test.len())
}
