//! The views in the middle and at the right of the window: what training does, live. All there are stand in [`ViewId`].

use strum::VariantArray;

mod codes;
pub mod comparison;
mod empty;
mod gallery;
pub mod hovered;
mod inspect;
pub mod labels;
mod latent;
mod latents;
mod loss_plot;
mod plot;
mod samples;
pub mod selection;
mod table;
mod trade_off;
mod uses;
mod view;
mod words;

pub use codes::Codes;
pub use gallery::Gallery;
pub use inspect::Inspect;
pub use latent::Latent;
pub(super) use latent::cloud::TEXTURE as LATENT_POINTS;
pub use latents::Latents;
pub use loss_plot::LossPlot;
pub use samples::Samples;
pub use table::VariantTable;
pub use trade_off::TradeOff;
pub use uses::{UseCurves, UseFigures, UseList, UseSamples};
pub use view::{Area, Need, View, ViewAbout, WindowMode};

/// Names a view. Those that share a place are in the order of their tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, VariantArray)]
pub enum ViewId {
    Loss,
    Gallery,
    Latent,
    Codes,
    Samples,
    Latents,
    Table,
    TradeOff,
    UseFigures,
    UseSamples,
    UseCurves,
    UseList,
    Inspect,
}

impl ViewId {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

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
            Self::UseFigures => Box::<UseFigures>::default(),
            Self::UseSamples => Box::<UseSamples>::default(),
            Self::UseCurves => Box::<UseCurves>::default(),
            Self::UseList => Box::<UseList>::default(),
            Self::Inspect => Box::<Inspect>::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_stands_somewhere_and_says_what_it_shows() {
        for id in ViewId::ALL {
            let view = id.make();
            let about = view.about();
            let area = about.building.or(about.comparing).or(about.using);
            assert!(area.is_some(), "{id:?}");
            for mode in WindowMode::ALL {
                let sentence = view.sentence(mode);
                assert!(sentence.len() > 8 && !sentence.ends_with('.'), "{id:?}");
            }
        }
    }
}
