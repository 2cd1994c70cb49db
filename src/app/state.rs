//! The parts of the application's state that panels read.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Action, Edit, ExportFile};
use crate::data::{DataSettings, Prepared, Progress, Source};
use crate::project::{LeftBehind, User};

/// The data the project speaks of.
#[derive(Debug, Clone)]
pub enum DatasetState {
    /// Being read; a dataset of before stays usable meanwhile.
    Loading {
        name: String,
        previous: Option<Arc<Prepared>>,
        /// How far it is.
        progress: Progress,
    },
    Ready(Arc<Prepared>),
    Failed {
        message: String,
    },
}

impl DatasetState {
    /// Whether there are no data, and none on the way.
    pub fn has_failed(&self) -> bool {
        matches!(self, Self::Failed { .. })
    }

    /// The data to show, if there is any.
    pub fn prepared(&self) -> Option<&Arc<Prepared>> {
        match self {
            Self::Ready(data) => Some(data),
            Self::Loading { previous, .. } => previous.as_ref(),
            Self::Failed { .. } => None,
        }
    }
}

/// A load that failed and left the data of before in place.
#[derive(Debug, Clone, PartialEq)]
pub struct DataFailure {
    /// What was asked for.
    pub source: Source,
    /// Why it could not be had.
    pub message: String,
}

/// Something only a person can decide.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Leaving a project with unsaved changes; `then` follows unless cancelled.
    /// Answers: save, discard, cancel.
    Unsaved { then: Box<Action> },
    /// Going back to what is on disk, with unsaved changes. Answers: discard, cancel.
    Revert,
    /// A change that a trained variant cannot take. `what` names it ("the code width"); `keep` are the files of other
    /// data, read as those of before, which the weights may fit.
    /// Answers: restart, fork, keep, cancel.
    Locked {
        what: String,
        edit: Box<Edit>,
        keep: Option<Box<DataSettings>>,
    },
    /// Save was asked for a project without a path. The window shows its "save as" dialog and answers with
    /// [`Action::SaveAs`] or cancel.
    SaveAs,
    /// Where to save this file. The window shows its dialog and answers with [`Action::WriteFile`] or cancel.
    SaveFile(Arc<ExportFile>),
    /// A save met another project in the folder `path`. Nothing is written yet. Answers: replace, cancel.
    Replace { path: PathBuf },
    /// Throwing away trained weights. Answers: restart, cancel.
    Restart,
    /// Unsaved work was left behind by a session that ended without a word. Answers: open, discard, cancel (it is asked
    /// again at the next start).
    Recover(Box<LeftBehind>),
    /// Throwing it away. Answers: discard, cancel.
    DiscardLeftBehind(Box<LeftBehind>),
    /// The project in the folder `path` is open in other programs. Answers: look, copy, take over, cancel.
    InUse { path: PathBuf, users: Vec<User> },
    /// Part of the project could not be read, and a person has to look at what is used instead; `then` follows.
    /// Answers: use it, cancel.
    Misread { then: Option<Box<Action>> },
}

/// Whether the project on disk is what is on screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SaveState {
    #[default]
    Saved,
    Unsaved,
    Saving,
}
