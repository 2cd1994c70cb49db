//! The modes of the gallery.

use strum::VariantArray;

/// What the rows of the gallery show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, VariantArray)]
pub enum Mode {
    /// Each variant's outputs over their errors.
    #[default]
    Errors,
    /// What one variant does that another does not.
    Difference,
    /// Two pictures in one place, in turns.
    Flicker,
}

impl Mode {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    pub fn name(self) -> &'static str {
        match self {
            Self::Errors => "Errors",
            Self::Difference => "Difference",
            Self::Flicker => "Flicker",
        }
    }

    /// One sentence on it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Errors => "Outputs of each variant, and how far each pixel is from the image",
            Self::Difference => {
                "Outputs of two variants, and B - A of each pixel: red where B is brighter, blue where A is"
            }
            Self::Flicker => {
                "Two pictures in one place, in turns twice a second: what moves is what differs"
            }
        }
    }
}
