//! From numbers to colours: magma for errors, a diverging map for signed numbers.

use egui::{Color32, Mesh, Rect, pos2};

/// Magma by Smith and van der Walt (matplotlib 2.0, CC0), every eighth of its 256 published entries. Linear
/// interpolation between them stays within 2 of 255 of the whole table.
const MAGMA: [[u8; 3]; 33] = [
    [0, 0, 4],
    [3, 3, 18],
    [10, 8, 34],
    [19, 13, 52],
    [29, 17, 71],
    [41, 17, 90],
    [54, 16, 107],
    [68, 15, 118],
    [81, 18, 124],
    [93, 23, 127],
    [106, 28, 129],
    [118, 33, 129],
    [131, 38, 129],
    [144, 42, 129],
    [156, 46, 127],
    [170, 51, 125],
    [183, 55, 121],
    [194, 59, 117],
    [207, 64, 112],
    [219, 71, 106],
    [229, 80, 100],
    [238, 91, 94],
    [244, 105, 92],
    [249, 120, 93],
    [251, 135, 97],
    [253, 150, 104],
    [254, 165, 113],
    [254, 180, 123],
    [254, 194, 135],
    [254, 209, 148],
    [253, 224, 161],
    [252, 238, 176],
    [252, 253, 191],
];

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
    interpolate(&MAGMA, value)
}

/// A map of `[-1, 1]` centred at zero: blue, near white, red. Values beyond are clamped; NaN is blue.
pub fn diverging(value: f32) -> Color32 {
    interpolate(&DIVERGING, value * 0.5 + 0.5)
}

fn interpolate(anchors: &[[u8; 3]], value: f32) -> Color32 {
    let last = anchors.len() - 1;
    #[expect(clippy::manual_clamp, reason = "clamp keeps NaN, max turns it into 0")]
    let position = value.max(0.0).min(1.0) * last as f32;
    let below = (position as usize).min(last - 1);
    let fraction = position - below as f32;
    let channel = |c: usize| {
        let (a, b) = (
            f32::from(anchors[below][c]),
            f32::from(anchors[below + 1][c]),
        );
        (a + (b - a) * fraction).round() as u8
    };
    Color32::from_rgb(channel(0), channel(1), channel(2))
}

/// Paints magma from left (0) to right (1) over `rect`.
pub fn paint_magma_bar(painter: &egui::Painter, rect: Rect) {
    let mut mesh = Mesh::default();
    let steps = MAGMA.len() - 1;
    for step in 0..=steps {
        let t = step as f32 / steps as f32;
        let x = rect.left() + t * rect.width();
        mesh.colored_vertex(pos2(x, rect.top()), magma(t));
        mesh.colored_vertex(pos2(x, rect.bottom()), magma(t));
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
