//! The whole application state and every user action, without a pixel.
//!
//! Panels read [`App`] and return [`Action`]s; [`App::apply`] is the only mutator, and [`App::poll`] takes in
//! what worker threads report. The same `App` runs under tests and without a window.

mod action;
mod adopt;
mod after_divergence;
mod apply;
mod background;
#[cfg(test)]
pub(crate) mod breakable;
mod check;
mod classifying;
mod clipboard;
mod copied_data;
mod data;
mod decoded;
mod device;
mod diagnostics;
mod edit;
mod events;
mod export_file;
mod exports;
mod features;
mod figures;
mod files;
mod fork;
mod history;
#[cfg(test)]
#[path = "../../tests/training_support/hooked.rs"]
#[expect(dead_code, reason = "the tests of training use the rest")]
mod hooked;
mod import;
mod in_use;
mod link;
mod looking_back;
mod message;
mod message_log;
mod messages;
mod misfit;
mod misread;
mod naming;
mod news;
mod offer;
mod opening;
mod origin;
mod other_place;
mod picture;
mod plain_words;
mod question;
mod reading;
mod recent;
mod remedy;
mod runs;
mod sample_kind;
mod save;
mod save_again;
mod saves;
mod screenless;
mod snapshot;
mod state;
mod take_over;
mod together;
mod torch;
mod train_more;
mod training;
mod undo;
mod unsaved;
mod users;
mod using;
mod validate;
mod variants;
mod whole_file;

pub use action::{Action, Answer, Edit, Take, VariantsEdit};
pub use classifying::{ClassifierAction, Classifying};
pub use decoded::DecodedCodes;
pub use device::Devices;
pub use diagnostics::build_and_system;
pub use export_file::{
    Contents, ExportFile, FileBytes, FolderWriter, Maker, Unwritten, Written, is_free_for_files,
    may_write, takes_files, write_files,
};
pub use exports::{Export, ExportAbout, Shot};
pub use figures::{CachedTable, Figures, PcaErrors, TestFigures};
pub use import::{Import, ImportState};
pub use message::{About, Message, MessageKind};
pub use message_log::{Logged, MessageLog};
pub use misfit::Misfit;
pub use news::News;
pub use offer::Offer;
pub use picture::Picture;
pub use remedy::Remedy;
pub use runs::{RunStatus, Runs};
pub use sample_kind::SampleKind;
pub use state::{DataFailure, DatasetState, Question, SaveState};
pub use users::who_all;
pub use using::{Found, Mask, Painted, UseAction, Using};

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use background::{Background, Report};
use clipboard::Clipboard;
use data::Loading;
use device::DeviceFile;
use diagnostics::Diagnostics;
use fork::Forks;
use in_use::Claim;
use link::Link;
use looking_back::LookingBack;
use other_place::Comparison;
use reading::Purpose;
use recent::RecentFile;
use saves::Saves;
use undo::UndoHistory;
use unsaved::Unsaved;

use crate::data::{DataSettings, Progress};
use crate::model::DeviceChoice;
use crate::project::{self, Document, LeftBehind, Role, Variant};
use crate::training::{Command, ModelFactory, RunState, ThisMachine, Worker};

/// Called from any thread when there is something new to show.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// How the application starts.
#[derive(Debug, Clone, Default)]
pub struct AppOptions {
    /// Threads for training; 0 for one a core.
    pub threads: usize,
    /// Where recent projects and the choice of a device are remembered; `None` remembers nothing.
    pub config_folder: Option<PathBuf>,
    /// Where unsaved work is kept for the case of a crash; `None` keeps none.
    pub data_folder: Option<PathBuf>,
    /// What to train on this time; what is remembered otherwise.
    pub device: Option<DeviceChoice>,
    /// Where the log of this process is, for whoever asks what happened.
    pub log_file: Option<PathBuf>,
}

/// The application.
pub struct App {
    /// What is saved. Read by panels, changed by [`App::apply`] alone.
    pub document: Document,
    /// The bundle this project lives in, once saved or opened.
    pub path: Option<PathBuf>,
    /// The bundle this project is a copy of that is in no folder yet.
    pub copy_of: Option<PathBuf>,
    pub dataset: DatasetState,
    /// The last load, when it failed and the data of before are kept.
    pub data_failure: Option<DataFailure>,
    /// Data that a person looks at before they are taken.
    pub import: Option<Import>,
    /// Live state of each variant's run; a variant without an entry has not been loaded yet.
    pub runs: Runs,
    /// What waits to be seen, newest last.
    pub messages: Vec<Message>,
    /// All that was said.
    pub message_log: MessageLog,
    /// Bundles opened lately, newest first.
    pub recent: Vec<PathBuf>,
    /// Something only a person can decide; the window shows it as a dialog.
    pub question: Option<Question>,
    /// The file that could not be written last.
    pub unwritten: Option<Unwritten>,
    pub save: SaveState,
    /// What was decoded last for each asker.
    pub decoded: DecodedCodes,
    /// Test metrics of trained variants.
    pub figures: TestFigures,
    /// What trained variants are used for, and what that found.
    pub using: Using,
    /// Classifiers of the project's pictures in training.
    pub classifying: Classifying,
    /// What to train on, and what there is.
    pub devices: Devices,
    /// Set when the window should close.
    pub quit: bool,

    /// Asked once the open question is answered.
    questions: VecDeque<Question>,
    /// Nothing is trained or saved.
    looks: bool,
    undo: UndoHistory,
    looking_back: LookingBack,
    /// What happened, where it is followed without a screen; see [`App::without_screen`].
    news: Option<Vec<News>>,
    /// Slow work; nothing in a detached application.
    background: Option<Background>,
    loading: Loading,
    /// Ticket of the latest look at data.
    imports: u64,
    comparison: Option<Comparison>,
    /// While the data are copied into the project's folder.
    copies_data: bool,
    /// Ticket of the latest open.
    opening: u64,
    saves: Saves,
    forks: Forks,
    unsaved: Unsaved,
    claim: Claim,
    /// Unsaved work of sessions that ended without a word, newest first.
    left_behind: Vec<LeftBehind>,
    recent_file: Option<RecentFile>,
    device_file: Option<DeviceFile>,
    diagnostics: Diagnostics,
    clipboard: Clipboard,
}

/// Whether a file of data is at `path`, and no project.
fn is_data(path: &Path) -> bool {
    !project::is_bundle(path) && path.exists() && DataSettings::of_path(path).is_ok()
}

impl App {
    /// An application that shows `document` and starts no thread: for pictures of a given state and for tests
    /// of panels. Edits work; training and files do not.
    pub fn detached(document: Document) -> Self {
        Self {
            document,
            path: None,
            copy_of: None,
            dataset: DatasetState::Loading {
                name: String::new(),
                previous: None,
                progress: Progress::default(),
            },
            data_failure: None,
            import: None,
            imports: 0,
            comparison: None,
            copies_data: false,
            runs: Runs::default(),
            messages: Vec::new(),
            message_log: MessageLog::default(),
            recent: Vec::new(),
            question: None,
            unwritten: None,
            save: SaveState::default(),
            decoded: DecodedCodes::default(),
            figures: TestFigures::default(),
            using: Using::default(),
            classifying: Classifying::default(),
            devices: Devices::default(),
            quit: false,
            questions: VecDeque::new(),
            looks: false,
            undo: UndoHistory::default(),
            looking_back: LookingBack::default(),
            news: None,
            background: None,
            loading: Loading::default(),
            opening: 0,
            saves: Saves::default(),
            forks: Forks::default(),
            unsaved: Unsaved::default(),
            claim: Claim::default(),
            left_behind: Vec::new(),
            recent_file: None,
            device_file: None,
            diagnostics: Diagnostics::default(),
            clipboard: Clipboard::default(),
        }
    }

    /// Starts the worker and begins to load the project's data. `project` is a bundle folder, its
    /// `project.json`, or the name of a shipped example; the default project otherwise.
    pub fn start(wake: Wake, project: Option<&str>, options: AppOptions) -> Self {
        let mut app = Self::detached(files::default_document());
        let data_folder = options.data_folder.clone();
        app.begin(wake, options, Box::new(ThisMachine));
        if let Some(folder) = data_folder {
            app.look_for_unsaved(folder.join("unsaved"));
        }
        app.ask_for_views();
        app.runs
            .link
            .send(Command::Order(app.document.together.order));
        match project {
            None => app.load_data(None),
            // A folder goes before an example of the same name, as on the command line.
            Some(name) => match project::shipped(name) {
                Some(opened) if !project::is_bundle(name.as_ref()) => {
                    app.opened(opened, None, Role::Works);
                }
                _ if is_data(name.as_ref()) => {
                    app.load_data(None);
                    app.preview(name.as_ref());
                }
                _ => app.open(name.as_ref(), Purpose::Ask),
            },
        }
        if let Some(reason) = app.runs.link.why_not().map(str::to_owned) {
            app.fail(
                format!("There is no thread to train on: {reason}"),
                "Close other programs and start again",
            );
        }
        app
    }

    /// Starts the threads.
    fn begin(&mut self, wake: Wake, options: AppOptions, factory: Box<dyn ModelFactory>) {
        self.background = Some(Background::new(Arc::clone(&wake)));
        self.diagnostics.threads = options.threads;
        self.diagnostics.log_file = options.log_file;
        self.device_file = options.config_folder.clone().map(DeviceFile::new);
        self.recent_file = options.config_folder.map(RecentFile::new);
        self.read_recent();
        match Worker::spawn_with(options.threads, wake, factory) {
            Ok(worker) => self.runs.link = Link::new(worker),
            Err(error) => self.runs.link = Link::without(error.to_string()),
        }
        // Before the first run is loaded.
        self.begin_on_device(options.device);
    }

    /// The variant the panels edit.
    pub fn selected(&self) -> &Variant {
        self.document
            .variant(self.document.selected)
            .unwrap_or(&self.document.variants[0])
    }

    /// State of the selected variant's run.
    pub fn selected_state(&self) -> RunState {
        self.state_of(self.selected().id)
    }

    /// Whether there are changes that are not on disk.
    pub fn has_unsaved_changes(&self) -> bool {
        matches!(self.save, SaveState::Unsaved)
    }

    /// Takes in what worker threads reported since the last call. Cheap when there is nothing.
    pub fn poll(&mut self) {
        while let Some(report) = self.background.as_ref().and_then(Background::next) {
            match report {
                Report::Data { ticket, result } => self.data_loaded(ticket, result),
                Report::Previewed { ticket, result } => self.previewed(ticket, result),
                Report::Compared { files, found } => self.compared(&files, found),
                Report::DataCopied { from, result } => self.data_copied(&from, result),
                Report::Opened {
                    ticket,
                    path,
                    purpose,
                    reading,
                } => self.opened_in_background(ticket, path, purpose, *reading),
                Report::Saved { ticket, result } => self.saved(ticket, result),
                Report::Recent { result } => self.recent_written(result),
                Report::DeviceRemembered { result: Ok(()) } => {}
                // The choice holds for now all the same.
                Report::DeviceRemembered {
                    result: Err(problem),
                } => log::warn!("{problem}"),
                Report::File { file, path, result } => self.file_written(file, path, result),
                Report::Drawn { what, result } => self.drawn(what, result),
                Report::Weights {
                    ticket,
                    checkpoint,
                    result,
                } => self.weights_read(ticket, &checkpoint, result),
                Report::Measured { ticket, result } => self.take_measured(ticket, result),
                Report::Painted(result) => self.take_painted(result),
                Report::Classified { ticket, result } => self.take_classifier(ticket, result),
                Report::Used { ticket, result } => self.take_used(ticket, result),
                Report::Pca { ticket, result } => self.take_pca(ticket, result),
                Report::LeftBehind(found) => self.offer_unsaved(found),
                Report::Recovered(result) => self.recovered(result),
                Report::Kept(result) => self.kept(result),
                Report::Claimed(Some((folder, claim, others))) => {
                    self.claimed(folder, claim, others);
                }
                Report::Claimed(None) => {}
                Report::Diagnosed { result } => self.diagnosed(result),
                Report::Users { folder, users } => self.users_are(&folder, users),
                Report::Time => self.take_time(),
                Report::Forgotten => self.forgotten(),
                Report::Discarded => {}
            }
        }
        self.poll_worker();
        self.follow_figures();
        self.go_on_giving();
        self.keep_unsaved();
        self.ask_next();
    }
}
