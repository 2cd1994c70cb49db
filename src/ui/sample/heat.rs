//! A sequence of many channels as a map: steps to the right, channels upwards, the brighter the greater.

use egui::{Color32, Mesh, Painter, Rect, pos2};

use super::trace;
use crate::data::{Prepared, SequenceShape};
use crate::ui::colour_map::magma;

/// From so many channels on lines would hide each other.
const MANY: usize = 16;

/// Whether sequences of this shape are drawn as maps.
pub fn is_map(shape: SequenceShape) -> bool {
    shape.features >= MANY
}

/// Makes colours of values in their own units: each channel as it is scaled, from the least to the greatest of all.
pub struct Colours<'a> {
    data: &'a Prepared,
    ends: [f32; 2],
}

impl<'a> Colours<'a> {
    pub fn of(data: &'a Prepared) -> Self {
        Self {
            data,
            ends: trace::ends(data),
        }
    }

    /// `None` where nothing is.
    pub fn colour(&self, channel: usize, value: f32) -> Option<Color32> {
        let [low, high] = self.ends;
        let scale = self.data.scaler.columns().get(channel)?;
        let share = (scale.rescale(value) - low) / (high - low).max(f32::MIN_POSITIVE);
        (!share.is_nan()).then(|| magma(share))
    }
}

/// The small picture of a sequence, whose cells have these colours by step and channel.
pub fn tile(
    pixels: &mut [Color32],
    shape: SequenceShape,
    colour: impl Fn(usize, usize) -> Option<Color32>,
) {
    let size = trace::SIZE;
    for (place, pixel) in pixels.iter_mut().enumerate() {
        let (x, y) = (place % size.width, place / size.width);
        let step = x * shape.steps / size.width;
        let channel = (size.height - 1 - y) * shape.features / size.height;
        if let Some(colour) = colour(step, channel) {
            *pixel = colour;
        }
    }
}

/// Paints a map of the first `steps` over its part of `rect`, in which all of `shape` has room.
pub fn paint(
    painter: &Painter,
    rect: Rect,
    shape: SequenceShape,
    steps: usize,
    colour: impl Fn(usize, usize) -> Option<Color32>,
) {
    let SequenceShape {
        steps: all,
        features,
    } = shape;
    let pixels = |points: f32| ((points * painter.pixels_per_point()).ceil() as usize).max(1);
    // No cell is smaller than a pixel.
    let columns = all.min(pixels(rect.width()));
    let rows = features.min(pixels(rect.height()));
    let mut mesh = Mesh::default();
    let x = |column: usize| rect.left() + rect.width() * column as f32 / columns as f32;
    let y = |row: usize| rect.bottom() - rect.height() * row as f32 / rows as f32;
    for column in 0..columns {
        let step = column * all / columns;
        if step >= steps {
            break;
        }
        for row in 0..rows {
            if let Some(colour) = colour(step, row * features / rows) {
                let corners = [pos2(x(column), y(row + 1)), pos2(x(column + 1), y(row))];
                let cell = Rect::from_min_max(corners[0], corners[1]);
                mesh.add_colored_rect(cell, colour);
            }
        }
    }
    painter.add(mesh);
}
