//! Datasets: where they come from, how they are split, scaled, shuffled and cut into batches.
//!
//! Knows nothing of models. Images stay bytes in memory; [`Scaler`] turns a batch into numbers.

mod images;
mod order;
pub mod random;
mod scaler;
mod source;
mod split;

pub use images::{ImageShape, Images};
pub use order::epoch_order;
pub use scaler::{Scaler, Scaling};
pub use source::{BuiltIn, DataError, DataSettings, Dataset, Source, load};
pub use split::Split;
