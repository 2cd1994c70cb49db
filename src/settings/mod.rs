//! What a setting is, whatever it is a setting of: where it stands, what it is called, whether a run can take another
//! value of it, when it means something, and its value in words. The lists themselves stand beside the types:
//! [`crate::training::SETTINGS`] for a variant and [`crate::data::SETTINGS`] for data.

mod changes;
mod differences;
mod list;
mod setting;
mod tree;
pub mod words;

pub use changes::Changes;
pub use differences::{Difference, phrase};
pub use list::Settings;
pub use setting::Setting;
