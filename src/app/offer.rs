//! What a message offers to do about what it says.

use super::{Action, Remedy, VariantsEdit};
use crate::training::VariantId;

/// A button of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Go on with a variant whose run failed on a GPU.
    Cpu(VariantId),
    /// Go on with a variant whose run has diverged.
    Remedy(VariantId, Remedy),
    /// A variant that goes on from the weights of the epoch that was best.
    ForkFromBest { variant: VariantId, epoch: u32 },
    /// Other data, or the same at another place.
    ChooseData,
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
            Self::Remedy(_, remedy) => remedy.text(),
            Self::ForkFromBest { .. } => "Fork from best",
            Self::ChooseData => "Choose the data",
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
            Self::Remedy(_, remedy) => remedy.tooltip(),
            Self::ForkFromBest { .. } => {
                "Makes a variant beside it that goes on from the weights kept of the best epoch, or of the last before it"
            }
            Self::ChooseData => "Asks where the data is",
            Self::SaveElsewhere => "Asks for a folder and saves the project there",
            Self::Look => "Lists what stood in the file, and what is used instead",
            Self::SaveCopy => "Asks for a folder and goes on with a copy there",
            Self::Work => "Opens it again to train and to save",
        }
    }

    /// What the button asks of the application; `None` for what concerns the window alone.
    pub fn action(self) -> Option<Action> {
        Some(match self {
            Self::Cpu(variant) => Action::GoOnWithCpu(variant),
            Self::Remedy(variant, remedy) => Action::TryRemedy(variant, remedy),
            Self::ForkFromBest { variant, epoch } => Action::Variants(VariantsEdit::Fork {
                variant,
                epochs: Some(f64::from(epoch)),
            }),
            Self::ChooseData => return None,
            Self::SaveElsewhere | Self::SaveCopy => Action::ChooseFolder,
            Self::Look => Action::Look,
            Self::Work => Action::TakeOver,
        })
    }
}
