//! A text as a small picture: a dash a token, as long as its letters, in a colour of its own.

use egui::Color32;

use super::trace::SIZE;
use crate::data::{TextShape, Vocabulary};
use crate::ui::theme;

/// Pixels around the lines, of a line and between two of them, and between two dashes.
const MARGIN: usize = 2;
const LINE: usize = 3;
const BETWEEN: usize = 1;
/// Letters of a dash of one pixel, and the longest dash.
const LETTERS: usize = 2;
const LONGEST: usize = 8;

/// Draws as many tokens as have room, the first at the left above. `share` gives how strong the colour of a step is,
/// 0 to 1; unknown tokens are grey.
pub fn dashes(
    pixels: &mut [Color32],
    text: &TextShape,
    tokens: &[usize],
    (grey, share): (Color32, impl Fn(usize) -> f32),
) {
    let (mut x, mut y) = (MARGIN, MARGIN);
    for (step, piece) in text.pieces(tokens).enumerate() {
        let width = piece
            .text
            .chars()
            .count()
            .div_ceil(LETTERS)
            .clamp(1, LONGEST);
        if x + width > SIZE.width - MARGIN {
            (x, y) = (MARGIN, y + LINE + BETWEEN);
        }
        if y + LINE > SIZE.height - MARGIN {
            return;
        }
        let colour = match piece.token {
            Vocabulary::UNKNOWN => grey,
            token => theme::label_colour(token as u32),
        };
        let ground = pixels[y * SIZE.width + x];
        let colour = ground.lerp_to_gamma(colour, share(step).clamp(0.0, 1.0));
        for row in y..y + LINE {
            pixels[row * SIZE.width + x..][..width].fill(colour);
        }
        x += width + usize::from(piece.spaced) + BETWEEN;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::TokenUnit;

    #[test]
    fn a_dash_is_as_long_as_its_letters_and_lines_follow_each_other() {
        let own = ["a", "abcdef", "abcdefghijklmnopqrstuvwxyz"].map(String::from);
        let text = TextShape {
            steps: 99,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(own),
        };
        let drawn = |tokens: &[usize]| {
            let mut pixels = vec![Color32::BLACK; SIZE.width * SIZE.height];
            dashes(&mut pixels, &text, tokens, (Color32::WHITE, |_| 1.0));
            let lit = |row: usize| {
                let row = &pixels[row * SIZE.width..][..SIZE.width];
                row.iter().filter(|pixel| **pixel != Color32::BLACK).count()
            };
            (0..SIZE.height).map(lit).collect::<Vec<usize>>()
        };
        let few = drawn(&[2, 3, 0]);
        assert_eq!(few[..6], [0, 0, 1 + 3 + 3, 7, 7, 0]);
        let many = drawn(&[4; 60]);
        assert!(many[2] <= SIZE.width - 2 * MARGIN && many[6] > 0);
        assert_eq!(many[SIZE.height - 1], 0);
    }
}
