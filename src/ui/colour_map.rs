//! Colour maps: magma for errors, a diverging map for signed numbers.

use egui::{Color32, Mesh, Rect, pos2};

use crate::export::palette;

/// ColorBrewer's RdBu in five classes, blue for negative: safe for colour-blind readers.
const DIVERGING: [[u8; 3]; 5] = [
    [5, 113, 176],
    [146, 197, 222],
    [247, 247, 247],
    [244, 165, 130],
    [202, 0, 32],
];

/// A perceptually even map of `[0, 1]`, black to pale yellow. Values beyond are clamped; NaN is black.
pub fn magma(value: f32) -> Color32 {
    opaque(palette::magma(value))
}

/// A map of `[-1, 1]` centred at zero: blue, near white, red. Values beyond are clamped; NaN is blue.
pub fn diverging(value: f32) -> Color32 {
    opaque(palette::interpolate(&DIVERGING, value * 0.5 + 0.5))
}

fn opaque([red, green, blue]: [u8; 3]) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

/// Paints `map` from left (0) to right (1) over `rect`.
pub fn paint_bar(painter: &egui::Painter, rect: Rect, map: impl Fn(f32) -> Color32) {
    let mut mesh = Mesh::default();
    let steps = 32;
    for step in 0..=steps {
        let t = step as f32 / steps as f32;
        let x = rect.left() + t * rect.width();
        mesh.colored_vertex(pos2(x, rect.top()), map(t));
        mesh.colored_vertex(pos2(x, rect.bottom()), map(t));
        if step > 0 {
            let corner = 2 * step as u32;
            mesh.add_triangle(corner - 2, corner - 1, corner);
            mesh.add_triangle(corner - 1, corner, corner + 1);
        }
    }
    painter.add(mesh);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magma_has_its_published_ends_and_middle() {
        assert_eq!(magma(0.0), Color32::from_rgb(0, 0, 4));
        assert_eq!(magma(0.5), Color32::from_rgb(183, 55, 121));
        assert_eq!(magma(1.0), Color32::from_rgb(252, 253, 191));
    }

    #[test]
    fn magma_between_anchors_is_near_the_published_table() {
        // Entries 60 and 200 of the published 256.
        for (entry, published) in [(60, [0x4a, 0x10, 0x79]), (200, [0xfd, 0x98, 0x69])] {
            let colour = magma(entry as f32 / 255.0);
            for (got, want) in colour.to_array().into_iter().zip(published) {
                assert!(got.abs_diff(want) <= 2, "{colour:?} for entry {entry}");
            }
        }
    }

    #[test]
    fn values_beyond_the_ends_are_clamped() {
        assert_eq!(magma(-3.0), magma(0.0));
        assert_eq!(magma(7.0), magma(1.0));
        assert_eq!(magma(f32::INFINITY), magma(1.0));
        assert_eq!(magma(f32::NAN), magma(0.0));
    }

    #[test]
    fn the_diverging_map_is_centred_at_zero() {
        assert_eq!(diverging(-1.0), Color32::from_rgb(5, 113, 176));
        assert_eq!(diverging(0.0), Color32::from_rgb(247, 247, 247));
        assert_eq!(diverging(1.0), Color32::from_rgb(202, 0, 32));
    }
}
