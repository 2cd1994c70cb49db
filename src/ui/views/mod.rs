//! The middle and right of the window: what training does, live.

mod codes;
pub mod comparison;
mod empty;
mod gallery;
mod inspect;
pub mod labels;
mod latent;
mod loss_plot;
mod plot;
mod samples;
pub mod selection;
mod table;
mod trade_off;

pub use codes::Codes;
pub use gallery::Gallery;
pub use inspect::Inspect;
pub use latent::Latent;
pub use loss_plot::LossPlot;
pub use samples::Samples;
pub use table::VariantTable;
pub use trade_off::TradeOff;
