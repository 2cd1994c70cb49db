//! What can be saved of the comparison.

use strum::VariantArray;

/// What can be saved of the shown variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, VariantArray)]
pub enum Export {
    Report,
    LossPlot,
    Reconstructions,
    LatentSpace,
    LatentSpaces,
    Codes,
    Samples,
    Sample,
    Table,
    TradeOff,
    UseCurves,
    Architecture,
    GalleryAnimation,
    LatentAnimation,
}

impl Export {
    /// In the order of the menu.
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();
}
