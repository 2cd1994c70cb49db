//! The project: the document a person edits, and its bundle on disk. Knows nothing of the screen.

pub(crate) mod atomic;
mod bundle;
mod document;
mod machine;
mod migrate;
mod recent;
mod schema;
mod shipped;
mod text;

pub use crate::training::VariantSettings;
pub use bundle::{
    BundleError, Opened, Over, ReadWarning, Saved, Stamp, absolute, is_bundle, is_of_training,
    open, save, save_over, unknown_keys, with_whole_paths,
};
pub use document::{
    Document, LatentColour, LossAxis, Scope, Together, Trained, Variant, ViewSettings,
};
pub use machine::{remember_device, remembered_device};
pub use recent::{forget_project, recent_projects, remember_project};
pub use schema::project_schema;
pub use shipped::{shipped, shipped_groups, shipped_names};
