//! Arrays of NumPy as data: NPY files, plain or gzipped, and the arrays of NPZ archives.
//!
//! Nothing in a file is believed or executed: what a header promises is compared with the length of the file before
//! memory is asked for, and values go block by block to where samples keep them.

mod error;
mod files;
mod header;
mod labels;
mod layout;
mod names;
mod options;
mod place;
mod plain;
#[cfg(test)]
mod tests;
mod values;

pub use error::ArrayError;
use header::{Elements, Header};
use layout::Kept;
pub use layout::Layout;
pub use options::ArrayFile;
use place::Place;
pub(super) use plain::PlainArray;
