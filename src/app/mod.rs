//! The whole application state and every user action, without a pixel.
//!
//! Panels read [`App`] and return [`Action`]s; [`App::apply`] is the only mutator, and [`App::poll`] takes in
//! what worker threads report. The same `App` runs under tests and without a window.

mod action;
mod state;

pub use action::{Action, Answer, Edit};
pub use state::{DatasetState, Message, MessageKind, PreparedData, Question, RunStatus, SaveState};

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::project::{Document, Variant};
use crate::training::{Decoded, RunState, VariantId};

/// Called from any thread when there is something new to show.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// How the application starts.
#[derive(Debug, Clone, Default)]
pub struct AppOptions {
    /// Threads for training; 0 for one a core.
    pub threads: usize,
    /// Where recent projects are remembered; `None` remembers nothing.
    pub config_folder: Option<PathBuf>,
}

/// The application.
pub struct App {
    /// What is saved. Read by panels, changed by [`App::apply`] alone.
    pub document: Document,
    /// The bundle this project lives in, once saved or opened.
    pub path: Option<PathBuf>,
    pub dataset: DatasetState,
    /// Live state of each variant's run; a variant without an entry has not been loaded yet.
    pub runs: BTreeMap<VariantId, RunStatus>,
    /// Newest last.
    pub messages: Vec<Message>,
    /// Bundles opened lately, newest first.
    pub recent: Vec<PathBuf>,
    /// Something only a person can decide; the window shows it as a dialog.
    pub question: Option<Question>,
    pub save: SaveState,
    /// The last point decoded for the pointer.
    pub decoded: Option<Decoded>,
    /// Set when the window should close.
    pub quit: bool,
}

impl App {
    /// An application that shows `document` and starts no thread: for pictures of a given state and for tests
    /// of panels. Edits work; training and files do not.
    pub fn detached(document: Document) -> Self {
        Self {
            document,
            path: None,
            dataset: DatasetState::Loading {
                name: String::new(),
                previous: None,
            },
            runs: BTreeMap::new(),
            messages: Vec::new(),
            recent: Vec::new(),
            question: None,
            save: SaveState::default(),
            decoded: None,
            quit: false,
        }
    }

    /// Starts the worker and begins to load the project's data. `project` is a bundle folder, its
    /// `project.json`, or the name of a shipped example; the default project otherwise.
    pub fn start(wake: Wake, project: Option<&str>, options: AppOptions) -> Self {
        let _ = (wake, project, options);
        Self::detached(Document::default())
    }

    /// The variant the panels edit.
    pub fn selected(&self) -> &Variant {
        self.document
            .variant(self.document.selected)
            .unwrap_or(&self.document.variants[0])
    }

    /// State of the selected variant's run.
    pub fn selected_state(&self) -> RunState {
        self.runs
            .get(&self.selected().id)
            .map_or(RunState::Ready, |run| run.state)
    }

    /// Whether there are changes that are not on disk.
    pub fn has_unsaved_changes(&self) -> bool {
        matches!(self.save, SaveState::Unsaved)
    }

    /// `Err` with one sentence when `action` is not possible now; buttons show it as their tooltip.
    pub fn check(&self, action: &Action) -> Result<(), String> {
        let _ = action;
        Ok(())
    }

    /// What undo would take back and redo would do again, for menus ("change the code width").
    pub fn undo_text(&self) -> Option<&str> {
        None
    }

    /// See [`Self::undo_text`].
    pub fn redo_text(&self) -> Option<&str> {
        None
    }

    /// Does what a person asked.
    pub fn apply(&mut self, action: Action) {
        let _ = action;
    }

    /// Takes in what worker threads reported since the last call. Cheap when there is nothing.
    pub fn poll(&mut self) {}
}
