//! What can be saved of the comparison.

/// What can be saved of the shown variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Export {
    /// One HTML page with everything.
    Report,
    /// The curves as SVG.
    LossPlot,
    /// Error against code size, with PCA's line, as SVG.
    TradeOff,
    /// The gallery as PNG.
    Reconstructions,
    /// The latent spaces as PNG.
    LatentSpace,
    /// Reconstructions over training as GIF.
    GalleryAnimation,
    /// Latent spaces over training as GIF.
    LatentAnimation,
}

impl Export {
    /// What a button that saves it says.
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "the report",
            Self::LossPlot => "the loss plot as SVG",
            Self::TradeOff => "error by code size as SVG",
            Self::Reconstructions => "reconstructions as PNG",
            Self::LatentSpace => "the latent space as PNG",
            Self::GalleryAnimation => "reconstructions over training as GIF",
            Self::LatentAnimation => "the latent space over training as GIF",
        }
    }

    /// What sentences call it, what stands in its file's name, and the file's ending.
    pub(super) fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Report => ("report", "report", "html"),
            Self::LossPlot => ("plot", "loss", "svg"),
            Self::TradeOff => ("plot", "trade-off", "svg"),
            Self::Reconstructions => ("picture", "reconstructions", "png"),
            Self::LatentSpace => ("picture", "latent", "png"),
            Self::GalleryAnimation => ("animation", "reconstructions", "gif"),
            Self::LatentAnimation => ("animation", "latent", "gif"),
        }
    }
}
