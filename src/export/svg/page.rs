//! The page a drawing is made for: its size, and whether it is light or dark.

use serde::{Deserialize, Serialize};

use crate::export::palette::{DARK, LIGHT, Tones};

/// The shortest and the longest side of a page in points.
pub const SIDES: [f64; 2] = [100.0, 2_400.0];

/// What a drawing stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    #[default]
    Light,
    Dark,
}

/// What a drawing is made for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// Width and height in points; as large as what is drawn wants to be with `None`.
    pub size: Option<[f64; 2]>,
    pub paper: Paper,
    /// Pixels of a point, where many points of data are drawn as a picture.
    pub sharpness: u32,
}

impl Default for Page {
    /// For print.
    fn default() -> Self {
        Self {
            size: None,
            paper: Paper::Light,
            sharpness: 4,
        }
    }
}

impl Paper {
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    pub(super) fn tones(self) -> Tones {
        match self {
            // What is printed leaves the paper as it is.
            Self::Light => Tones {
                background: [0xff; 3],
                ..LIGHT
            },
            Self::Dark => DARK,
        }
    }
}

/// Whether a drawing can be made as large as this.
///
/// # Errors
/// One clause on what is wrong, with the size last.
pub fn check_size([width, height]: [f64; 2]) -> Result<(), String> {
    let [least, most] = SIDES;
    let fits = |side: f64| (least..=most).contains(&side);
    if fits(width) && fits(height) {
        return Ok(());
    }
    Err(format!(
        "width and height must be from {least} to {most} points: {width} × {height}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_no_drawing_has_are_refused() {
        assert_eq!(check_size([100.0, 2_400.0]), Ok(()));
        for size in [
            [0.0, 300.0],
            [300.0, 2_401.0],
            [f64::NAN, 300.0],
            [-1.0, 1.0],
        ] {
            assert!(check_size(size).is_err(), "{size:?}");
        }
        assert_eq!(
            check_size([0.0, 300.0]).unwrap_err(),
            "width and height must be from 100 to 2400 points: 0 × 300"
        );
    }
}
