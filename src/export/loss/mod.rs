//! The loss curves of a run, before they are drawn: for the screen, for plots and for reports.

mod quantity;
mod series;

pub use quantity::{Best, Found, Quantity};
pub use series::{Diverged, RunAxis, Series, axis_name};
