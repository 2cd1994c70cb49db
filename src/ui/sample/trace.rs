//! A sequence as a small picture: a line a channel over the steps.

use egui::Color32;

use crate::data::{ImageShape, Prepared, SequenceShape};
use crate::ui::theme;

/// Pixels of a picture.
pub const SIZE: ImageShape = ImageShape {
    height: 32,
    width: 56,
    channels: 1,
};
/// Pixels that stay free above and below the lines.
const MARGIN: f32 = 2.0;

/// The colour of a channel; `only` is that of the only one.
pub fn colour(channel: usize, channels: usize, only: Color32) -> Color32 {
    match channels {
        1 => only,
        _ => theme::label_colour(channel as u32),
    }
}

/// The lines of a sequence in units of its own, each channel as it is scaled, so that all fit on one axis.
pub fn lines(
    pixels: &mut [Color32],
    data: &Prepared,
    shape: SequenceShape,
    values: &[f32],
    only: Color32,
) {
    let scales = data.scaler.columns();
    let [low, high] = ends(data);
    let spread = (high - low).max(f32::MIN_POSITIVE);
    for (channel, scale) in scales.iter().enumerate() {
        let height = |step: usize| {
            let value = values.get(step * shape.features + channel)?;
            let share = (scale.rescale(*value) - low) / spread;
            (!share.is_nan()).then_some(share)
        };
        let colour = colour(channel, shape.features, only);
        line(pixels, shape.steps, height, colour);
    }
}

/// The least and the greatest scaled number of all channels in the training part.
pub fn ends(data: &Prepared) -> [f32; 2] {
    let ranges = data.scaler.columns().iter().map(|scale| scale.range);
    let none = [f32::INFINITY, f32::NEG_INFINITY];
    ranges.fold(none, |[low, high], [least, most]| {
        [low.min(least), high.max(most)]
    })
}

/// One number of at least 0 a value, of which 1 is drawn in full, from the bottom on.
pub fn errors(pixels: &mut [Color32], shape: SequenceShape, errors: &[f32], only: Color32) {
    for channel in 0..shape.features {
        let height = |step: usize| {
            let error = *errors.get(step * shape.features + channel)?;
            (!error.is_nan()).then_some(error)
        };
        let colour = colour(channel, shape.features, only);
        line(pixels, shape.steps, height, colour);
    }
}

/// Joins what is there at neighbouring steps; 0 is the bottom and 1 the top.
fn line(
    pixels: &mut [Color32],
    steps: usize,
    height: impl Fn(usize) -> Option<f32>,
    colour: Color32,
) {
    let (wide, high) = ((SIZE.width - 1) as f32, (SIZE.height - 1) as f32);
    let x = |step: usize| step as f32 / steps.saturating_sub(1).max(1) as f32 * wide;
    let y = |share: f32| high - MARGIN - share.clamp(0.0, 1.0) * (high - 2.0 * MARGIN);
    let mut before: Option<(f32, f32)> = None;
    for step in 0..steps {
        let now = height(step).map(|share| (x(step), y(share)));
        if let Some(now) = now {
            join(pixels, before.unwrap_or(now), now, colour);
        }
        before = now;
    }
}

fn join(pixels: &mut [Color32], from: (f32, f32), to: (f32, f32), colour: Color32) {
    let (wide, high) = (to.0 - from.0, to.1 - from.1);
    let count = wide.abs().max(high.abs()).ceil().max(1.0) as usize;
    for part in 0..=count {
        let share = part as f32 / count as f32;
        let (x, y) = (from.0 + share * wide, from.1 + share * high);
        let place = y.round() as usize * SIZE.width + x.round() as usize;
        if let Some(pixel) = pixels.get_mut(place) {
            *pixel = colour;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(heights: &[Option<f32>]) -> Vec<(usize, usize)> {
        let mut pixels = vec![Color32::BLACK; SIZE.width * SIZE.height];
        line(
            &mut pixels,
            heights.len(),
            |step| heights[step],
            Color32::WHITE,
        );
        let lit = pixels.iter().enumerate();
        let lit = lit.filter(|(_, pixel)| **pixel == Color32::WHITE);
        lit.map(|(place, _)| (place % SIZE.width, place / SIZE.width))
            .collect()
    }

    #[test]
    fn lines_join_neighbours_and_leave_out_what_is_not_there() {
        let level = drawn(&[Some(0.0), Some(0.0)]);
        assert_eq!(level.len(), SIZE.width);
        assert!(level.iter().all(|(_, y)| *y == SIZE.height - 3));
        // A rise of one step has a pixel at every height, and an end without a neighbour is a dot.
        let rise = drawn(&[Some(0.0), Some(1.0), None, None, Some(9.0)]);
        let at_most = |x: usize| rise.iter().filter(|(at, _)| *at > x).count();
        assert_eq!(at_most(SIZE.width / 4), 1);
        assert!((2..SIZE.height - 2).all(|y| rise.iter().any(|(_, at)| *at == y)));
        assert!(rise.contains(&(SIZE.width - 1, 2)));
        assert!(drawn(&[None, None]).is_empty());
        assert_eq!(drawn(&[Some(0.5)]).len(), 1);
    }
}
