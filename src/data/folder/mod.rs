//! Folders of files as data: which files there are, the parts that folders called train and test make, and the classes that
//! folders or a list name.

mod class_file;
mod classes;
mod each;
mod files;

pub(super) use class_file::find as find_class_file;
pub(super) use classes::{Labelling, numbered, of_folders};
pub(super) use each::{each, said, shortened};
pub(super) use files::{File, Listing, list, list_parts, name_below};
