//! The parts of the application's state that panels read.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Action, Edit, ExportFile};
use crate::data::{Prepared, Source};
use crate::project::{LeftBehind, User};
use crate::training::VariantId;

/// The data the project speaks of.
#[derive(Debug, Clone)]
pub enum DatasetState {
    /// Being read; a dataset of before stays usable meanwhile.
    Loading {
        name: String,
        previous: Option<Arc<Prepared>>,
    },
    Ready(Arc<Prepared>),
    Failed {
        message: String,
    },
}

impl DatasetState {
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

/// How loud a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    Info,
    Warning,
    Error,
}

/// A sentence at the foot of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub kind: MessageKind,
    /// What happened, to what.
    pub text: String,
    /// What to do about it; may be empty.
    pub advice: String,
    /// A button that does it.
    pub offer: Option<Offer>,
    /// What it is about, where a later message about the same takes its place.
    pub about: Option<About>,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The weights that this variant begins with.
    FirstWeights(VariantId),
    /// What could not be read of the project.
    Misread,
    /// Who else has the project open.
    InUse,
    /// That the project is open to look.
    Looking,
}

/// What a message offers to do about what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Go on with a variant whose run failed on a GPU.
    Cpu(VariantId),
    /// Save in another folder than the one that failed.
    SaveElsewhere,
    /// Look at what could not be read of the project.
    Look,
    /// Save a copy of what is open to look.
    SaveCopy,
    /// Work on what is open to look.
    Work,
}

impl Offer {
    /// On the button.
    pub fn text(self) -> &'static str {
        match self {
            Self::Cpu(_) => "Go on with the CPU",
            Self::SaveElsewhere => "Save in another folder",
            Self::Look => "Look at it",
            Self::SaveCopy => "Save as a copy",
            Self::Work => "Work on it",
        }
    }

    /// One plain sentence.
    pub fn tooltip(self) -> &'static str {
        match self {
            Self::Cpu(_) => "Trains on from the last good weights, with the CPU for all variants",
            Self::SaveElsewhere => "Asks for a folder and saves the project there",
            Self::Look => "Lists what stood in the file, and what is used instead",
            Self::SaveCopy => "Asks for a folder and goes on with a copy there",
            Self::Work => "Opens it again to train and to save",
        }
    }

    /// What the button asks for.
    pub fn action(self) -> Action {
        match self {
            Self::Cpu(variant) => Action::GoOnWithCpu(variant),
            Self::SaveElsewhere => Action::ChooseFolder,
            Self::Look => Action::Look,
            Self::SaveCopy => Action::ChooseFolder,
            Self::Work => Action::TakeOver,
        }
    }
}

/// Something only a person can decide.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Leaving a project with unsaved changes; `then` follows unless cancelled.
    /// Answers: save, discard, cancel.
    Unsaved { then: Box<Action> },
    /// Going back to what is on disk, with unsaved changes. Answers: discard, cancel.
    Revert,
    /// A change that a trained variant cannot take. `what` names it ("the code width").
    /// Answers: restart, fork, cancel.
    Locked { what: String, edit: Box<Edit> },
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
