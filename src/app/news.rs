//! News of runs and of the project's files, in order, for a caller without a screen.

use std::path::PathBuf;
use std::time::Duration;

use super::App;
use crate::training::{CarriedOver, Choice, EpochRecord, RunState, VariantId};

/// One thing that happened. Panels have no use for it: they show the state, whatever led to it.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// Where the variant's model is from now on.
    Placed { variant: VariantId, place: Choice },
    /// A run begins with the weights its variant was forked with: which of its tensors they are.
    CarriedOver {
        variant: VariantId,
        carried: CarriedOver,
    },
    /// The run made updates; [`App::runs`] says where it stands.
    Progress(VariantId),
    Epoch {
        variant: VariantId,
        record: Box<EpochRecord>,
    },
    /// Something a person should know of a variant, or of the project.
    Warning {
        variant: Option<VariantId>,
        message: String,
        advice: String,
    },
    /// The run is finished, paused, stopped or diverged, and the document has its newest weights.
    Rests { variant: VariantId, state: RunState },
    /// Why a run has diverged; after it rests.
    Diverged {
        variant: VariantId,
        message: String,
        advice: String,
    },
    /// The run could not begin or go on; the document has its last good weights.
    Failed { variant: VariantId, message: String },
    /// The project is on disk; what a person should know of that.
    Saved {
        path: PathBuf,
        warnings: Vec<String>,
    },
    /// Another program takes the project over: what is in training is to end, and to be saved.
    TakenOver { by: String },
    /// Why the project could not be saved, and after how long that is tried again.
    NotSaved { problem: String, again: Duration },
}

impl App {
    /// What happened since the last call, oldest first. Always empty with a screen, which keeps none of it.
    pub fn take_news(&mut self) -> Vec<News> {
        self.news.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Keeps `news` for whoever follows.
    pub(super) fn tell(&mut self, news: impl FnOnce() -> News) {
        if let Some(list) = &mut self.news {
            list.push(news());
        }
    }
}
