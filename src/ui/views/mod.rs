//! The middle and right of the window: what training does, live.

pub mod comparison;
mod gallery;
mod inspect;
pub mod labels;
mod latent;
mod loss_plot;
pub mod selection;

pub use gallery::Gallery;
pub use inspect::Inspect;
pub use latent::Latent;
pub use loss_plot::LossPlot;
