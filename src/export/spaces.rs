//! Latent spaces side by side in one picture.

use super::Cloud;
use super::canvas::{self, Canvas};
use super::digits::trimmed;
use super::palette::{self, Colour};

const PAPER: Colour = [0xff, 0xff, 0xff];
const LINE: Colour = [0xdf, 0xe2, 0xe7];
const TEXT: Colour = [0x1b, 0x1e, 0x24];
const WEAK: Colour = [0x62, 0x6a, 0x76];
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

/// The picture of `spaces`, `note` above them; `classes` are the names of labels. `None` without a space.
pub fn picture(spaces: &[Space], classes: &[String], note: &str) -> Option<Canvas> {
    if spaces.is_empty() {
        return None;
    }
    let columns = spaces.len().min(COLUMNS) as u32;
    let rows = spaces.len().div_ceil(COLUMNS) as u32;
    let top = if note.is_empty() { MARGIN } else { 34 };
    let (wide, high) = (SIDE + MARGIN, HEAD + SIDE + FOOT);
    let legend = if classes.is_empty() { 0 } else { 24 };
    let width = columns * wide + MARGIN;
    let mut canvas = Canvas::new(width, top + rows * high + legend, Some(PAPER));
    canvas.text([MARGIN, 10], note, 2, TEXT);
    for (place, space) in spaces.iter().enumerate() {
        let left = MARGIN + (place % COLUMNS) as u32 * wide;
        let top = top + (place / COLUMNS) as u32 * high;
        one(&mut canvas, [left, top], space);
    }
    let mut left = MARGIN;
    for (label, name) in (0u32..).zip(classes) {
        let needed = 14 + canvas::text_width(name, 1) + 8;
        if left + needed > width {
            break;
        }
        let y = top + rows * high + 4;
        canvas.fill([left, y], [8, 8], palette::label(label));
        canvas.text([left + 12, y], name, 1, TEXT);
        left += needed;
    }
    Some(canvas)
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
    use crate::project::LatentAxes;
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
            cloud: Cloud::new(&view, LatentAxes::Automatic, Some(&[0, 1])).unwrap(),
        };
        let size = |count: usize, note| {
            let spaces: Vec<Space> = (0..count).map(|_| space()).collect();
            picture(&spaces, &[], note).map(|canvas| (canvas.width(), canvas.height()))
        };
        assert_eq!(size(0, ""), None);
        assert_eq!(size(1, ""), Some((424, 12 + 456)));
        assert_eq!(size(4, ""), Some((4 * 412 + 12, 12 + 456)));
        assert_eq!(size(5, "epoch 1"), Some((4 * 412 + 12, 34 + 2 * 456)));
    }
}
