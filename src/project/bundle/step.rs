//! The steps of a save, and whom they are told.

use super::BundleError;

/// What has just been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Folder,
    OneContentFile,
    ContentOnDisk,
    /// Only where the project is of an older format and none was kept before.
    OlderKept,
    /// Only where another program wrote something else meanwhile.
    ConflictKept,
    ProjectStaged,
    ProjectReplaced,
    Cleaned,
}

/// Told what has just been done; its error ends the save there.
pub type After<'a> = &'a mut dyn FnMut(Step) -> Result<(), BundleError>;
