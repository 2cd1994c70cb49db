//! The project: the document a person edits, and its bundle on disk. Knows nothing of the screen.

mod bundle;
mod document;
mod shipped;

pub use bundle::{BundleError, Opened, ReadWarning, open, save};
pub use document::{
    Document, LatentAxes, LossAxis, Trained, Variant, VariantSettings, ViewSettings,
};
pub use shipped::{shipped, shipped_names};
