//! The comparison table: which settings differ between variants, what they cost and what they reach. The window draws a
//! [`Table`]; files and reports write it.

mod about;
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

pub use about::Better;
pub use cell::Cell;
pub use column::Column;
pub use figure::Figure;
pub use subject::{Subject, Taken};
pub use table::{Row, Table};
