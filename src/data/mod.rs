//! Datasets: where they come from, how they are split, scaled, shuffled and cut into batches.
//!
//! Knows nothing of models. [`Samples`] stay as they were read; [`Scaler`] turns a batch into numbers.

mod about;
mod all_settings;
mod batch;
mod builtin;
mod columns;
mod corruption;
mod dataset;
mod error;
mod gzip;
mod held_out;
mod hold_out;
mod idx;
mod idx_files;
mod load;
mod order;
mod path_name;
mod pictures;
mod prepared;
pub mod random;
mod reader;
mod regular_file;
mod samples;
mod scaler;
mod setting;
mod shape;
mod source;
mod split;
pub mod table;
mod table_set;
mod unread;

pub use about::{About, TestPart};
pub use all_settings::{SCHEMA, SETTINGS};
pub use batch::{GatherSpec, gather_inputs, gather_targets};
pub use builtin::BuiltIn;
pub use columns::{Column, ColumnKind, Columns, Span};
pub use corruption::{Corruption, Draw};
pub use dataset::Dataset;
pub use error::DataError;
pub use hold_out::HoldOut;
pub use idx_files::IdxFiles;
pub use load::load;
pub use order::epoch_order;
pub(crate) use order::put_epoch_order;
pub use path_name::title_of;
pub use pictures::PictureSet;
pub use prepared::Prepared;
pub use samples::Samples;
pub use scaler::{ColumnScale, Scaler, Scaling};
pub use shape::{ImageShape, SampleShape, SequenceShape};
pub use source::{DataSettings, Source};
pub use split::Split;
pub use table::{ColumnChoice, ColumnFacts, ColumnType, Quote, Reason, TableFacts, TableOptions};
pub use table_set::TableFile;
pub use unread::Unread;
