//! What a setting is, whatever it is a setting of: where it stands, what it is called, whether a run can take another
//! value of it, when it means something, and its value in words. The lists themselves stand beside the types:
//! [`crate::training::SETTINGS`] for a variant and [`crate::data::SETTINGS`] for data.

mod changes;
mod differences;
mod field;
mod list;
pub mod markdown;
mod nearest;
mod node;
mod range;
mod schema;
mod set;
mod setting;
mod tree;
pub mod unset;
pub mod words;

pub use changes::Changes;
pub use differences::{Difference, name_by, phrase};
pub use field::Field;
pub use list::Settings;
pub use nearest::nearest;
pub use range::Range;
pub use schema::{OutOfRange, Schema};
pub use set::{SetError, with, with_entry};
pub use setting::Setting;
