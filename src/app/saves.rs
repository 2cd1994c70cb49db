//! The state of saving: what is under way, what waits, what is on disk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Action, SaveState};
use crate::project::{Document, Version};
use crate::training::VariantId;

/// A save as asked for.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) path: PathBuf,
    /// Whether another project in that folder may go.
    pub(super) replace: bool,
    /// Whether nobody asked: training is saved from time to time.
    pub(super) by_clock: bool,
}

/// The save under way.
#[derive(Debug)]
pub(super) struct Saving {
    pub(super) wish: Wish,
    /// Runs whose latest weights are still to come, and how many updates each had made when the save began: the answer
    /// to an earlier question can be older.
    pub(super) waiting: BTreeMap<VariantId, u64>,
    pub(super) until: Instant,
    /// Once it is being written.
    pub(super) writing: Option<Writing>,
}

/// A document on its way to the disk.
#[derive(Debug)]
pub(super) struct Writing {
    pub(super) ticket: u64,
    pub(super) revision: u64,
    /// How often a person had changed it.
    pub(super) edits: u64,
    pub(super) document: Arc<Document>,
}

/// Saving: what is under way, what waits, and what is on disk.
#[derive(Debug, Default)]
pub(super) struct Saves {
    pub(super) tickets: u64,
    pub(super) now: Option<Saving>,
    /// Asked for while another was under way.
    pub(super) next: Option<Wish>,
    /// Still being written although its project was left; two at once could remove each other's files.
    pub(super) abandoned: Option<(u64, PathBuf)>,
    /// What the project's folder held when this application last read or wrote it.
    pub(super) version: Option<Arc<Version>>,
    /// The last save failed.
    pub(super) retry: Option<Retry>,
    /// What to go on with once everything is saved.
    pub(super) then: Option<Action>,
    /// Counts changes of the document.
    pub(super) revision: u64,
    /// The revision on disk.
    pub(super) on_disk: u64,
}

impl Saves {
    /// The document has changed.
    pub fn changed(&mut self) {
        self.revision += 1;
    }

    /// The document is another one, and nothing is to be saved of it yet.
    pub fn begin_anew(&mut self) {
        self.changed();
        self.on_disk = self.revision;
        self.then = None;
        self.version = None;
        self.retry = None;
    }

    /// Whether the document is on disk as it is.
    pub fn is_on_disk(&self) -> bool {
        self.revision == self.on_disk
    }

    /// Whether a save is under way or waits for another.
    pub fn is_under_way(&self) -> bool {
        self.now.is_some() || self.abandoned.is_some()
    }

    /// Whether the last save failed, and is tried again by itself.
    pub fn is_failing(&self) -> bool {
        self.retry.is_some()
    }

    /// As far as no save is under way.
    pub(super) fn state(&self) -> SaveState {
        match self.is_on_disk() {
            true => SaveState::Saved,
            false => SaveState::Unsaved,
        }
    }
}

/// A save that failed and is to be tried again.
#[derive(Debug)]
pub(super) struct Retry {
    pub(super) wish: Wish,
    pub(super) at: Instant,
    pub(super) pause: Duration,
}
