//! The project: the document a person edits, and its bundle on disk. Knows nothing of the screen.

pub(crate) mod atomic;
mod bundle;
mod document;
mod in_use;
mod machine;
mod migrate;
mod misread;
mod recent;
mod schema;
mod shipped;
mod text;
mod trained_on;
mod unsaved;
mod use_result;

pub use crate::training::VariantSettings;
pub use bundle::{
    BundleError, Merged, Opened, Over, ReadWarning, Saved, Version, absolute, copy_data,
    forget_changed_marks, is_bundle, is_of_training, is_spare, lies_in, merge, open, save,
    save_over, unknown_keys, waited_for, with_whole_paths,
};
pub use document::{
    Document, LatentColour, LossAxis, Scope, Together, Trained, Variant, ViewSettings,
};
pub use in_use::{InUse, Others, Role, User, is_dead_claim};
pub use machine::{remember_device, remembered_device};
pub use misread::Misread;
pub use recent::{forget_project, recent_projects, remember_project};
pub use schema::project_schema;
pub use shipped::{shipped, shipped_groups, shipped_names, shipped_with_notes};
pub use unsaved::{About, LeftBehind, Recovered, Session, left_behind};
pub use use_result::{UseResult, UsedWeights};
