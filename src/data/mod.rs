//! Datasets: where they come from, how they are split, scaled, shuffled and cut into batches.
//!
//! Knows nothing of models. Images stay bytes in memory; [`Scaler`] turns a batch into numbers.

mod batch;
mod builtin;
mod columns;
mod corruption;
mod error;
mod idx;
mod images;
mod load;
mod order;
pub mod random;
mod scaler;
mod shape;
mod source;
mod split;
pub mod table;

pub(crate) use batch::gather_by;
pub use batch::{Chosen, gather};
pub use builtin::BuiltIn;
pub use columns::{Column, ColumnKind, Columns, Span};
pub use corruption::{BadCorruption, Corruption, Draw};
pub use error::DataError;
pub use images::Images;
pub use load::load;
pub use order::epoch_order;
pub(crate) use order::put_epoch_order;
pub use scaler::{Scaler, Scaling};
pub use shape::{ImageShape, SampleShape, SequenceShape};
pub use source::{DataSettings, Dataset, Source};
pub use split::Split;
