//! The palette of colours that carry meaning: the window, pictures and reports use the same.

/// Red, green, blue.
pub type Colour = [u8; 3];

/// What is drawn neutrally, of a light or a dark page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tones {
    pub background: Colour,
    pub line: Colour,
    pub text: Colour,
    /// Of captions and ticks.
    pub weak: Colour,
    /// For what is selected, and for the code.
    pub accent: Colour,
}

impl Tones {
    /// For what matters less: between the background and captions.
    pub fn faint(&self) -> Colour {
        between(self.background, self.weak, 0.6)
    }
}

pub const DARK: Tones = Tones {
    background: [0x16, 0x18, 0x1d],
    line: [0x2a, 0x2e, 0x37],
    text: [0xe6, 0xe8, 0xec],
    weak: [0xa0, 0xa7, 0xb3],
    accent: [0x4c, 0x8d, 0xff],
};

pub const LIGHT: Tones = Tones {
    background: [0xfb, 0xfb, 0xfc],
    line: [0xdf, 0xe2, 0xe7],
    text: [0x1b, 0x1e, 0x24],
    weak: [0x59, 0x61, 0x6d],
    accent: [0x25, 0x63, 0xeb],
};

/// Variants, in a fixed order: Okabe and Ito's colours that colour-blind people can tell apart (black left out).
pub const VARIANTS: [Colour; 7] = [
    [0x56, 0xb4, 0xe9],
    [0xe6, 0x9f, 0x00],
    [0x00, 0x9e, 0x73],
    [0xcc, 0x79, 0xa7],
    [0xd5, 0x5e, 0x00],
    [0x00, 0x72, 0xb2],
    [0xf0, 0xe4, 0x42],
];

/// Classes 0 to 9: at least 0.12 apart in Oklab, also as people without green cones see them, 0.11 from the colours of
/// variants, and seen on light and dark. Found by simulated annealing.
pub const LABELS: [Colour; 10] = [
    [0x0b, 0x4a, 0xe9],
    [0xd4, 0x01, 0x00],
    [0x64, 0xc7, 0x00],
    [0x8a, 0x32, 0xb6],
    [0xab, 0x95, 0x73],
    [0xd5, 0x63, 0xf3],
    [0x76, 0x57, 0x0a],
    [0x5d, 0x7b, 0xfc],
    [0xd8, 0x00, 0x90],
    [0x61, 0x54, 0x83],
];

/// What tells variants of one colour apart, once there are more of them than colours: the colours come again with the
/// next marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Circle,
    Square,
    Triangle,
    Diamond,
}

impl Marker {
    /// Its corners around the origin, y downwards, for a circle of radius 1 of about the same area; none of a circle.
    pub fn corners(self) -> &'static [[f32; 2]] {
        match self {
            Self::Circle => &[],
            Self::Square => &[[-0.89, -0.89], [0.89, -0.89], [0.89, 0.89], [-0.89, 0.89]],
            Self::Triangle => &[[0.0, -1.45], [1.25, 0.72], [-1.25, 0.72]],
            Self::Diamond => &[[0.0, -1.35], [1.15, 0.0], [0.0, 1.35], [-1.15, 0.0]],
        }
    }
}

/// Which points of a curve with these places get a marker: at least `apart` from one another, the first after half of it.
pub fn marked(places: impl IntoIterator<Item = f64>, apart: f64) -> Vec<usize> {
    let mut next = None;
    let mut points = Vec::new();
    for (index, x) in places.into_iter().enumerate() {
        if x >= *next.get_or_insert(x + apart / 2.0) {
            points.push(index);
            next = Some(x + apart);
        }
    }
    points
}

/// The marker of a variant by its palette index.
pub fn marker(index: u8) -> Marker {
    use Marker::{Circle, Diamond, Square, Triangle};
    [Circle, Square, Triangle, Diamond][usize::from(index) / VARIANTS.len() % 4]
}

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

/// Viridis by Smith, van der Walt and Firing (matplotlib 2.0, CC0), every eighth part of it.
const VIRIDIS: [Colour; 9] = [
    [68, 1, 84],
    [71, 45, 123],
    [59, 82, 139],
    [44, 114, 142],
    [33, 144, 140],
    [39, 173, 129],
    [93, 200, 99],
    [170, 220, 50],
    [253, 231, 37],
];

/// The colour of class `label`.
pub fn label(label: u32) -> Colour {
    LABELS[label as usize % LABELS.len()]
}

/// The colour of a variant by its palette index.
pub fn variant(index: u8) -> Colour {
    VARIANTS[usize::from(index) % VARIANTS.len()]
}

/// A perceptually even map of `[0, 1]`, black to pale yellow. Values beyond are clamped; NaN is black.
pub fn magma(value: f32) -> Colour {
    interpolate(&MAGMA, value)
}

/// A perceptually even map of `[0, 1]`, violet over green to yellow, seen on light and dark. Values beyond are clamped.
pub fn viridis(value: f32) -> Colour {
    interpolate(&VIRIDIS, value)
}

/// The colour at `value` in `[0, 1]` between evenly spaced anchors, at least two. Values beyond are clamped; NaN is
/// the first.
pub fn interpolate(anchors: &[Colour], value: f32) -> Colour {
    let last = anchors.len() - 1;
    #[expect(clippy::manual_clamp, reason = "clamp keeps NaN, max turns it into 0")]
    let position = value.max(0.0).min(1.0) * last as f32;
    let below = (position as usize).min(last - 1);
    let fraction = position - below as f32;
    std::array::from_fn(|channel| {
        let (a, b) = (
            f32::from(anchors[below][channel]),
            f32::from(anchors[below + 1][channel]),
        );
        // Rounds, as nothing is negative here, and calls no library for it.
        (a + (b - a) * fraction + 0.5) as u8
    })
}

/// `share` of the way from one colour to another.
pub fn between(from: Colour, to: Colour, share: f32) -> Colour {
    interpolate(&[from, to], share)
}

/// "#56b4e9"
pub fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance in Oklab (Ottosson 2020).
    fn distance(a: Colour, b: Colour) -> f32 {
        let lab = |colour: Colour| {
            let [r, g, b] = colour.map(|part| {
                let part = f32::from(part) / 255.0;
                match part <= 0.04045 {
                    true => part / 12.92,
                    false => ((part + 0.055) / 1.055).powf(2.4),
                }
            });
            let l = (0.412_221_5 * r + 0.536_332_5 * g + 0.051_446 * b).cbrt();
            let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_397 * b).cbrt();
            let s = (0.088_302_5 * r + 0.281_718_8 * g + 0.629_978_7 * b).cbrt();
            [
                0.210_454_3 * l + 0.793_617_8 * m - 0.004_072 * s,
                1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
                0.025_904 * l + 0.782_771_8 * m - 0.808_675_8 * s,
            ]
        };
        let (a, b) = (lab(a), lab(b));
        let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f32>().sqrt()
    }

    #[test]
    fn classes_look_like_no_variant() {
        assert!((distance([0; 3], [255; 3]) - 1.0).abs() < 1e-3);
        for (index, label) in LABELS.into_iter().enumerate() {
            for other in LABELS.into_iter().skip(index + 1) {
                let apart = distance(label, other);
                assert!(apart > 0.12, "{label:?} {other:?} {apart}");
            }
            for variant in VARIANTS {
                let apart = distance(label, variant);
                assert!(apart > 0.11, "{label:?} {variant:?} {apart}");
            }
        }
    }

    #[test]
    fn colours_go_round_when_there_are_more_variants_than_colours() {
        assert_eq!(variant(7), variant(0));
        assert_eq!(
            [0, 6, 7, 14, 27].map(marker),
            [
                Marker::Circle,
                Marker::Circle,
                Marker::Square,
                Marker::Triangle,
                Marker::Diamond
            ]
        );
        assert_eq!(label(13), label(3));
        assert_eq!(hex(variant(1)), "#e69f00");
    }
}
