//! The columns of the comparison: what differs among variants, what they cost and what they reach. A [`Table`] holds
//! every cell; the window draws it, files and reports write it.

mod best;
mod cell;
mod column;
mod figure;
mod order;
mod settings;
mod shown;
mod subject;
mod table;
mod text;
mod values;

pub use cell::Cell;
pub use column::Column;
pub use figure::{Better, Figure};
pub use subject::{Subject, Taken};
pub use table::{Row, Table};
