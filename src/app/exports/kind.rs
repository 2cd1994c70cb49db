//! What can be saved of the comparison.

/// What can be saved of the shown variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Export {
    Report,
    LossPlot,
    Reconstructions,
    TradeOff,
    LatentSpace,
    GalleryAnimation,
    LatentAnimation,
}

impl Export {
    /// In the order of the menu.
    pub const ALL: [Self; 7] = [
        Self::Report,
        Self::LossPlot,
        Self::Reconstructions,
        Self::TradeOff,
        Self::LatentSpace,
        Self::GalleryAnimation,
        Self::LatentAnimation,
    ];
}
