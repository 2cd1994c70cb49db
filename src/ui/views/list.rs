//! All views there are.

use super::codes::Codes;
use super::gallery::Gallery;
use super::inspect::Inspect;
use super::latent::Latent;
use super::latents::Latents;
use super::loss_plot::LossPlot;
use super::samples::Samples;
use super::table::VariantTable;
use super::trade_off::TradeOff;
use super::view::View;

/// Names a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViewId {
    Loss,
    Gallery,
    Latent,
    Codes,
    Samples,
    Latents,
    Table,
    TradeOff,
    Inspect,
}

impl ViewId {
    /// Those that share a place in the order of their tabs.
    pub const ALL: [Self; 9] = [
        Self::Loss,
        Self::Gallery,
        Self::Latent,
        Self::Codes,
        Self::Samples,
        Self::Latents,
        Self::Table,
        Self::TradeOff,
        Self::Inspect,
    ];

    pub fn make(self) -> Box<dyn View> {
        match self {
            Self::Loss => Box::<LossPlot>::default(),
            Self::Gallery => Box::<Gallery>::default(),
            Self::Latent => Box::<Latent>::default(),
            Self::Codes => Box::<Codes>::default(),
            Self::Samples => Box::<Samples>::default(),
            Self::Latents => Box::<Latents>::default(),
            Self::Table => Box::<VariantTable>::default(),
            Self::TradeOff => Box::<TradeOff>::default(),
            Self::Inspect => Box::<Inspect>::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::views::view::WindowMode;

    #[test]
    fn every_view_stands_somewhere_and_says_what_it_shows() {
        for id in ViewId::ALL {
            let view = id.make();
            let about = view.about();
            assert!(about.building.or(about.comparing).is_some(), "{id:?}");
            for mode in [WindowMode::Build, WindowMode::Compare] {
                let sentence = view.sentence(mode);
                assert!(sentence.len() > 8 && !sentence.ends_with('.'), "{id:?}");
            }
        }
    }
}
