//! Which numbers are black and white in images that are not written as bytes.

use std::path::Path;

/// The numbers that become black and white; what lies between becomes one of 256 steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brightness {
    pub black: f64,
    pub white: f64,
}

impl Brightness {
    /// Bytes as they are.
    pub const BYTES: Self = Self {
        black: 0.0,
        white: 255.0,
    };

    /// What images most likely mean whose numbers lie between these: shares from 0 to 1 or from -1 to 1, bytes, or the
    /// least and the greatest.
    pub fn of(least: f64, greatest: f64) -> Self {
        let (black, white) = match (least, greatest) {
            (0.0.., ..=1.0) => (0.0, 1.0),
            (0.0.., ..=255.0) => (0.0, 255.0),
            (-1.0.., ..=1.0) => (-1.0, 1.0),
            _ => (least, greatest),
        };
        Self { black, white }
    }

    /// The warning about images at `path` that are kept so.
    pub fn words(self, path: &Path) -> String {
        let Self { black, white } = self;
        format!(
            "The values are kept as 256 steps of brightness, {black} is black and {white} is white: {}",
            path.display()
        )
    }

    /// The byte of `value`; what is beyond black and white becomes these.
    pub fn byte(self, value: f64) -> u8 {
        let share = (value - self.black) / (self.white - self.black);
        // A cast takes what is no number for 0.
        (share * 255.0).round().clamp(0.0, 255.0) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_told_from_their_ends() {
        for (least, greatest, black, white) in [
            (0.0, 1.0, 0.0, 1.0),
            (0.2, 0.7, 0.0, 1.0),
            (0.0, 254.0, 0.0, 255.0),
            (-0.9, 1.0, -1.0, 1.0),
            (0.0, 65_535.0, 0.0, 65_535.0),
            (-1000.0, 3000.0, -1000.0, 3000.0),
        ] {
            assert_eq!(Brightness::of(least, greatest), Brightness { black, white });
        }
    }

    #[test]
    fn numbers_become_the_nearest_byte() {
        let unit = Brightness {
            black: 0.0,
            white: 1.0,
        };
        let bytes = [-3.0, 0.0, 0.5, 0.999, 1.0, 7.0].map(|value| unit.byte(value));
        assert_eq!(bytes, [0, 0, 128, 255, 255, 255]);
        let inverted = Brightness {
            black: 10.0,
            white: 0.0,
        };
        assert_eq!(
            [10.0, 5.0, 0.0].map(|value| inverted.byte(value)),
            [0, 128, 255]
        );
        assert_eq!(Brightness::BYTES.byte(200.0), 200);
        let flat = Brightness {
            black: 2.0,
            white: 2.0,
        };
        assert_eq!(flat.byte(2.0), 0);
    }
}
