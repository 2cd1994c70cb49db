//! The middle and right of the window: what training does, live.

mod empty;
mod gallery;
mod inspect;
mod latent;
mod loss_plot;
mod plot;

pub use gallery::Gallery;
pub use inspect::Inspect;
pub use latent::Latent;
pub use loss_plot::LossPlot;
