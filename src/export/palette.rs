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

/// Classes 0 to 9, of one brightness range so that they read on both backgrounds (Tol's muted set, extended).
pub const LABELS: [Colour; 10] = [
    [0x33, 0x66, 0xcc],
    [0xe6, 0x7e, 0x22],
    [0x2a, 0x9d, 0x8f],
    [0xcc, 0x66, 0x77],
    [0x88, 0x66, 0xcc],
    [0x99, 0x77, 0x33],
    [0xdd, 0x77, 0xcc],
    [0x77, 0x88, 0x99],
    [0xaa, 0xaa, 0x22],
    [0x33, 0xaa, 0xdd],
];

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

    #[test]
    fn colours_go_round_when_there_are_more_variants_than_colours() {
        assert_eq!(variant(7), variant(0));
        assert_eq!(label(13), label(3));
        assert_eq!(hex(variant(1)), "#e69f00");
    }
}
