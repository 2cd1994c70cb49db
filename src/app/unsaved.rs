//! Keeps what is not saved: unsaved work goes into a folder of the program, running training into its project's folder,
//! both by a clock. After a crash the next start offers what was kept.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::background::Report;
use super::{App, Question};
use crate::export::{gallery, png};
use crate::project::{self, About, LeftBehind, Recovered, Role, Session};
use crate::training::{Command, GalleryView};

/// Between two times that something is written.
const WRITE_EVERY: Duration = Duration::from_secs(5);
/// Weights in training are never older than this.
const WEIGHTS_EVERY: Duration = Duration::from_secs(30);
/// A worker that does not hand over its weights is not waited for longer, when the program is to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// Keeping of unsaved work.
#[derive(Debug, Default)]
pub(super) struct Unsaved {
    /// Where sessions are; nothing is kept with `None`.
    root: Option<PathBuf>,
    /// Made when there is something to keep. Used on threads of their own, one at a time.
    session: Arc<Mutex<Option<Session>>>,
    /// Whether something is kept there.
    holds: bool,
    /// How often the settings, and the weights that are here, have changed.
    edits: u64,
    weights: u64,
    /// Both, as far as they are kept.
    kept: (u64, u64),
    /// The write or removal under way.
    writing: Option<(u64, u64)>,
    written: Option<Instant>,
    /// Whether a moment was asked for to write.
    timer: bool,
    /// When weights in training were last asked for.
    asked: Option<Instant>,
    /// Since when the program is to end, once all is kept.
    ending: Option<Instant>,
}

impl Unsaved {
    pub fn new(root: PathBuf) -> Self {
        Self {
            root: Some(root),
            ..Self::default()
        }
    }

    /// A setting has changed.
    pub fn edited(&mut self) {
        self.edits += 1;
    }

    /// How often a setting has changed.
    pub fn edits(&self) -> u64 {
        self.edits
    }

    /// Newer weights are here.
    pub fn trained(&mut self) {
        self.weights += 1;
    }
}

/// Works with the session; work that panicked has left it as whole as a kill leaves it.
fn with_session<T>(
    slot: &Mutex<Option<Session>>,
    work: impl FnOnce(&mut Option<Session>) -> T,
) -> T {
    work(&mut slot.lock().unwrap_or_else(PoisonError::into_inner))
}

impl App {
    /// Looks for what earlier sessions have left.
    pub(super) fn look_for_unsaved(&mut self, root: PathBuf) {
        self.unsaved = Unsaved::new(root.clone());
        if let Some(background) = &self.background {
            background.run(
                "unsaved",
                move || Ok(project::left_behind(&root)),
                |found| Report::LeftBehind(found.unwrap_or_default()),
            );
        }
    }

    pub(super) fn offer_unsaved(&mut self, found: Vec<LeftBehind>) {
        self.left_behind = found;
        self.ask_to_recover();
    }

    /// Asks about the newest of what was left behind.
    pub(super) fn ask_to_recover(&mut self) {
        if let Some(found) = self.left_behind.first() {
            self.ask(Question::Recover(Box::new(found.clone())));
        }
    }

    /// Opens what was left behind, in the background.
    pub(super) fn recover(&mut self, found: LeftBehind) {
        self.left_behind.retain(|left| *left != found);
        if let Some(background) = &self.background {
            background.run(
                "recover",
                move || {
                    let recovered = found.recover();
                    recovered.map(Box::new).map_err(|error| error.to_string())
                },
                Report::Recovered,
            );
        }
    }

    pub(super) fn recovered(&mut self, result: Result<Box<Recovered>, String>) {
        match result {
            Ok(recovered) => {
                let Recovered {
                    opened,
                    path,
                    session,
                } = *recovered;
                let is_copy = path.is_none();
                self.opened(opened, path, Role::Works);
                with_session(&self.unsaved.session, |slot| *slot = Some(session));
                self.unsaved.holds = true;
                self.touch();
                if is_copy {
                    self.inform(
                        "The unsaved work is open, and in no folder yet: save it to keep it",
                    );
                } else {
                    self.inform("The unsaved work is open: save it to keep it");
                }
            }
            Err(problem) => self.fail(problem, "The unsaved work stays where it is"),
        }
    }

    /// Throws away what was left behind.
    pub(super) fn discard(&mut self, found: &LeftBehind) {
        self.left_behind.retain(|left| left != found);
        if let Some(background) = &self.background {
            let found = found.clone();
            background.run(
                "discard",
                move || {
                    found.discard();
                    Ok(())
                },
                |_: Result<(), String>| Report::Discarded,
            );
        }
        self.ask_to_recover();
    }

    /// The project is saved, or left for good: nothing of it is to be kept.
    pub(super) fn nothing_unsaved(&mut self) {
        self.unsaved.kept = (self.unsaved.edits, self.unsaved.weights);
        let Some(background) = &self.background else {
            return;
        };
        // Once a write under way has ended, it comes here again.
        if !self.unsaved.holds || self.unsaved.writing.is_some() {
            return;
        }
        self.unsaved.holds = false;
        self.unsaved.writing = Some(self.unsaved.kept);
        let session = Arc::clone(&self.unsaved.session);
        background.run(
            "forget",
            move || {
                with_session(&session, |slot| slot.iter().for_each(Session::clear));
                Ok(())
            },
            |_: Result<(), String>| Report::Forgotten,
        );
    }

    pub(super) fn forgotten(&mut self) {
        self.unsaved.writing = None;
    }

    /// The person has ended the program, and what to do with unsaved work was asked before.
    pub(super) fn end_session(&mut self) {
        if let Some(session) = with_session(&self.unsaved.session, Option::take) {
            session.end();
        }
    }

    /// The system ends the program: it goes once all that is not saved is kept, to be offered at the next start.
    pub fn terminate(&mut self) {
        if self.unsaved.ending.is_some() {
            return;
        }
        self.unsaved.ending = Some(Instant::now());
        for id in self.runs.in_training().into_keys() {
            self.pause(id);
        }
        if let Some(background) = &self.background {
            background.after(PATIENCE);
        }
        self.keep_unsaved();
    }

    /// Writes what is due. Cheap when there is nothing.
    pub(super) fn keep_unsaved(&mut self) {
        if self.unsaved.root.is_none() || self.background.is_none() {
            return;
        }
        let ending = self.unsaved.ending;
        if self.runs.are_any_training() && ending.is_none_or(|since| since.elapsed() < PATIENCE) {
            self.keep_training();
            if ending.is_some() {
                return;
            }
        }
        let Unsaved {
            edits,
            weights,
            kept,
            ..
        } = self.unsaved;
        // Of a project that saves its training itself only what a person did is to be kept here.
        let is_kept = match self.saves_training() && ending.is_none() {
            true => edits == kept.0,
            false => (edits, weights) == kept,
        };
        if is_kept || !self.is_dirty() {
            if ending.is_some() && self.unsaved.writing.is_none() {
                self.quit = true;
            }
            return;
        }
        if self.unsaved.writing.is_some() {
            return;
        }
        let wait = self
            .unsaved
            .written
            .map(|at| WRITE_EVERY.saturating_sub(at.elapsed()));
        match wait.filter(|wait| !wait.is_zero() && ending.is_none()) {
            None => self.write_unsaved(),
            Some(wait) => {
                if !self.unsaved.timer
                    && let Some(background) = &self.background
                {
                    self.unsaved.timer = true;
                    background.after(wait);
                }
            }
        }
    }

    /// The moment that [`Self::keep_unsaved`] asked for may have come.
    pub(super) fn time_to_keep(&mut self) {
        self.unsaved.timer = false;
    }

    /// Whether training goes into the project's own folder by itself.
    fn saves_training(&self) -> bool {
        let may = self.path.is_some() && !self.would_lose() && !self.only_looks();
        self.document.autosave && may && !self.saves.is_failing()
    }

    fn keep_training(&mut self) {
        let now = Instant::now();
        let since = *self.unsaved.asked.get_or_insert(now);
        if now - since < WEIGHTS_EVERY {
            return;
        }
        self.unsaved.asked = Some(now);
        if !self.saves_training() {
            for id in self.runs.in_training().into_keys() {
                self.runs.link.tell(id, Command::Snapshot);
            }
        } else if !self.saves.is_under_way() {
            self.save_by_clock();
        }
    }

    fn write_unsaved(&mut self) {
        let Some(root) = self.unsaved.root.clone() else {
            return;
        };
        let Some(background) = &self.background else {
            return;
        };
        self.unsaved.holds = true;
        let session = Arc::clone(&self.unsaved.session);
        self.unsaved.writing = Some((self.unsaved.edits, self.unsaved.weights));
        let document = self.document.clone();
        let version = self.saves.version.as_deref();
        let about = About {
            name: document.name.clone(),
            path: self.path.clone(),
            file: version.and_then(project::Version::file_hash),
            reached: self.reached(),
            misread: document.misread.clone(),
        };
        let picture = self.picture_of_selected();
        background.run(
            "keep",
            move || {
                let picture = picture.and_then(|make| make());
                with_session(&session, |slot| {
                    let session = match slot {
                        Some(session) => session,
                        None => slot.insert(
                            Session::begin(&root)
                                .map_err(|error| format!("{error}: {}", root.display()))?,
                        ),
                    };
                    let kept = session.keep(&document, &about, picture.as_deref());
                    kept.map_err(|error| error.to_string())
                })
            },
            Report::Kept,
        );
    }

    pub(super) fn kept(&mut self, result: Result<(), String>) {
        let Some(written) = self.unsaved.writing.take() else {
            return;
        };
        self.unsaved.written = Some(Instant::now());
        match result {
            Ok(()) => {
                self.unsaved.kept = written;
                // Saved while it was being written.
                if !self.is_dirty() {
                    self.nothing_unsaved();
                }
            }
            Err(problem) => self.not_kept(problem),
        }
    }

    /// Said once; every change tries again.
    fn not_kept(&mut self, problem: String) {
        self.unsaved.kept = (self.unsaved.edits, self.unsaved.weights);
        self.warn(
            format!("Unsaved work cannot be kept for the case of a crash, {problem}"),
            "Save the project",
        );
    }

    /// Makes a PNG of what the selected variant made of test images, where these are images and it was looked at.
    fn picture_of_selected(&self) -> Option<impl FnOnce() -> Option<Vec<u8>> + Send + 'static> {
        let data = Arc::clone(self.dataset.prepared()?);
        let run = self.runs.get(&self.selected().id)?;
        let view: Arc<GalleryView> = run.views.get()?;
        Some(move || png(&gallery::small_picture(&data.dataset, &view)?).ok())
    }

    /// How far the variants are, in words.
    fn reached(&self) -> String {
        let variants = self.document.variants.iter();
        let reached = variants.filter_map(|variant| {
            let position = variant.trained.as_ref()?.resume_state.position;
            let epochs = variant.settings.training.epochs;
            let name = &variant.name;
            Some(match position.batch {
                0 => format!("{name}: {} of {epochs} epochs", position.epoch),
                _ => format!("{name}: in epoch {} of {epochs}", position.epoch + 1),
            })
        });
        let mut reached: Vec<String> = reached.collect();
        if reached.len() > 3 {
            let more = reached.len() - 2;
            reached.truncate(2);
            reached.push(format!("{more} more variants"));
        }
        reached.join(", ")
    }
}
