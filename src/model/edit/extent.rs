//! How much leaves a layer: a row of numbers, or maps.

use crate::data::{ImageShape, SequenceShape};

/// What leaves a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A row of this many numbers.
    Row(usize),
    /// Feature maps, or an image.
    Maps(ImageShape),
    /// Steps of a sequence.
    Steps(SequenceShape),
}

impl Extent {
    /// All numbers of it.
    pub fn numbers(self) -> usize {
        match self {
            Self::Row(width) => width,
            Self::Maps(maps) => maps.size(),
            Self::Steps(shape) => shape.steps * shape.features,
        }
    }

    /// "512", "14 x 14 x 16" or, of steps of features, "29 x 12".
    pub fn name(self) -> String {
        match self {
            Self::Row(width) => width.to_string(),
            Self::Maps(maps) => format!("{} × {} × {}", maps.height, maps.width, maps.channels),
            Self::Steps(shape) => format!("{} × {}", shape.steps, shape.features),
        }
    }

    /// As [`Self::name`], in fewer letters: "14×14×16".
    pub fn short(self) -> String {
        self.name().replace(' ', "")
    }
}

/// Where many extents stand on one scale: the logarithm of their numbers, of maps those of one channel. Rows beside
/// maps are drawn together with them, so that the numbers of the smallest maps, put in a row, are as high as these.
pub fn measures(extents: &[Extent]) -> Vec<f32> {
    let log = |count: usize| (count.max(2) as f32).ln();
    let smallest = extents
        .iter()
        .filter_map(|extent| match extent {
            Extent::Maps(maps) => Some((maps.height * maps.width, maps.size())),
            Extent::Steps(shape) => Some((shape.steps, shape.steps * shape.features)),
            Extent::Row(_) => None,
        })
        .min();
    let pull = smallest.map_or(1.0, |(pixels, numbers)| log(pixels) / log(numbers));
    extents
        .iter()
        .map(|extent| match extent {
            Extent::Row(width) => log(*width) * pull,
            Extent::Maps(maps) => log(maps.height * maps.width),
            Extent::Steps(shape) => log(shape.steps),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maps(side: usize, channels: usize) -> Extent {
        Extent::Maps(ImageShape {
            height: side,
            width: side,
            channels,
        })
    }

    #[test]
    fn extents_are_named_by_their_sides_and_channels() {
        assert_eq!(maps(14, 16).name(), "14 × 14 × 16");
        assert_eq!(maps(14, 16).short(), "14×14×16");
        assert_eq!(maps(14, 16).numbers(), 3136);
        assert_eq!(Extent::Row(32).name(), "32");
    }

    #[test]
    fn rows_beside_maps_narrow_further() {
        let measures = measures(&[maps(28, 1), maps(4, 8), Extent::Row(128), Extent::Row(16)]);
        assert!((measures[0] - 784_f32.ln()).abs() < 1e-5);
        assert!((measures[1] - 16_f32.ln()).abs() < 1e-5);
        assert!((measures[2] - 16_f32.ln()).abs() < 1e-5, "128 = 4 × 4 × 8");
        assert!(measures[3] < measures[2]);
    }

    #[test]
    fn rows_alone_are_as_high_as_they_are_wide() {
        let measures = measures(&[Extent::Row(784), Extent::Row(1)]);
        assert!((measures[0] - 784_f32.ln()).abs() < 1e-5);
        assert!((measures[1] - 2_f32.ln()).abs() < 1e-5, "still seen");
    }
}
