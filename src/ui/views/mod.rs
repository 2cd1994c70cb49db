//! The views in the middle and at the right of the window: what training does, live.

mod codes;
pub mod comparison;
mod empty;
mod gallery;
pub mod hovered;
mod inspect;
pub mod labels;
mod latent;
mod latents;
mod list;
mod loss_plot;
mod plot;
mod samples;
pub mod selection;
mod table;
mod trade_off;
mod view;
mod words;

pub use codes::Codes;
pub use gallery::Gallery;
pub use inspect::Inspect;
pub use latent::Latent;
pub(super) use latent::cloud::TEXTURE as LATENT_POINTS;
pub use latents::Latents;
pub use list::ViewId;
pub use loss_plot::LossPlot;
pub use samples::Samples;
pub use table::VariantTable;
pub use trade_off::TradeOff;
pub use view::{Area, Need, View, ViewAbout, WindowMode};
