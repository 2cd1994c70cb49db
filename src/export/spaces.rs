//! Several latent scatters side by side in one picture.

use super::Cloud;
use super::canvas::{self, Canvas};
use super::colouring::{LEVELS, Legend};
use super::digits::trimmed;
use super::palette::{self, Colour};

const PAPER: Colour = [0xff, 0xff, 0xff];
const LINE: Colour = [0xdf, 0xe2, 0xe7];
const TEXT: Colour = [0x1b, 0x1e, 0x24];
const WEAK: Colour = [0x59, 0x61, 0x6d];
/// Side of one space.
const SIDE: u32 = 400;
/// Above each for its name, and below for its axes.
const HEAD: u32 = 26;
const FOOT: u32 = 30;
const MARGIN: u32 = 12;
/// Side by side at most.
const COLUMNS: usize = 4;

/// One variant's codes.
pub struct Space<'a> {
    pub name: &'a str,
    /// Index into the palette of variants.
    pub colour: u8,
    pub cloud: Cloud,
}

/// Of the bar that shows a scale.
const SCALE: [u32; 2] = [2, 8];

/// The picture of `spaces`, `note` above them, what the colours stand for below. `None` without a space.
pub fn picture(spaces: &[Space], note: &str) -> Option<Canvas> {
    let legend_of = &spaces.first()?.cloud.colouring.legend;
    let columns = spaces.len().min(COLUMNS) as u32;
    let rows = spaces.len().div_ceil(COLUMNS) as u32;
    let top = if note.is_empty() { MARGIN } else { 34 };
    let (wide, high) = (SIDE + MARGIN, HEAD + SIDE + FOOT);
    let legend = if *legend_of == Legend::None { 0 } else { 24 };
    let width = columns * wide + MARGIN;
    let mut canvas = Canvas::new(width, top + rows * high + legend, Some(PAPER));
    canvas.text([MARGIN, 10], note, 2, TEXT);
    for (place, space) in spaces.iter().enumerate() {
        let left = MARGIN + (place % COLUMNS) as u32 * wide;
        let top = top + (place / COLUMNS) as u32 * high;
        one(&mut canvas, [left, top], space);
    }
    legend_line(&mut canvas, top + rows * high + 4, spaces);
    Some(canvas)
}

/// What the colours stand for, in one line; classes that do not fit are left out.
fn legend_line(canvas: &mut Canvas, y: u32, spaces: &[Space]) {
    let (width, mut left) = (canvas.width(), MARGIN);
    let Some(colouring) = spaces.first().map(|space| &space.cloud.colouring) else {
        return;
    };
    let words = |canvas: &mut Canvas, left: &mut u32, text: &str, colour| {
        canvas.text([*left, y], text, 1, colour);
        *left += canvas::text_width(text, 1) + 8;
    };
    match &colouring.legend {
        Legend::None => {}
        Legend::Classes { of, names } => {
            if let Some(of) = of {
                words(canvas, &mut left, of, WEAK);
            }
            for (class, name) in (0u32..).zip(names) {
                let needed = 14 + canvas::text_width(name, 1) + 8;
                if left + needed > width {
                    break;
                }
                canvas.fill([left, y], [8, 8], palette::label(class));
                left += 12;
                words(canvas, &mut left, name, TEXT);
            }
        }
        Legend::Scale { of, low, high } => {
            words(canvas, &mut left, of, WEAK);
            words(canvas, &mut left, &trimmed(f64::from(*low), 4), TEXT);
            for level in 0..LEVELS {
                canvas.fill([left, y], SCALE, colouring.colour(level));
                left += SCALE[0];
            }
            left += 8;
            words(canvas, &mut left, &trimmed(f64::from(*high), 4), TEXT);
        }
    }
}

fn one(canvas: &mut Canvas, [left, top]: [u32; 2], space: &Space) {
    canvas.fill([left, top + 3], [12, 12], palette::variant(space.colour));
    let name: String = space.name.chars().take(30).collect();
    canvas.text([left + 18, top + 3], &name, 2, TEXT);
    let top = top + HEAD;
    canvas.paste([left, top], &space.cloud.picture(SIDE, SIDE));
    canvas.outline([left, top], [SIDE, SIDE], LINE);
    let bounds = space.cloud.bounds;
    let [across, up] = &space.cloud.names;
    let range = |axis: usize| {
        let text = |value: f32| trimmed(f64::from(value), 3);
        format!("{} to {}", text(bounds.min[axis]), text(bounds.max[axis]))
    };
    let words = [
        format!("across: {across}, {}", range(0)),
        format!("up: {up}, {}", range(1)),
    ];
    for (line, words) in (0..).zip(words) {
        canvas.text([left, top + SIDE + 5 + line * 11], &words, 1, WEAK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::plane::LatentAxes;
    use crate::export::colouring::Colouring;
    use crate::training::LatentView;

    #[test]
    fn spaces_stand_side_by_side_and_then_below() {
        let view = LatentView {
            width: 2,
            codes: vec![0.0, 0.0, 1.0, 1.0],
            ..LatentView::default()
        };
        let space = || Space {
            name: "A",
            colour: 0,
            cloud: Cloud::new(&view, LatentAxes::Automatic, &Colouring::default()).unwrap(),
        };
        let size = |count: usize, note| {
            let spaces: Vec<Space> = (0..count).map(|_| space()).collect();
            picture(&spaces, note).map(|canvas| (canvas.width(), canvas.height()))
        };
        assert_eq!(size(0, ""), None);
        assert_eq!(size(1, ""), Some((424, 12 + 456)));
        assert_eq!(size(4, ""), Some((4 * 412 + 12, 12 + 456)));
        assert_eq!(size(5, "epoch 1"), Some((4 * 412 + 12, 34 + 2 * 456)));
    }
}
